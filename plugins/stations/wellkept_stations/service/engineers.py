"""Making and changing engineers."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import UNSET
from msgspec.structs import asdict

from wellkept_sdk import Ctx
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Row
from wellkept_sdk.errors import CodeTaken, Conflict, Invalid, invalid, refuse, unknown_reference
from wellkept_sdk.http import IfMatch
from wellkept_sdk.ids import uuid7
from wellkept_stations.errors import EngineerNotFound, StationClosed, UserTaken
from wellkept_stations.queries import engineer_pages as queries
from wellkept_stations.rules.kinds import StationsEngineerStatus, StationsStationStatus
from wellkept_stations.schemas.engineers import (
    StationsEngineerCreate,
    StationsEngineerPatch,
    StationsEngineerRead,
    StationsPosition,
    StationsPositionPatch,
)
from wellkept_stations.service.qualifying import qualification_mistakes, store_certificates, store_skills
from wellkept_stations.service.references import reference_mistakes, require_party
from wellkept_stations.tables import StationsEngineer, StationsStation

#: The roles whose accounts can be engineers: ours, and those of outside organisations for their own people.
ROLES: Final = Role.assignable() | {Role.PARTNER}

_STATION: Final = "/station_id"
_WHOLE: Final = frozenset({"home", "skills", "certificates"})
#: Where somebody lives is nobody's business in the audit.
_PRIVATE: Final = frozenset({"longitude", "latitude"})


async def create(ctx: Ctx, draft: StationsEngineerCreate) -> StationsEngineerRead:
    """
    Make a user an engineer.

    Raises:
        Invalid: the body has mistakes.
        CodeTaken: another engineer has this code.
        UserTaken: another engineer has this account.
        StationClosed: the station is closed.
        Conflict: the party is blocked or archived.
    """
    engineer_id = uuid7()
    values = {name: value for name, value in asdict(draft).items() if name not in _WHOLE}
    values |= {"status": StationsEngineerStatus.ACTIVE, **_place(draft.home)}
    async with ctx.db.transaction():
        station = await ctx.db.locked(StationsStation, draft.station_id)
        refuse(
            [
                *await _account_mistakes(ctx, draft.user_id),
                *_station_mistakes(station),
                *qualification_mistakes(draft.skills, draft.certificates),
                *await reference_mistakes(ctx, values),
            ]
        )
        _require_open(station)
        await require_party(ctx, draft.party_id)
        await _insert(ctx, {**values, "id": engineer_id})
        await store_skills(ctx, engineer_id, draft.skills)
        await store_certificates(ctx, engineer_id, draft.certificates)
        await ctx.audit("stations.engineer.created", subject=_subject(engineer_id), after=_public(values))
        return await queries.engineer(ctx, engineer_id)


async def update(
    ctx: Ctx, engineer_id: UUID, patch: StationsEngineerPatch, *, if_match: IfMatch
) -> StationsEngineerRead:
    """
    Change an engineer by JSON merge patch; what stays as it was is not written.

    Raises:
        EngineerNotFound: there is no such engineer.
        PreconditionFailed: the engineer has changed since the version that the caller has seen.
        Invalid: the body has mistakes.
        StationClosed: the station is closed.
        Conflict: the party is blocked or archived.
    """
    async with ctx.db.transaction():
        before = await ctx.db.locked(StationsEngineer, engineer_id)
        if before is None:
            raise EngineerNotFound
        if_match.require(before["version"])
        shown = await queries.engineer(ctx, engineer_id)
        changes = {name: value for name, value in _values(patch, shown).items() if value != before[name]}
        needs_station = {"station_id", "status"} & changes.keys()
        station_id = changes.get("station_id", before["station_id"])
        station = await ctx.db.locked(StationsStation, station_id) if needs_station else None
        refuse(
            [
                *(_station_mistakes(station) if needs_station else []),
                *qualification_mistakes(patch.skills or (), patch.certificates or ()),
                *await reference_mistakes(ctx, changes),
            ]
        )
        if changes.get("status", before["status"]) != StationsEngineerStatus.LEFT:
            _require_open(station)
        await require_party(ctx, changes.get("party_id"))
        qualified = _qualified(patch, shown)
        if changes or qualified:
            await _write(ctx, before, changes, patch=patch, qualified=qualified)
        return await queries.engineer(ctx, engineer_id)


async def _write(
    ctx: Ctx, before: Row, changes: Mapping[str, Any], *, patch: StationsEngineerPatch, qualified: list[str]
) -> None:
    engineer_id = before["id"]
    # At least one column is written, so that the version tells of new skills too.
    await ctx.db.update(StationsEngineer, engineer_id, changes={"name": before["name"], **changes})
    if patch.skills is not UNSET:
        await store_skills(ctx, engineer_id, patch.skills)
    if patch.certificates is not UNSET:
        await store_certificates(ctx, engineer_id, patch.certificates)
    names = list(dict.fromkeys("home" if name in _PRIVATE else name for name in changes))
    await ctx.audit(
        "stations.engineer.updated",
        subject=_subject(engineer_id),
        before=_public({name: before[name] for name in changes}),
        after={**_public(changes), "changed_fields": [*names, *qualified]},
    )


def _values(patch: StationsEngineerPatch, shown: StationsEngineerRead) -> dict[str, Any]:
    """
    Return the column values that a patch asks for.

    Raises:
        Invalid: a home that is not known yet needs both longitude and latitude.
    """
    values = {name: value for name, value in asdict(patch).items() if value is not UNSET and name not in _WHOLE}
    if isinstance(patch.home, StationsPositionPatch):
        values |= _place(_merged(patch.home, shown.home))
    elif patch.home is None:
        values |= _place(None)
    return values


def _merged(patch: StationsPositionPatch, present: StationsPosition | None) -> StationsPosition:
    known: dict[str, float] = {} if present is None else asdict(present)
    known |= {name: value for name, value in asdict(patch).items() if value is not UNSET}
    refuse(
        [
            invalid(f"/home/{name}", "required", "Is required.")
            for name in StationsPosition.__struct_fields__
            if name not in known
        ]
    )
    return StationsPosition(**known)


def _qualified(patch: StationsEngineerPatch, shown: StationsEngineerRead) -> list[str]:
    """Return which lists of a patch differ from what is stored, in whatever order."""
    return [
        name
        for name in ("skills", "certificates")
        if (wanted := getattr(patch, name)) is not UNSET and _sorted(wanted) != _sorted(getattr(shown, name))
    ]


def _sorted(items: object) -> list[bytes]:
    return sorted(map(msgspec.json.encode, msgspec.to_builtins(items)))


def _place(home: StationsPosition | None) -> dict[str, float | None]:
    return dict.fromkeys(_PRIVATE) if home is None else asdict(home)


async def _insert(ctx: Ctx, values: Mapping[str, Any]) -> None:
    """
    Store a new engineer.

    Raises:
        CodeTaken: another engineer has this code.
        UserTaken: another engineer has this account.
    """
    try:
        async with ctx.db.transaction():
            await ctx.db.insert(StationsEngineer, **values)
    except Conflict as clash:
        other = await queries.taken(ctx, code=values["code"], user_id=values["user_id"])
        if other is not None and other["user_id"] == values["user_id"]:
            raise UserTaken.at("/user_id") from clash
        raise CodeTaken.at("/code") from clash


async def _account_mistakes(ctx: Ctx, user_id: UUID) -> list[Invalid]:
    role = await queries.account_role(ctx, user_id)
    if role is None:
        return [unknown_reference("/user_id", "active account")]
    if Role(role) not in ROLES:
        return [invalid("/user_id", "not_a_choice", f"An account of role {role} is nobody who can be sent.")]
    return []


def _station_mistakes(station: Row | None) -> list[Invalid]:
    return [unknown_reference(_STATION, "station")] if station is None else []


def _require_open(station: Row | None) -> None:
    if station is not None and station["status"] == StationsStationStatus.CLOSED:
        raise StationClosed.at(_STATION)


def _public(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in _PRIVATE}


def _subject(engineer_id: UUID) -> str:
    return f"stations/engineers/{engineer_id}"
