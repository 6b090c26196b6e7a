"""Our own plugins: each is whole in its folder, and needs nothing of ours but the SDK."""

import subprocess
import sys
import tomllib
from importlib.metadata import entry_points
from pathlib import Path

import pytest

FOLDERS = sorted(path for path in (Path(__file__).parents[2] / "plugins").glob("[a-z]*") if path.is_dir())
LOADED = "import sys, {package}; print(*sorted(name for name in sys.modules if name.partition('.')[0] == 'wellkept'))"


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name)
def folder(request: pytest.FixtureRequest) -> Path:
    return request.param


class TestOwnPlugin:
    def test_needs_nothing_of_core(self, folder: Path) -> None:
        command = LOADED.format(package=f"wellkept_{folder.name}")

        said = subprocess.run([sys.executable, "-c", command], check=True, capture_output=True, text=True)  # noqa: S603 - our own line

        assert said.stdout.split() == []

    def test_is_found_by_the_name_of_its_folder(self, folder: Path) -> None:
        (entry,) = entry_points(group="wellkept.plugins", name=folder.name)

        assert entry.load().manifest.name == folder.name

    def test_tells_what_it_is(self, folder: Path) -> None:
        assert (folder / "README.md").read_text(encoding="utf-8").startswith("# ")

    def test_has_a_page_in_the_guides(self, folder: Path, root: Path) -> None:
        page = (root / "docs" / f"{folder.name}.md").read_text(encoding="utf-8")

        assert f"../plugins/{folder.name}/README.md" in page

    def test_is_part_of_the_distribution(self, folder: Path, root: Path) -> None:
        with (root / "pyproject.toml").open("rb") as file:
            shipped = tomllib.load(file)["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]

        assert f"plugins/{folder.name}/wellkept_{folder.name}" in shipped
