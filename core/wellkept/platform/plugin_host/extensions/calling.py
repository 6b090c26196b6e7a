"""Calling a plugin's loader or writer: timed, and kept harmless as the calls of its hooks are."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from typing import Any
from uuid import UUID

from msgspec import Struct

from wellkept.platform.plugin_host.calling.answers import as_promised
from wellkept.platform.plugin_host.calling.calls import context_of
from wellkept.platform.plugin_host.calling.rounds import Round
from wellkept.platform.plugin_host.hooks.plan import HookCall
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept.platform.storage.unit_of_work import current_unit, unit_of_work
from wellkept_sdk.ctx import Ctx
from wellkept_sdk.errors import Conflict, FieldError, Invalid, PluginFailed, ServiceInactive
from wellkept_sdk.extensions import Extension


class Loading(Struct, frozen=True):
    """A question for the values of records."""

    ids: tuple[UUID, ...]


class Storing(Struct, frozen=True):
    """The order to keep a value of a record; None clears it."""

    record_id: UUID
    value: Any


def load_call(plugin: str, extension: Extension[Any, Any], *, is_optional: bool) -> HookCall:
    """Return what asks the extension's loader; answers that are none of its values count as failures."""

    async def load(ctx: Ctx, event: Loading) -> dict[UUID, Struct]:
        found = await extension.load(ctx, event.ids)
        return {
            record_id: as_promised(found[record_id], (extension.read,)) for record_id in event.ids if record_id in found
        }

    return HookCall(
        plugin=plugin,
        hook=f"{extension.record}_extension_load",
        function=load,
        is_optional=is_optional,
        replies=(dict,),
    )


def store_call(plugin: str, extension: Extension[Any, Any], *, is_optional: bool) -> HookCall:
    """Return what tells the extension's writer, and answers with its refusal if it does not accept a value."""

    async def store(ctx: Ctx, event: Storing) -> Invalid | Conflict | None:
        assert extension.store is not None, "What can be written can be stored; registration has seen to it."
        try:
            # A writer has no answer; one that gives any is looked at as an answer, and refused.
            return await extension.store(ctx, event.record_id, event.value)
        except (PluginFailed, ServiceInactive):
            raise
        except (Invalid, Conflict) as refusal:
            # What the caller gave is wrong, which is no failure of the plugin.
            return refusal

    return HookCall(
        plugin=plugin,
        hook=f"{extension.record}_extension_store",
        function=store,
        is_optional=is_optional,
        replies=(Invalid, Conflict),
    )


async def loaded(call: HookCall, ids: Sequence[UUID], *, occasion: Occasion) -> Mapping[UUID, Struct] | None:
    """
    Return what the plugin keeps of the records; None, if it may fail and does.

    Raises:
        PluginFailed: the plugin is required and has failed.
    """
    # A request that only reads has no unit; with one, a loader that writes all the same leaves nothing when it fails.
    async with unit_of_work() if current_unit() is None else nullcontext():
        asked = Round(call.hook, occasion, Loading(tuple(ids)), context_of=context_of)
        await asked.call(call)
    return asked.replies[0].value if asked.replies else None


async def stored(call: HookCall, record_id: UUID, value: Struct | None, *, occasion: Occasion, pointer: str) -> None:
    """
    Let the plugin store a value; None clears it.

    Raises:
        Invalid: the plugin does not accept the value; its pointers begin at `pointer`.
        Conflict: the present state does not allow it.
        PluginFailed: the plugin is required and has failed.
    """
    asked = Round(call.hook, occasion, Storing(record_id, value), context_of=context_of)
    await asked.call(call)
    for reply in asked.replies:
        raise _placed(reply.value, pointer)


def _placed(refusal: Invalid | Conflict, pointer: str) -> Invalid | Conflict:
    """Return the refusal with its pointers, which begin at the plugin's value, as they are in the body."""
    refusal.errors = tuple(
        FieldError(f"{pointer}{error.pointer}", error.code, error.message) for error in refusal.errors
    )
    return refusal
