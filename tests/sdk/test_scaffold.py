import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from wellkept_sdk.scaffold import package_of, write_project

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
TOOLS = Path(sys.executable).parent


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("spare_keys")
    write_project("spare_keys", folder, at=AT)
    return folder


def run(project: Path, *command: str) -> str:
    """Run a tool in the project and return what it says, which must be nothing bad."""
    done = subprocess.run([*command], cwd=project, capture_output=True, check=False, text=True, timeout=300)  # noqa: S603 - our own tools
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


class TestProject:
    def test_has_every_file_that_plugins_share(self, project: Path) -> None:
        package = project / package_of("spare_keys")
        modules = {path.stem for path in package.glob("*.py")}

        assert package.name == "wellkept_spare_keys"
        assert modules == {
            *("__init__", "plugin", "tables", "schemas", "routes", "service", "queries", "extensions"),
            *("terms", "errors", "events", "permissions", "labels"),
        }
        assert [path.name for path in (package / "migrations").glob("spare_keys_*")] == [
            "spare_keys_20261122010000_first_tables.py"
        ]
        assert (package / "py.typed").is_file()

    def test_names_itself_everywhere(self, project: Path) -> None:
        texts = [path.read_text(encoding="utf-8") for path in project.rglob("*") if path.is_file()]

        assert [text for text in texts if "%%" in text] == []
        assert "class SpareKeysPlugin(Plugin, TicketHooks):" in "".join(texts)
        assert 'spare_keys = "wellkept_spare_keys:plugin"' in (project / "pyproject.toml").read_text(encoding="utf-8")

    def test_has_a_readme_of_one_screen(self, project: Path) -> None:
        readme = (project / "README.md").read_text(encoding="utf-8")

        assert readme.startswith("# Spare keys\n")
        assert len(readme.splitlines()) < 45

    @pytest.mark.parametrize("name", ["Keys", "1key", "k", "spare-keys", "x" * 32, "../keys"])
    def test_is_refused_for_what_is_no_name(self, name: str, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="name of a plugin"):
            write_project(name, tmp_path, at=AT)

    def test_is_refused_where_something_is_already(self, tmp_path: Path) -> None:
        (tmp_path / "notes.txt").write_text("Mine.", encoding="utf-8")

        with pytest.raises(FileExistsError):
            write_project("spare_keys", tmp_path, at=AT)

        assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]

    def test_is_clean_for_its_own_linter_and_type_checker(self, project: Path) -> None:
        if not (TOOLS / "ruff").exists():
            pytest.skip("the tools are not installed beside this Python")

        run(project, str(TOOLS / "ruff"), "check")
        run(project, str(TOOLS / "ruff"), "format", "--check")
        run(project, str(TOOLS / "pyright"), "--pythonpath", sys.executable)

    @pytest.mark.slow
    def test_passes_its_own_tests(self, project: Path) -> None:
        said = run(project, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")

        assert " passed" in said
