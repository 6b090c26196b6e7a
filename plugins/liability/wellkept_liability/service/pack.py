"""All that is known of a case, for whoever has to decide it."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_liability.errors import PackTooLarge
from wellkept_liability.queries import case_history, cases, versions
from wellkept_liability.queries.evidence import all_evidence, may_read
from wellkept_liability.rules.packing import MANIFEST, manifest, readable_json, zipped
from wellkept_liability.schemas.cases import LiabilityCaseRead, LiabilityVersionRead
from wellkept_liability.service.evidence import document_of
from wellkept_sdk import Ctx
from wellkept_sdk.ids import TicketId
from wellkept_sdk.quantity import decimal_of
from wellkept_sdk.records.histories import AttachmentRecord
from wellkept_sdk.services.costs import COSTS, CostLine
from wellkept_sdk.services.sla import SLA

#: Before it is compressed.
BYTES_MAX: Final = 64 * 1024 * 1024


class Pack(Struct, frozen=True, kw_only=True):
    """A file and its name."""

    name: str
    content: bytes


async def pack_of(ctx: Ctx, ticket_id: TicketId) -> Pack:
    """
    Return all of a case in one ZIP, as far as the caller may see it; a fixed number of statements.

    Customers and partners get the case, its versions and answers, evidence, service record and files as they see them
    elsewhere.
    Our own house gets ticket, facts, history, cost lines, allocations, back-charges and promised times as well. Of
    files their digests are told; their bytes are read through the API.

    Raises:
        CaseNotFound: the ticket has no case that the caller may see.
        PackTooLarge: it would be larger than 64 MiB.
    """
    case = await cases.case(ctx, ticket_id)
    documents = await _seen_by_all(ctx, ticket_id, case)
    if not ctx.actor.is_outside:
        documents |= await _for_our_house(ctx, ticket_id, case.id)
    parts = {f"{name}.json": readable_json(document) for name, document in documents.items()}
    if sum(map(len, parts.values())) > BYTES_MAX:
        raise PackTooLarge(bytes_max=BYTES_MAX)
    about = {
        "case": case.number,
        "ticket_id": ticket_id,
        "status": case.status,
        "version": case.version,
        "evidence_root": case.evidence_root,
    }
    return Pack(name=f"{case.number}.zip", content=zipped({**parts, MANIFEST: manifest(parts, about=about)}))


async def _seen_by_all(ctx: Ctx, ticket_id: TicketId, case: LiabilityCaseRead) -> dict[str, Any]:
    entries = (await ctx.tickets.log_entries([ticket_id]))[ticket_id]
    files = (await ctx.tickets.files([ticket_id]))[ticket_id]
    told = await versions.all_versions(ctx, case.id)
    return {
        "case": case,
        "versions": told,
        "answers": [answer for version in told for answer in _answers(version)],
        "evidence": await all_evidence(ctx, case.id, ticket_id),
        "log": [document_of(entry) for entry in entries if may_read(ctx, entry.visibility)],
        "attachments": [_file(file) for file in files if may_read(ctx, file.visibility)],
    }


async def _for_our_house(ctx: Ctx, ticket_id: TicketId, case_id: UUID) -> dict[str, Any]:
    costs, promises = ctx.service_or_none(COSTS), ctx.service_or_none(SLA)
    return {
        "ticket": await ctx.tickets.get(ticket_id),
        "facts": (await ctx.tickets.facts([ticket_id]))[ticket_id],
        "history": await case_history.steps(ctx, case_id),
        "cost_lines": [] if costs is None else [_line(line) for line in await costs.lines(ticket_id)],
        "allocations": await case_history.allocations(ctx, case_id),
        "back_charges": await case_history.back_charges(ctx, case_id),
        "sla": None if promises is None else await promises.explanation(ticket_id),
    }


def _answers(version: LiabilityVersionRead) -> list[Mapping[str, Any]]:
    """Return what was answered to a version, each answer with the share that it is about."""
    return [
        {
            "version": version.version,
            "share_id": share.id,
            "role": share.role,
            "party_id": share.party_id,
            **msgspec.structs.asdict(share.answer),
        }
        for share in version.shares
        if share.answer is not None
    ]


def _file(file: AttachmentRecord) -> Mapping[str, Any]:
    shown: dict[str, Any] = msgspec.structs.asdict(file)
    return {**shown, "actor": {"kind": file.actor.kind, "id": file.actor.id, "name": file.actor.name}}


def _line(line: CostLine) -> Mapping[str, Any]:
    shown: dict[str, Any] = msgspec.structs.asdict(line)
    return {**shown, "quantity": {"value": decimal_of(line.quantity.milli), "unit": line.quantity.unit}}
