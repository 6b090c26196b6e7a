"""The small things that a plugin contributes: permissions, labels, commands."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from wellkept_sdk.actor import Role

if TYPE_CHECKING:
    import click


class PluginPermission(Struct, frozen=True, kw_only=True):
    """
    Something that a caller may be allowed to do.

    Args:
        name: `<plugin>:<verb>`.
        description: one sentence.
        roles: who may do it beside admins and programs, whose keys' scopes decide.
    """

    name: str
    description: str
    roles: frozenset[Role] = frozenset()


class Label(Struct, frozen=True, kw_only=True):
    """The words that people see, in both languages."""

    zh_cn: str
    en: str


class Command(Struct, frozen=True, kw_only=True):
    """
    A command of the terminal: `wellkept <plugin> <name>`.

    Args:
        name: one word.
        help: one sentence.
        run: does it with the values of `params` by name and returns the exit code; the context has no record.
        params: arguments and options of click.
    """

    name: str
    help: str
    run: Callable[..., Awaitable[int]]
    params: "Sequence[click.Parameter]" = ()
