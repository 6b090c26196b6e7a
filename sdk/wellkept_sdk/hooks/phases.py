"""The phases of a hook, and the marks that tell specifications and implementations apart."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final, TypeVar

import pluggy
from msgspec import Struct

PROJECT: Final = "wellkept"
SPEC_MARK: Final = "wellkept_hook"

FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])

_hookspec = pluggy.HookspecMarker(PROJECT)
_hookimpl = pluggy.HookimplMarker(PROJECT)


class Phase(StrEnum):
    """When a hook is called, and what it may do."""

    DECIDE = "decide"  #: Before the change, in its transaction: may veto it or patch the draft.
    APPLY = "apply"  #: After the change, in its transaction: writes the plugin's own rows.
    COLLECT = "collect"  #: A question that several plugins may answer; writes nothing.


class HookSpec(Struct, frozen=True, kw_only=True):
    """What a specification says beyond its signature: its phase, and the API version that brought it."""

    phase: Phase
    since: str


class Veto(Struct, frozen=True, kw_only=True):
    """
    The answer of a decide hook that forbids the change.

    Args:
        code: the plugin's own, `<plugin>.<subject>.<what>`, documented with its errors.
        message: why, for the caller.
    """

    code: str
    message: str


def decide(*, since: str) -> Callable[[FunctionT], FunctionT]:
    """Mark a specification as called before a change; it answers with a `Veto`, a patch of the draft, or None."""
    return _spec(HookSpec(phase=Phase.DECIDE, since=since))


def apply(*, since: str) -> Callable[[FunctionT], FunctionT]:
    """Mark a specification as called after a change, in the same transaction."""
    return _spec(HookSpec(phase=Phase.APPLY, since=since))


def collect(*, since: str) -> Callable[[FunctionT], FunctionT]:
    """Mark a specification as a question that several plugins may answer."""
    return _spec(HookSpec(phase=Phase.COLLECT, since=since))


def hookimpl(function: FunctionT) -> FunctionT:
    """Mark a method of a plugin as its implementation of the hook of the same name."""
    return _hookimpl(function)


def _spec(said: HookSpec) -> Callable[[FunctionT], FunctionT]:
    def mark(function: FunctionT) -> FunctionT:
        setattr(function, SPEC_MARK, said)
        return _hookspec(function)

    return mark
