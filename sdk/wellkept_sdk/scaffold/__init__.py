"""A new plugin's project, written from templates: it passes its own tests, and is there to be changed."""

import re
from datetime import datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from wellkept_sdk.manifest import NAME_PATTERN

_TEMPLATE = ".tmpl"
_PACKAGE_FOLDER = "package"
_MIGRATION = "first_tables.py"
_PLACEHOLDER = re.compile(r"%%(\w+)%%")


def write_project(name: str, folder: Path, *, at: datetime) -> list[Path]:
    """
    Write the project of a new plugin and return its files.

    Args:
        name: of the plugin, as in its manifest.
        folder: where its files go; it may exist, but must be empty.
        at: the moment that the first migration is named after.

    Raises:
        ValueError: the name is not that of a plugin.
        FileExistsError: there is something in the folder already.
    """
    if not re.match(NAME_PATTERN, name):
        raise ValueError("The name of a plugin has 2 to 31 lower-case letters, digits and _, and begins with a letter.")
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty.")
    words = _words(name)
    written = [_write(source, place, folder=folder, words=words, at=at) for source, place in _templates()]
    return sorted(written)


def package_of(name: str) -> str:
    """Return the name of the Python package of a plugin that `write_project` made."""
    return f"wellkept_{name}"


def _words(name: str) -> dict[str, str]:
    return {
        "name": name,
        "package": package_of(name),
        "distribution": package_of(name).replace("_", "-"),
        "class": "".join(word.capitalize() for word in name.split("_")),
        "title": name.replace("_", " ").strip().capitalize(),
    }


def _templates() -> list[tuple[Traversable, tuple[str, ...]]]:
    return _below(files(__name__) / "template", ())


def _below(folder: Traversable, place: tuple[str, ...]) -> list[tuple[Traversable, tuple[str, ...]]]:
    found: list[tuple[Traversable, tuple[str, ...]]] = []
    for entry in folder.iterdir():
        here = (*place, entry.name.removesuffix(_TEMPLATE))
        found += _below(entry, here) if entry.is_dir() else [(entry, here)]
    return found


def _write(source: Traversable, place: tuple[str, ...], *, folder: Path, words: dict[str, str], at: datetime) -> Path:
    first, *rest = place
    path = folder.joinpath(words["package"] if first == _PACKAGE_FOLDER else first, *rest)
    if path.name == _MIGRATION:
        path = path.with_name(f"{words['name']}_{at:%Y%m%d%H%M%S}_{_MIGRATION}")
    path.parent.mkdir(parents=True, exist_ok=True)
    text = source.read_text(encoding="utf-8")
    path.write_text(_PLACEHOLDER.sub(lambda found: words[found[1]], text), encoding="utf-8")
    return path
