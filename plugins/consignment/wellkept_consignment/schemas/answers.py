"""What suppliers answer, how disputes end, and their own lists beside ours; as callers say them."""

from datetime import date
from typing import Annotated, Final
from uuid import UUID

from msgspec import Meta, Struct

from wellkept_consignment.schemas.prices import Reason
from wellkept_consignment.schemas.statements import ANSWERS_MAX, Reference
from wellkept_sdk.ids import AttachmentId
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import QuantityText
from wellkept_sdk.records.tickets import EvidenceKind

#: Lines of a supplier's own list.
LIST_MAX: Final = 20_000
_NAME_MAX: Final = 200
_STATEMENT_MAX: Final = 2_000


class ConsignmentEvidence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the supplier's answer reached us, when somebody else records it."""

    kind: EvidenceKind
    contact_name: Annotated[str, Meta(min_length=1, max_length=_NAME_MAX)]
    statement: Annotated[str, Meta(min_length=1, max_length=_STATEMENT_MAX)] | None = None
    attachment_id: AttachmentId | None = None


class ConsignmentConfirmation(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="answer", tag="confirmed"
):
    """The line is right."""

    statement_line_id: UUID


class ConsignmentDispute(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="answer", tag="disputed"
):
    """
    The line is wrong.

    Args:
        party_quantity: what the supplier says it was.
        party_amount: what the supplier says it costs.
    """

    statement_line_id: UUID
    reason: Reason
    party_quantity: QuantityText | None = None
    party_amount: Money | None = None


class ConsignmentAnswers(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Answers to lines of one statement; whoever answers for the supplier says by what evidence."""

    answers: Annotated[list[ConsignmentConfirmation | ConsignmentDispute], Meta(min_length=1, max_length=ANSWERS_MAX)]
    evidence: ConsignmentEvidence | None = None


class ConsignmentUpheld(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="outcome", tag="upheld"
):
    """The line stands."""

    statement_line_id: UUID
    note: Reason


class ConsignmentConceded(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="outcome", tag="conceded"
):
    """Another amount was agreed; a correction joins the statement."""

    statement_line_id: UUID
    amount: Money
    note: Reason


class ConsignmentCarried(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="outcome", tag="carried"
):
    """The line leaves this statement for a later one."""

    statement_line_id: UUID
    note: Reason


ConsignmentOutcome = ConsignmentUpheld | ConsignmentConceded | ConsignmentCarried


class ConsignmentOutcomes(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How disputes of one statement end."""

    outcomes: Annotated[list[ConsignmentOutcome], Meta(min_length=1, max_length=ANSWERS_MAX)]


class ConsignmentListLine(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    A line of the supplier's own list.

    Args:
        reference: by which the supplier knows it.
        occurred_on: the local day.
    """

    reference: Reference
    part_code: Reference
    quantity: QuantityText
    amount: Money
    occurred_on: date


class ConsignmentComparisonCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    The supplier's own list of the same period.

    Args:
        answer: whether what matches is confirmed, and what differs disputed, at once.
        evidence: how the list reached us, where somebody else answers.
    """

    lines: Annotated[list[ConsignmentListLine], Meta(min_length=1, max_length=LIST_MAX)]
    answer: bool = False
    evidence: ConsignmentEvidence | None = None


class ConsignmentOurLine(Struct, frozen=True, kw_only=True):
    """A line of the statement; without a part it pays a back-charge."""

    statement_line_id: UUID
    part_code: str | None
    quantity: QuantityText
    amount: Money | None
    occurred_on: date


class ConsignmentTheirLine(Struct, frozen=True, kw_only=True):
    """A line of the supplier's list."""

    reference: str
    part_code: str
    quantity: QuantityText
    amount: Money
    occurred_on: date


class ConsignmentPair(Struct, frozen=True, kw_only=True):
    """The same use on both lists."""

    ours: ConsignmentOurLine
    theirs: ConsignmentTheirLine


class ConsignmentComparison(Struct, frozen=True, kw_only=True):
    """What is equal, what differs, and what only one side has."""

    matched: list[ConsignmentPair]
    differing: list[ConsignmentPair]
    only_ours: list[ConsignmentOurLine]
    only_theirs: list[ConsignmentTheirLine]
