"""Evidence, as callers add it and as it is shown."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.actor import Actor
from wellkept_sdk.db import Row
from wellkept_sdk.ids import AttachmentId, LogEntryId, UserId
from wellkept_sdk.moment import Moment
from wellkept_sdk.text import Name, RequiredText


class LiabilityEvidenceKind(StrEnum):
    """What speaks for a finding."""

    ATTACHMENT = "attachment"  #: A file of the ticket.
    LOG_ENTRY = "log_entry"  #: A line of its service record.
    STATEMENT = "statement"  #: What somebody says, in words.
    MEASUREMENT = "measurement"  #: What was measured, in words and numbers.


class LiabilityAttachmentEvidence(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="attachment"
):
    """A file of the ticket; its digest is that of its bytes."""

    attachment_id: AttachmentId
    taken_at: Moment | None = None
    place: Name | None = None
    note: RequiredText | None = None


class LiabilityLogEntryEvidence(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="log_entry"
):
    """A line of the service record; its digest is that of its JSON, names in order and without blanks, in UTF-8."""

    log_entry_id: LogEntryId
    taken_at: Moment | None = None
    place: Name | None = None
    note: RequiredText | None = None


class LiabilityStatementEvidence(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="statement"
):
    """What somebody says; its digest is that of the text as it was sent, in UTF-8."""

    text: RequiredText
    taken_at: Moment | None = None
    place: Name | None = None
    note: RequiredText | None = None


class LiabilityMeasurementEvidence(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="measurement"
):
    """What was measured; its digest is that of the text as it was sent, in UTF-8."""

    text: RequiredText
    taken_at: Moment | None = None
    place: Name | None = None
    note: RequiredText | None = None


LiabilityEvidenceCreate = (
    LiabilityAttachmentEvidence | LiabilityLogEntryEvidence | LiabilityStatementEvidence | LiabilityMeasurementEvidence
)


class LiabilityEvidenceRead(Struct, frozen=True, kw_only=True):
    """
    A piece of evidence; it never changes.

    Args:
        sha256: in hexadecimal; the lines `<sha256> <id>`, each with a line break and in the order of ids, have the
            digest that a final case shows as `evidence_root`.
        taken_by: who has attached, written or measured it.
        note: for our own house.
    """

    id: UUID
    case_id: UUID
    kind: LiabilityEvidenceKind
    attachment_id: AttachmentId | None
    log_entry_id: LogEntryId | None
    text: str | None
    sha256: str
    taken_at: datetime | None
    taken_by: UserId | None
    place: str | None
    note: str | None
    recorded_at: datetime

    @classmethod
    def of(cls, row: Row, *, actor: Actor) -> "LiabilityEvidenceRead":
        """Return stored evidence as a caller sees it."""
        kind, ref_id = LiabilityEvidenceKind(row["kind"]), row["ref_id"]
        return cls(
            id=row["id"],
            case_id=row["case_id"],
            kind=kind,
            attachment_id=ref_id if kind is LiabilityEvidenceKind.ATTACHMENT else None,
            log_entry_id=ref_id if kind is LiabilityEvidenceKind.LOG_ENTRY else None,
            text=row["text"],
            sha256=row["sha256"],
            taken_at=row["taken_at"],
            taken_by=None if actor.is_outside else row["taken_by"],
            place=row["place"],
            note=None if actor.is_outside else row["note"],
            recorded_at=row["recorded_at"],
        )
