"""What is added to projects, equipment and tickets; read only, and shown to our own house."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_parties.permissions import READ
from wellkept_parties.queries.shown import lasting, parts, with_party
from wellkept_parties.rules.duties import missing
from wellkept_parties.schemas.involvements import PartiesRecordKind
from wellkept_sdk import Ctx, Extension, ExtensionFilter, RecordName
from wellkept_sdk.db import Clause
from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.parties import PartyName, PartyRole, PartyScope

PROJECT, EQUIPMENT, TICKET = PartiesRecordKind

ItemT = TypeVar("ItemT")


class PartiesProject(Struct, frozen=True, kw_only=True):
    """
    Who takes part in a project, in short.

    Args:
        count: how many parties.
        missing_scopes: what none of them answers for.
    """

    count: int
    missing_scopes: list[PartyScope]


class PartiesEquipment(Struct, frozen=True, kw_only=True):
    """Who has supplied an item."""

    suppliers: list[PartyName]


class PartiesInvolved(Struct, frozen=True, kw_only=True):
    """A party that takes part, and as what."""

    party_id: PartyId
    code: str
    role: PartyRole


class PartiesTicket(Struct, frozen=True, kw_only=True):
    """Who takes part in a ticket."""

    involved: list[PartiesInvolved]


async def load_projects(ctx: Ctx, ids: Sequence[UUID]) -> Mapping[UUID, PartiesProject]:
    """Return what projects show."""
    found = await lasting(ctx, PROJECT, ids)
    return {
        project_id: PartiesProject(count=len({row["party_id"] for row in rows}), missing_scopes=missing(parts(rows)))
        for project_id, rows in found.items()
    }


async def load_equipment(ctx: Ctx, ids: Sequence[UUID]) -> Mapping[UUID, PartiesEquipment]:
    """Return what equipment shows."""
    found = await lasting(ctx, EQUIPMENT, ids)
    return {
        equipment_id: PartiesEquipment(
            suppliers=_each_once(
                PartyName(id=row["party_id"], code=row["code"], name=row["name"])
                for row in rows
                if row["role"] == PartyRole.SUPPLIER
            )
        )
        for equipment_id, rows in found.items()
    }


async def load_tickets(ctx: Ctx, ids: Sequence[UUID]) -> Mapping[UUID, PartiesTicket]:
    """Return what tickets show."""
    found = await lasting(ctx, TICKET, ids)
    return {
        ticket_id: PartiesTicket(involved=_each_once(msgspec.convert(rows, list[PartiesInvolved])))
        for ticket_id, rows in found.items()
    }


def tickets_of(value: UUID) -> Clause:
    """Return the condition that a party takes part in a ticket."""
    return with_party("ticket", TICKET, value)


def projects_of(value: UUID) -> Clause:
    """Return the condition that a party takes part in a project."""
    return with_party("project", PROJECT, value)


def _each_once(items: Iterable[ItemT]) -> list[ItemT]:
    """Return items in their order, without what comes again: of a party that follows itself after a gap."""
    return list(dict.fromkeys(items))


EXTENSIONS: Final[tuple[Extension[Any, Any], ...]] = (
    Extension(
        record=RecordName.PROJECT,
        read=PartiesProject,
        load=load_projects,
        filters={
            "party_id": ExtensionFilter(
                type=UUID, where=projects_of, description="This party takes part in the project."
            )
        },
        permission=READ.name,
    ),
    Extension(record=RecordName.EQUIPMENT, read=PartiesEquipment, load=load_equipment, permission=READ.name),
    Extension(
        record=RecordName.TICKET,
        read=PartiesTicket,
        load=load_tickets,
        filters={
            "party_id": ExtensionFilter(type=UUID, where=tickets_of, description="This party takes part in the ticket.")
        },
        permission=READ.name,
    ),
)
