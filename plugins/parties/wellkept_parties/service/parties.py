"""Registering and changing parties."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import UNSET
from msgspec.structs import asdict

from wellkept_parties.errors import RegistrationTaken
from wellkept_parties.events import PartyCreated, PartyUpdated
from wellkept_parties.queries import parties as queries
from wellkept_parties.schemas.parties import (
    PartiesContact as ContactDraft,
)
from wellkept_parties.schemas.parties import (
    PartiesPartyCreate,
    PartiesPartyPatch,
    PartiesPartyRead,
)
from wellkept_parties.service.drafts import merged, patched_registration, require_sound, stored_registration
from wellkept_parties.settings import PartiesSettings
from wellkept_parties.tables import PartiesContact, PartiesParty
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import CodeTaken, Conflict
from wellkept_sdk.http import IfMatch
from wellkept_sdk.ids import PartyId, uuid7
from wellkept_sdk.services.parties import PartyNotFound, PartyStatus

_CONTACTS: Final = "contacts"


async def create(ctx: Ctx, draft: PartiesPartyCreate, *, party_id: PartyId | None = None) -> PartiesPartyRead:
    """
    Register a party; without a locale or time zone it gets the deployment's.

    Args:
        ctx: its caller.
        draft: what is known of it.
        party_id: where others name the party already; else it gets a new one.

    Raises:
        Invalid: the body has mistakes.
        CodeTaken: another party has this code.
        RegistrationTaken: another party has this registration number.
    """
    settings = ctx.settings(PartiesSettings)
    values: dict[str, Any] = {
        "code": draft.code,
        "name": draft.name,
        "roles": _each_once(draft.roles),
        **stored_registration(draft.registration),
        "locale": settings.locale if draft.locale is UNSET else draft.locale,
        "time_zone": settings.time_zone if draft.time_zone is UNSET else draft.time_zone,
        "currency": draft.currency,
        "external_reference": draft.external_reference,
        "metadata": draft.metadata,
    }
    require_sound(values)
    party_id = party_id or PartyId(uuid7())
    async with ctx.db.transaction():
        stored = {**values, "id": party_id, "status": PartyStatus.ACTIVE, "status_reason": None}
        await _unique(ctx, values, lambda: ctx.db.insert(PartiesParty, **stored))
        await _store_contacts(ctx, party_id, draft.contacts)
        await ctx.audit("parties.party.created", subject=f"parties/{party_id}", after=values)
        await ctx.emit(PartyCreated(party_id=party_id, code=draft.code))
        return await queries.party(ctx, party_id)


async def update(ctx: Ctx, party_id: UUID, patch: PartiesPartyPatch, *, if_match: IfMatch) -> PartiesPartyRead:
    """
    Change a party; what stays as it was is neither written nor announced.

    Raises:
        PartyNotFound: there is no such party.
        PreconditionFailed: the party has changed since the version that the caller has seen.
        Invalid: the body has mistakes.
        RegistrationTaken: another party has this registration number.
    """
    async with ctx.db.transaction():
        before = await locked(ctx, party_id)
        values = _values(patch, before=before)
        require_sound(values)
        if_match.require(before["version"])
        changes = {name: value for name, value in values.items() if before[name] != value}
        contacts = await _changed_contacts(ctx, party_id, patch)
        if not changes and contacts is None:
            return await queries.party(ctx, party_id)
        await _unique(ctx, changes, lambda: ctx.db.update(PartiesParty, party_id, changes=changes))
        if contacts is not None:
            await ctx.db.execute("DELETE FROM parties_contact WHERE party_id = ?", party_id)
            await _store_contacts(ctx, party_id, contacts)
        changed = [*_announced(changes), *([] if contacts is None else [_CONTACTS])]
        # Of contacts, who are persons, the audit keeps that they have changed.
        await ctx.audit(
            "parties.party.updated",
            subject=f"parties/{party_id}",
            before={name: before[name] for name in changes},
            after={**changes, "changed_fields": changed},
        )
        await ctx.emit(PartyUpdated(party_id=PartyId(party_id), code=before["code"], changed_fields=changed))
        return await queries.party(ctx, party_id)


async def locked(ctx: Ctx, party_id: UUID) -> Row:
    """
    Return the row of a party that nobody else can change before the running transaction ends.

    Raises:
        PartyNotFound: there is no such party.
    """
    row = await ctx.db.locked(PartiesParty, party_id)
    if row is None:
        raise PartyNotFound
    return row


def _values(patch: PartiesPartyPatch, *, before: Row) -> dict[str, Any]:
    """Return the column values that a patch asks for."""
    given = {name: value for name, value in asdict(patch).items() if value is not UNSET and name != _CONTACTS}
    values = {name: value for name, value in given.items() if name not in {"registration", "metadata", "roles"}}
    if patch.roles is not UNSET:
        values["roles"] = _each_once(patch.roles)
    if patch.registration is not UNSET:
        values |= patched_registration(patch.registration, before=before)
    if patch.metadata is not UNSET:
        values["metadata"] = merged(before["metadata"], patch.metadata) or {}
    return values


async def _changed_contacts(ctx: Ctx, party_id: UUID, patch: PartiesPartyPatch) -> Sequence[ContactDraft] | None:
    """Return the contacts that a patch asks for; None where they stay as they are."""
    if patch.contacts is UNSET:
        return None
    present = (await queries.contacts(ctx, [party_id])).get(party_id, [])
    return None if msgspec.to_builtins(present) == msgspec.to_builtins(list(patch.contacts)) else patch.contacts


async def _store_contacts(ctx: Ctx, party_id: UUID, contacts: Sequence[ContactDraft]) -> None:
    await ctx.db.insert_many(
        PartiesContact,
        [{**asdict(contact), "party_id": party_id, "position": position} for position, contact in enumerate(contacts)],
    )


async def _unique(ctx: Ctx, values: Mapping[str, Any], write: Callable[[], Awaitable[object]]) -> None:
    """
    Write a row of a party, and say which of its keys another one has.

    Raises:
        CodeTaken: another party has this code.
        RegistrationTaken: another party has this registration number.
    """
    try:
        async with ctx.db.transaction():
            await write()
    except Conflict as clash:
        taken = (
            CodeTaken if "code" in values and await queries.is_code_taken(ctx, values["code"]) else RegistrationTaken
        )
        pointer = "/code" if taken is CodeTaken else "/registration/number"
        raise taken.at(pointer) from clash


def _each_once(roles: Sequence[str]) -> list[str]:
    return [str(role) for role in dict.fromkeys(roles)]


def _announced(columns: Mapping[str, object]) -> list[str]:
    """Return the names of the API for changed columns."""
    return list(dict.fromkeys("registration" if name.startswith("registration_") else name for name in columns))
