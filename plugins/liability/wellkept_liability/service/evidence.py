"""Evidence joins a case until that is final."""

from datetime import datetime
from typing import Any
from uuid import UUID

from wellkept_liability.errors import EvidenceFrozen
from wellkept_liability.queries import cases as queries
from wellkept_liability.rules.case_states import CaseStatus, is_frozen
from wellkept_liability.rules.hashing import canonical_json, digest, text_digest
from wellkept_liability.schemas.evidence import (
    LiabilityAttachmentEvidence,
    LiabilityEvidenceCreate,
    LiabilityEvidenceKind,
    LiabilityEvidenceRead,
    LiabilityLogEntryEvidence,
    LiabilityMeasurementEvidence,
)
from wellkept_liability.service.case_rows import subject
from wellkept_liability.tables import LiabilityEvidence
from wellkept_sdk import Ctx
from wellkept_sdk.errors import unknown_reference
from wellkept_sdk.ids import TicketId
from wellkept_sdk.moment import as_utc
from wellkept_sdk.records.histories import LogEntryRecord


async def add(ctx: Ctx, ticket_id: UUID, said: LiabilityEvidenceCreate) -> LiabilityEvidenceRead:
    """
    Keep what speaks for a finding, with its digest.

    Raises:
        CaseNotFound: the ticket has no case.
        EvidenceFrozen: the case is final.
        Invalid: the ticket has no such file or line of the service record, or a moment is wrong.
    """
    taken_at = None if said.taken_at is None else as_utc(said.taken_at, pointer="/taken_at")
    async with ctx.db.transaction():
        case = await queries.locked(ctx, ticket_id)
        if is_frozen(CaseStatus(case["status"])):
            raise EvidenceFrozen
        values = await _values(ctx, TicketId(ticket_id), said)
        row = await ctx.db.insert(
            LiabilityEvidence,
            **{
                "case_id": case["id"],
                "ref_id": None,
                "text": None,
                "taken_by": ctx.actor.id,
                "place": said.place,
                "note": said.note,
                "actor_id": ctx.actor.id,
                "recorded_at": ctx.at,
                **values,
                "taken_at": taken_at or values.get("taken_at"),
            },
        )
        await ctx.audit(
            "liability.case.evidence_added",
            subject=subject(case["id"]),
            after={"evidence_id": row["id"], "kind": row["kind"], "sha256": row["sha256"]},
        )
        return LiabilityEvidenceRead.of(row, actor=ctx.actor)


def document_of(entry: LogEntryRecord) -> dict[str, Any]:
    """Return a line of the service record as the API shows it: the document whose digest counts as evidence."""
    return {
        "id": entry.id,
        "ticket_id": entry.ticket_id,
        "kind": entry.kind,
        "text": entry.text,
        "visibility": entry.visibility,
        "occurred_at": entry.occurred_at,
        "recorded_at": entry.recorded_at,
        "actor": {"kind": entry.actor.kind, "id": entry.actor.id, "name": entry.actor.name},
        "corrects_id": entry.corrects_id,
        "attachment_ids": entry.attachment_ids,
    }


async def _values(ctx: Ctx, ticket_id: TicketId, said: LiabilityEvidenceCreate) -> dict[str, Any]:
    if isinstance(said, LiabilityAttachmentEvidence):
        return await _of_file(ctx, ticket_id, said.attachment_id)
    if isinstance(said, LiabilityLogEntryEvidence):
        return await _of_entry(ctx, ticket_id, said.log_entry_id)
    measured = isinstance(said, LiabilityMeasurementEvidence)
    kind = LiabilityEvidenceKind.MEASUREMENT if measured else LiabilityEvidenceKind.STATEMENT
    return {"kind": kind.value, "text": said.text, "sha256": text_digest(said.text)}


async def _of_file(ctx: Ctx, ticket_id: TicketId, attachment_id: UUID) -> dict[str, Any]:
    for file in (await ctx.tickets.files([ticket_id]))[ticket_id]:
        if file.id == attachment_id:
            return _referring(
                LiabilityEvidenceKind.ATTACHMENT,
                file.id,
                sha256=file.sha256,
                taken_at=file.taken_at,
                taken_by=file.actor.id,
            )
    raise unknown_reference("/attachment_id", "attachment")


async def _of_entry(ctx: Ctx, ticket_id: TicketId, log_entry_id: UUID) -> dict[str, Any]:
    for entry in (await ctx.tickets.log_entries([ticket_id]))[ticket_id]:
        if entry.id == log_entry_id:
            return _referring(
                LiabilityEvidenceKind.LOG_ENTRY,
                entry.id,
                sha256=digest(canonical_json(document_of(entry))),
                taken_at=entry.occurred_at,
                taken_by=entry.actor.id,
            )
    raise unknown_reference("/log_entry_id", "log entry")


def _referring(
    kind: LiabilityEvidenceKind, ref_id: UUID, *, sha256: str, taken_at: datetime | None, taken_by: UUID | None
) -> dict[str, Any]:
    return {"kind": kind.value, "ref_id": ref_id, "sha256": sha256, "taken_at": taken_at, "taken_by": taken_by}
