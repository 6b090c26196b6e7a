"""The TOML file of a deployment, and in it the tables of plugins."""

import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any


def read_file(config: Path | None) -> tuple[dict[str, Any], list[str]]:
    """Return what a file says, and why it cannot be read; nothing of both without a file."""
    if config is None:
        return {}, []
    try:
        return tomllib.loads(config.read_text(encoding="utf-8")), []
    except (OSError, ValueError) as error:
        return {}, [f"{config} cannot be read: {error}."]


def tables_of(
    plugins: Collection[str], *, given: dict[str, Any]
) -> tuple[dict[str, dict[str, Any]], dict[str, Any], list[str]]:
    """
    Return the tables of plugins, the rest of what a file says, and what is wrong with the tables.

    Args:
        plugins: the names that tables may have.
        given: what the file says.
    """
    named = {name: value for name, value in given.items() if name in plugins}
    tables: dict[str, dict[str, Any]] = {name: value for name, value in named.items() if isinstance(value, dict)}
    rest = {name: value for name, value in given.items() if name not in plugins}
    mistakes = [
        f"{name} is a plugin; its settings stand in the table [{name}]." for name in sorted(named.keys() - tables)
    ]
    return tables, rest, mistakes
