"""Shares as callers say them and as they are shown, with what was answered to them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from wellkept_liability.rules.answering import AnsweredBy, ShareAnswer, is_of_customer, is_of_party
from wellkept_liability.rules.shares import SHARES_MAX, WEIGHT_MAX, WHOLE_BP, percent
from wellkept_sdk.actor import Actor, Role
from wellkept_sdk.db import Row
from wellkept_sdk.ids import AttachmentId, PartyId
from wellkept_sdk.records.tickets import EvidenceKind
from wellkept_sdk.services.liability import ShareRole
from wellkept_sdk.services.parties import PartyScope
from wellkept_sdk.text import Name, RequiredText

BasisPoints = Annotated[int, Meta(ge=1, le=WHOLE_BP, description="Hundredths of a percent.", examples=[4000])]
Weight = Annotated[int, Meta(ge=1, le=WEIGHT_MAX, description="Beside the weights of the other shares.")]


class LiabilityShareCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Who bears which part: every share of a request has `share_bp`, or every one has `weight`.

    Args:
        party_id: given for the roles of parties, may be for `operator` and `owner`, and for no other.
        share_bp: all of a request add up to 10,000.
        weight: of which basis points are made by largest remainder; of equal remainders the earlier goes first.
    """

    role: ShareRole
    party_id: PartyId | None = None
    scope: PartyScope | None = None
    share_bp: BasisPoints | None = None
    weight: Weight | None = None
    note: RequiredText | None = None


ShareList = Annotated[list[LiabilityShareCreate], Meta(min_length=1, max_length=SHARES_MAX)]


class LiabilityAnswerEvidence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How an answer reached us, when somebody of ours writes it down."""

    kind: EvidenceKind
    contact_name: Name
    statement: RequiredText | None = None
    attachment_id: AttachmentId | None = None


class LiabilityCounterShare(Struct, frozen=True, kw_only=True):
    """A share that who disputes would agree to."""

    role: ShareRole
    party_id: PartyId | None
    scope: PartyScope | None
    share_bp: int
    note: str | None


class LiabilityAnswerRead(Struct, frozen=True, kw_only=True):
    """
    The word on a share.

    Args:
        by: whose word: of whoever bears the share, of our own house on its behalf, or of nobody in time.
        counter_shares: what who disputes would agree to.
        evidence: how it reached us; for our own house.
    """

    answer: ShareAnswer
    by: AnsweredBy
    reason: str | None
    counter_shares: list[LiabilityCounterShare] | None
    evidence: LiabilityAnswerEvidence | None
    occurred_at: datetime


class LiabilityShareRead(Struct, frozen=True, kw_only=True):
    """
    Who bears which part. Customers and partners see only of their own share whose it is, and what was answered.

    Args:
        share_percent: with two places.
        answer: None where there is none, or none is needed.
    """

    id: UUID
    role: ShareRole
    party_id: PartyId | None
    scope: PartyScope | None
    share_bp: int
    share_percent: str
    note: str | None
    answer: LiabilityAnswerRead | None

    @classmethod
    def of(cls, row: Row, *, actor: Actor) -> "LiabilityShareRead":
        """
        Return a stored share as a caller sees it.

        Args:
            row: the share with the columns of its answer, under names that begin with `said_`.
            actor: who looks.
        """
        role, party_id = ShareRole(row["role"]), row["party_id"]
        shown = not actor.is_outside or is_own(BorneShare(role=role, party_id=party_id), actor)
        scope = row["scope"] if shown else None
        return cls(
            id=row["share_id"],
            role=role,
            party_id=party_id if shown else None,
            scope=None if scope is None else PartyScope(scope),
            share_bp=row["share_bp"],
            share_percent=percent(row["share_bp"]),
            note=row["note"] if shown else None,
            answer=_answer(row, actor) if shown and row["said_answer"] is not None else None,
        )


class BorneShare(Struct, frozen=True, kw_only=True):
    """Who bears a share."""

    role: ShareRole
    party_id: PartyId | None


def is_own(share: BorneShare, actor: Actor) -> bool:
    """Return whether a caller from outside bears a share itself."""
    if actor.role is Role.PARTNER:
        return is_of_party(share, actor.party_id)
    return actor.role is Role.CUSTOMER and is_of_customer(share)


def _answer(row: Row, actor: Actor) -> LiabilityAnswerRead:
    return LiabilityAnswerRead(
        answer=ShareAnswer(row["said_answer"]),
        by=AnsweredBy(row["said_given_by"]),
        reason=row["said_reason"],
        counter_shares=msgspec.convert(row["said_counter_shares"], list[LiabilityCounterShare] | None),
        evidence=None if actor.is_outside else msgspec.convert(row["said_evidence"], LiabilityAnswerEvidence | None),
        occurred_at=row["said_occurred_at"],
    )
