"""What records show of the parties that take part in them; one statement for a whole page."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec

from wellkept_parties.rules.duties import Part
from wellkept_parties.schemas.involvements import PartiesRecordKind
from wellkept_sdk import Ctx
from wellkept_sdk.db import Clause, Row

# What has not ended, so that an unchanged record always reads the same: who joins later is among them already.
_LASTING: Final = (
    "SELECT involvement.record_id, involvement.party_id, involvement.role, involvement.scope, party.code, party.name"
    " FROM parties_involvement involvement JOIN parties_party party ON party.id = involvement.party_id"
    " WHERE involvement.record_kind = ? AND involvement.ended_by IS NULL"
)


async def lasting(
    ctx: Ctx, kind: PartiesRecordKind, record_ids: Sequence[UUID]
) -> Mapping[UUID, Sequence[Mapping[str, Any]]]:
    """Return the involvements of records that have not ended, with their parties, in the order of recording."""
    where = ctx.db.any_of("involvement.record_id", record_ids)
    rows = await ctx.db.fetch(f"{_LASTING} AND {where.sql} ORDER BY involvement.id", kind, *where.args)
    found: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["record_id"]].append(row)
    return {record_id: found[record_id] for record_id in record_ids}


def parts(rows: Sequence[Mapping[str, Any]]) -> list[Part]:
    """Return rows as parts of a duty list."""
    return msgspec.convert(rows, list[Part])


def with_party(table: str, kind: PartiesRecordKind, party_id: UUID) -> Clause:
    """Return the condition that a party takes part in a record, by what the record shows."""
    return Clause(
        f"{table}.id IN (SELECT involvement.record_id FROM parties_involvement involvement"
        f" WHERE involvement.party_id = ? AND involvement.record_kind = '{kind}' AND involvement.ended_by IS NULL)",
        (party_id,),
    )
