"""All words of a deployment: those of core from `words.toml`, those of plugins as they declare them."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from wellkept.platform.labels.locales import Locale
from wellkept_sdk.contributions import Label
from wellkept_sdk.plugin import Plugin

CORE: Final = "core"
_CORE_NAME: Final = Label(zh_cn="核心", en="Core")
_FILE: Final = Path(__file__).with_name("words.toml")
_PERMISSION_MARK: Final = ":"
_CHOICE_MARK: Final = "."


class Words(Struct, frozen=True, kw_only=True):
    """
    What people see of core or a plugin, in one language.

    Args:
        name: of the plugin.
        fields: by name.
        choices: the values of enums, by enum and value; of plugins by the key that they declare.
        permissions: by name.
        problems: by code, also by the codes of single mistakes.
    """

    name: str
    fields: dict[str, str]
    choices: dict[str, dict[str, str]]
    permissions: dict[str, str]
    problems: dict[str, str]


def know(plugins: Iterable[Plugin]) -> None:
    """Make the words of these plugins known, in place of those that were known before."""
    _plugins.clear()
    _plugins.update({plugin.manifest.name: plugin for plugin in plugins})
    _problems.cache_clear()


def all_words(locale: Locale) -> dict[str, Words]:
    """Return the words of core and of every plugin, by its name."""
    return {CORE: _core(locale), **{name: _words_of(plugin, locale) for name, plugin in sorted(_plugins.items())}}


def problem(code: str, locale: Locale) -> str | None:
    """Return what a code of a problem or a mistake means, if there are words for it."""
    return _problems(locale).get(code)


@cache
def _problems(locale: Locale) -> dict[str, str]:
    return {code: said for words in all_words(locale).values() for code, said in words.problems.items()}


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def _core(locale: Locale) -> Words:
    said = _file()
    return Words(
        name=_said(_CORE_NAME, locale),
        fields=_chosen(said["fields"], locale),
        choices={name: _chosen(values, locale) for name, values in said["choices"].items()},
        permissions=_chosen(said["permissions"], locale),
        problems=_chosen(said["problems"], locale),
    )


def _chosen(said: Mapping[str, tuple[str, str]], locale: Locale) -> dict[str, str]:
    return {key: zh_cn if locale is Locale.ZH_CN else en for key, (zh_cn, en) in said.items()}


def _words_of(plugin: Plugin, locale: Locale) -> Words:
    """Sort the flat labels of a plugin: what is no permission, no problem and no value of an enum is a field."""
    own, codes = plugin.manifest.name, {error.code for error in plugin.errors}
    said = {key: _said(label, locale) for key, label in plugin.labels.items()}
    name = said.pop(own, own)
    words = Words(name=name, fields={}, choices={}, permissions={}, problems={})
    for key, text in said.items():
        if _PERMISSION_MARK in key:
            words.permissions[key] = text
        elif key in codes:
            words.problems[key] = text
        elif _CHOICE_MARK in key:
            enum, _, value = key.removeprefix(f"{own}.").rpartition(".")
            words.choices.setdefault(enum, {})[value] = text
        else:
            words.fields[key] = text
    return words


def _said(label: Label, locale: Locale) -> str:
    return label.zh_cn if locale is Locale.ZH_CN else label.en


_plugins: dict[str, Plugin] = {}
