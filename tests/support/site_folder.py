"""A folder of distributions that are installed as far as Python can tell; `pip` without pip."""

import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from importlib import invalidate_caches
from pathlib import Path
from typing import TypeVar


class SiteFolder:
    """What Python looks for packages in, also in processes that get it as `PYTHONPATH`."""

    def __init__(self, folder: Path) -> None:
        """Install nothing yet."""
        self.folder = folder
        self.packages: set[str] = set()

    def forget_modules(self) -> None:
        """Let the next import read the files anew."""
        for name in [name for name in sys.modules if name.partition(".")[0] in self.packages]:
            del sys.modules[name]
        invalidate_caches()


SiteT = TypeVar("SiteT", bound=SiteFolder)


@contextmanager
def imported_from(site: SiteT) -> Generator[SiteT]:
    """Let this process find what is installed into a folder, for a while."""
    site.folder.mkdir(exist_ok=True)
    sys.path.insert(0, str(site.folder))
    try:
        yield site
    finally:
        sys.path.remove(str(site.folder))
        site.forget_modules()


def write_metadata(folder: Path, *, name: str, version: str, entry_points: Mapping[str, Mapping[str, str]]) -> None:
    """Tell the version and the entry points of a distribution, in the place of an earlier one."""
    info = folder / f"{name.replace('-', '_')}-1.dist-info"
    info.mkdir(parents=True, exist_ok=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    groups = entry_points.items()
    lines = [line for group, found in groups for line in (f"[{group}]", *(f"{k} = {v}" for k, v in found.items()))]
    (info / "entry_points.txt").write_text("\n".join([*lines, ""]))
