"""Cases and their versions, as callers write them and as they are shown."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_liability.rules.case_states import CaseStatus
from wellkept_liability.schemas.shares import LiabilityShareRead, ShareList
from wellkept_sdk.actor import Actor
from wellkept_sdk.db import Row
from wellkept_sdk.ids import TicketId, UserId
from wellkept_sdk.text import Code, Name, RequiredText


class LiabilityBasis(StrEnum):
    """On what a finding rests."""

    CONTRACT = "contract"  #: On what was agreed.
    STATUTE = "statute"  #: On the law.
    EXPERTISE = "expertise"  #: On what experts have found.
    AGREEMENT = "agreement"  #: On what all sides have said since.


class LiabilityCause(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    What has caused the fault.

    Args:
        code: as in the resolution of the ticket.
        method: how it was found out.
    """

    code: Code | None = None
    text: RequiredText
    method: Name | None = None


class LiabilityVersionCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    A finding: what has caused the fault, and who bears which part.

    Args:
        basis_text: where it stands, such as the clause of a contract; for our own house.
    """

    cause: LiabilityCause
    basis: LiabilityBasis
    basis_text: RequiredText | None = None
    shares: ShareList


class LiabilityCaseRead(Struct, frozen=True, kw_only=True):
    """
    The finding for one ticket.

    Args:
        version: of the shares, from 1; answers name it.
        revision: raised by every change; the ETag.
        decided_by: of an arbitration, who has decided.
        answer_due_at: until when those who bear shares are to answer.
        evidence_root: the digest of all evidence, once the case is final.
    """

    id: UUID
    number: str
    ticket_id: TicketId | None
    status: CaseStatus
    version: int
    cause: LiabilityCause
    basis: LiabilityBasis
    basis_text: str | None
    decided_by: str | None
    decision: str | None
    shares: list[LiabilityShareRead]
    proposed_at: datetime | None
    answer_due_at: datetime | None
    finalised_at: datetime | None
    evidence_root: str | None
    revision: int
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, row: Row, shares: Sequence[Row], *, actor: Actor) -> "LiabilityCaseRead":
        """
        Return a stored case as a caller sees it.

        Args:
            row: of the case.
            shares: of its current version, in order, each with that version's columns and its answer's.
            actor: who looks.
        """
        finding = shares[0]
        return cls(
            id=row["id"],
            number=row["number"],
            ticket_id=row["ticket_id"],
            status=CaseStatus(row["status"]),
            version=row["current_version"],
            cause=msgspec.convert(finding["cause"], LiabilityCause),
            basis=LiabilityBasis(finding["basis"]),
            basis_text=None if actor.is_outside else finding["basis_text"],
            decided_by=finding["decided_by"],
            decision=finding["decision"],
            shares=[LiabilityShareRead.of(share, actor=actor) for share in shares],
            proposed_at=row["proposed_at"],
            answer_due_at=row["answer_due_at"],
            finalised_at=row["finalised_at"],
            evidence_root=row["evidence_root"],
            revision=row["version"],
            created_at=row["created_at"],
            updated_at=row["updated_at"],
        )


class LiabilityVersionRead(Struct, frozen=True, kw_only=True):
    """
    One set of shares with its cause; it never changes, and what was answered to it stays readable.

    Args:
        is_current: whether it is the one that holds.
        actor_id: who wrote it; for our own house.
    """

    id: UUID
    case_id: UUID
    version: int
    is_current: bool
    cause: LiabilityCause
    basis: LiabilityBasis
    basis_text: str | None
    decided_by: str | None
    decision: str | None
    shares: list[LiabilityShareRead]
    actor_id: UserId | None
    occurred_at: datetime
    recorded_at: datetime

    @classmethod
    def of(cls, row: Row, shares: Sequence[Row], *, actor: Actor) -> "LiabilityVersionRead":
        """
        Return a stored version as a caller sees it.

        Args:
            row: of the version, with `current_version` of its case.
            shares: of it, in order, each with its answer's columns.
            actor: who looks.
        """
        return cls(
            id=row["id"],
            case_id=row["case_id"],
            version=row["version"],
            is_current=row["version"] == row["current_version"],
            cause=msgspec.convert(row["cause"], LiabilityCause),
            basis=LiabilityBasis(row["basis"]),
            basis_text=None if actor.is_outside else row["basis_text"],
            decided_by=row["decided_by"],
            decision=row["decision"],
            shares=[LiabilityShareRead.of(share, actor=actor) for share in shares],
            actor_id=None if actor.is_outside else row["actor_id"],
            occurred_at=row["occurred_at"],
            recorded_at=row["recorded_at"],
        )
