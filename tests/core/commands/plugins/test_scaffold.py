from pathlib import Path

import pytest
from click.testing import CliRunner

from wellkept.cli import cli


class TestNew:
    def test_writes_a_project_and_says_how_to_go_on(self, tmp_path: Path) -> None:
        folder = tmp_path / "keys"

        result = CliRunner().invoke(cli, ["plugins", "new", "spare_keys", "--into", str(folder)])

        assert result.exit_code == 0, result.output
        assert "pytest" in result.output
        assert (folder / "wellkept_spare_keys" / "plugin.py").is_file()

    def test_makes_a_folder_of_the_plugins_name(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)

        result = CliRunner().invoke(cli, ["plugins", "new", "spare_keys"])

        assert result.exit_code == 0, result.output
        assert (tmp_path / "spare_keys" / "pyproject.toml").is_file()

    def test_refuses_what_is_no_name(self, tmp_path: Path) -> None:
        result = CliRunner().invoke(cli, ["plugins", "new", "Spare-Keys", "--into", str(tmp_path)])

        assert result.exit_code == 1
        assert "The name of a plugin" in result.output
        assert list(tmp_path.iterdir()) == []

    def test_refuses_to_write_over_anything(self, tmp_path: Path) -> None:
        (tmp_path / "notes.txt").write_text("Mine.", encoding="utf-8")

        result = CliRunner().invoke(cli, ["plugins", "new", "spare_keys", "--into", str(tmp_path)])

        assert result.exit_code == 1
        assert "is not empty" in result.output
