"""Who comes into question for a ticket: whoever takes part in its item, in what that belongs to, in its project."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_parties.queries.involvements import in_force_at
from wellkept_parties.queries.parties import contacts
from wellkept_parties.rules.candidates import IN_PROJECT, chain_of, distance
from wellkept_parties.schemas.involvements import PartiesBecause, PartiesCandidate, PartiesCandidates
from wellkept_sdk import Ctx
from wellkept_sdk.db import Clause, all_of
from wellkept_sdk.errors import NotFound
from wellkept_sdk.services.parties import PartyName, PartyRole, PartyScope

CANDIDATES_MAX: Final = 200

_TICKET: Final = (
    "SELECT ticket.project_id, ticket.equipment_id, item.path, item.manufacturer, item.model FROM ticket"
    " LEFT JOIN equipment item ON item.id = ticket.equipment_id WHERE ticket.id = ?"
)
_NEAR: Final = (
    "SELECT party.id, party.code, party.name, involvement.record_id, involvement.role, involvement.scope"
    " FROM parties_involvement involvement JOIN parties_party party ON party.id = involvement.party_id"
    " WHERE party.status = 'active'"
)
# Rides the index of core over manufacturer, model and serial number.
_SUPPLIERS: Final = (
    "SELECT party.id, party.code, party.name FROM parties_party party WHERE party.status = 'active' AND party.id IN"
    " (SELECT involvement.party_id FROM equipment twin JOIN parties_involvement involvement"
    " ON involvement.record_kind = 'equipment' AND involvement.record_id = twin.id"
    " WHERE twin.manufacturer = ? AND twin.model = ? AND twin.serial_number IS NOT NULL"
    " AND involvement.role = 'supplier' AND {in_force}) ORDER BY party.code LIMIT ?"
)


class _Found(Struct, frozen=True, kw_only=True):
    """A candidate before its contacts are known."""

    party: PartyName
    role: PartyRole
    scope: tuple[PartyScope, ...]
    because: PartiesBecause


async def candidates(ctx: Ctx, ticket_id: UUID) -> PartiesCandidates:
    """
    Return the active parties that may have to do with a ticket, each once in each role, the nearest first.

    Raises:
        NotFound: there is no such ticket.
    """
    ticket = await ctx.db.fetch_one(_TICKET, ticket_id)
    if ticket is None:
        raise NotFound
    nearest: dict[tuple[UUID, PartyRole], _Found] = {}
    for found in [*await _near(ctx, ticket), *await _suppliers(ctx, ticket)]:
        nearest.setdefault((found.party.id, found.role), found)
    chosen = list(nearest.values())[:CANDIDATES_MAX]
    known = await contacts(ctx, {found.party.id for found in chosen})
    return PartiesCandidates(
        items=[
            PartiesCandidate(
                party=found.party,
                role=found.role,
                scope=found.scope,
                because=found.because,
                contacts=known.get(found.party.id, []),
            )
            for found in chosen
        ]
    )


async def _near(ctx: Ctx, ticket: Mapping[str, Any]) -> list[_Found]:
    """Return who takes part in the item, in what it belongs to and in the project; one statement."""
    chain = chain_of(ticket["path"])
    in_items = Clause("involvement.record_kind = 'equipment'") & ctx.db.any_of("involvement.record_id", chain)
    in_project = Clause("involvement.record_kind = 'project' AND involvement.record_id = ?", (ticket["project_id"],))
    where = all_of(in_items | in_project, in_force_at(ctx.at))
    rows = await ctx.db.fetch(f"{_NEAR} AND {where.sql} ORDER BY involvement.id", *where.args)
    rows.sort(key=lambda row: distance(row["record_id"], chain=chain))
    return [
        msgspec.convert({"party": row, **row, "because": _because(row["record_id"], chain=chain)}, _Found)
        for row in rows
    ]


async def _suppliers(ctx: Ctx, ticket: Mapping[str, Any]) -> list[_Found]:
    """Return who has supplied items of the same model; one statement, and none where the model is not known."""
    if ticket["manufacturer"] is None or ticket["model"] is None:
        return []
    where = in_force_at(ctx.at)
    rows = await ctx.db.fetch(
        _SUPPLIERS.format(in_force=where.sql),
        *(ticket["manufacturer"], ticket["model"], *where.args, CANDIDATES_MAX),
    )
    return [
        _Found(party=party, role=PartyRole.SUPPLIER, scope=(), because=PartiesBecause.MODEL)
        for party in msgspec.convert(rows, list[PartyName])
    ]


def _because(record_id: UUID, *, chain: Sequence[UUID]) -> PartiesBecause:
    match distance(record_id, chain=chain):
        case 0:
            return PartiesBecause.EQUIPMENT
        case far if far == IN_PROJECT:
            return PartiesBecause.PROJECT
        case _:
            return PartiesBecause.PARENT
