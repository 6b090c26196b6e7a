"""Distributions of somebody else, installed for the length of a test: what pip would leave, in a folder of the test."""

import shutil
import tomllib
from contextlib import AbstractContextManager
from pathlib import Path

from site_folder import SiteFolder, imported_from, write_metadata

EXAMPLES = Path(__file__).parents[2] / "examples"
WEATHER_HOLD = EXAMPLES / "weather_hold"


class SitePackages(SiteFolder):
    """Installs distributions from their source folders."""

    def install(self, source: Path, *, without: str | None = None) -> None:
        """
        Install the distribution of a source folder, in the place of an earlier one.

        Args:
            source: a folder with a `pyproject.toml` for hatchling that names its packages.
            without: a pattern of files that an older release did not have.
        """
        pyproject = tomllib.loads((source / "pyproject.toml").read_text(encoding="utf-8"))
        for package in pyproject["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]:
            self._copy(source / package, without=without)
        project = pyproject["project"]
        write_metadata(
            self.folder, name=project["name"], version=project["version"], entry_points=project["entry-points"]
        )
        self.forget_modules()

    def remove(self) -> None:
        """Remove everything, as `pip uninstall` does."""
        shutil.rmtree(self.folder)
        self.folder.mkdir()
        self.forget_modules()

    def _copy(self, package: Path, *, without: str | None) -> None:
        target = self.folder / package.name
        shutil.rmtree(target, ignore_errors=True)
        left_out = ["__pycache__", *([] if without is None else [without])]
        shutil.copytree(package, target, ignore=shutil.ignore_patterns(*left_out))
        self.packages.add(package.name)


def site_packages(folder: Path) -> AbstractContextManager[SitePackages]:
    """Let this process find what is installed into a folder, for a while."""
    return imported_from(SitePackages(folder))
