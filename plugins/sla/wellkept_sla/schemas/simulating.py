"""Simulations: terms, a ticket and facts that nobody stores."""

from collections.abc import Mapping
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from wellkept_sdk.ids import PartyId
from wellkept_sdk.moment import Moment
from wellkept_sdk.records.tickets import HoldReason
from wellkept_sdk.services.sla import Holder
from wellkept_sdk.text import Code
from wellkept_sla.rules.facts import FactKind
from wellkept_sla.schemas.clocks import SlaClock
from wellkept_sla.schemas.explaining import SlaClockExplained
from wellkept_sla.terms import (
    CLOCKS_MAX,
    ClockCode,
    ClockTerms,
    MilestoneCode,
    OnReopen,
    StartsFrom,
    TimeZoneFrom,
)

FACTS_MAX = 500

GradeNumber = Annotated[int, Meta(ge=1, le=3)]
TimeZone = Annotated[str, Meta(min_length=1, max_length=64, description="An IANA name.", examples=["Asia/Shanghai"])]


class SlaTermsGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Terms as a plan gives them, laid over the deployment's own.

    A clock is stated whole, and null removes it; null for anything else restores what the deployment says.
    """

    calendar: str | UnsetType | None = UNSET
    time_zone_from: TimeZoneFrom | UnsetType | None = UNSET
    starts_from: StartsFrom | UnsetType | None = UNSET
    on_reopen: OnReopen | UnsetType | None = UNSET
    holders: Mapping[HoldReason, Holder | None] | UnsetType | None = UNSET
    clocks: Annotated[Mapping[ClockCode, ClockTerms | None], Meta(max_length=CLOCKS_MAX)] | UnsetType | None = UNSET


class SlaSimulatedTicket(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    A ticket that might be.

    Args:
        grade: with which it is opened.
        reported_at: when the customer reports the matter.
        received_at: when the report reaches us; at the report, if it is left out.
        occurred_at: when the fault occurs, if anybody knows.
        time_zone: of its site and customer.
    """

    grade: GradeNumber
    reported_at: Moment
    received_at: Moment | None = None
    occurred_at: Moment | None = None
    time_zone: TimeZone | None = None


class SlaSimulatedFact(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """What every simulated fact has."""

    occurred_at: Moment

    @property
    def fact_kind(self) -> FactKind:
        """Return what happens."""
        return FactKind(self.__struct_config__.tag)


class SlaSimulatedTriaged(SlaSimulatedFact, frozen=True, kw_only=True, tag="triaged"):
    """The matter is judged."""


class SlaSimulatedAssigned(SlaSimulatedFact, frozen=True, kw_only=True, tag="assigned"):
    """Somebody is to work on it."""


class SlaSimulatedResponded(SlaSimulatedFact, frozen=True, kw_only=True, tag="responded"):
    """We answer the customer."""


class SlaSimulatedStarted(SlaSimulatedFact, frozen=True, kw_only=True, tag="started"):
    """The work begins."""


class SlaSimulatedHeld(SlaSimulatedFact, frozen=True, kw_only=True, tag="held"):
    """The ticket waits, for a reason."""

    reason: HoldReason
    party_id: PartyId | None = None


class SlaSimulatedResumed(SlaSimulatedFact, frozen=True, kw_only=True, tag="resumed"):
    """The waiting is over."""


class SlaSimulatedResolved(SlaSimulatedFact, frozen=True, kw_only=True, tag="resolved"):
    """The matter is put right in our view; ends a hold too."""


class SlaSimulatedConfirmed(SlaSimulatedFact, frozen=True, kw_only=True, tag="confirmed"):
    """The customer agrees."""


class SlaSimulatedRejected(SlaSimulatedFact, frozen=True, kw_only=True, tag="rejected"):
    """The customer does not agree."""


class SlaSimulatedClosed(SlaSimulatedFact, frozen=True, kw_only=True, tag="closed"):
    """The ticket is finished."""


class SlaSimulatedReopened(SlaSimulatedFact, frozen=True, kw_only=True, tag="reopened"):
    """The customer takes up a finished matter again."""


class SlaSimulatedCancelled(SlaSimulatedFact, frozen=True, kw_only=True, tag="cancelled"):
    """The ticket is withdrawn."""


class SlaSimulatedGrade(SlaSimulatedFact, frozen=True, kw_only=True, tag="grade_changed"):
    """Another grade counts."""

    grade: GradeNumber


class SlaSimulatedCustomerMessage(SlaSimulatedFact, frozen=True, kw_only=True, tag="customer_message"):
    """The customer writes."""


class SlaSimulatedOurMessage(SlaSimulatedFact, frozen=True, kw_only=True, tag="our_message"):
    """We write something that the customer may read."""


class SlaSimulatedMilestone(SlaSimulatedFact, frozen=True, kw_only=True, tag="milestone"):
    """Something happens that a clock may name."""

    milestone: MilestoneCode


class SlaSimulatedHolder(SlaSimulatedFact, frozen=True, kw_only=True, tag="holder"):
    """Somebody says who has the matter in hand."""

    holder: Holder
    party_id: PartyId | None = None


AnySimulatedFact = (
    SlaSimulatedTriaged
    | SlaSimulatedAssigned
    | SlaSimulatedResponded
    | SlaSimulatedStarted
    | SlaSimulatedHeld
    | SlaSimulatedResumed
    | SlaSimulatedResolved
    | SlaSimulatedConfirmed
    | SlaSimulatedRejected
    | SlaSimulatedClosed
    | SlaSimulatedReopened
    | SlaSimulatedCancelled
    | SlaSimulatedGrade
    | SlaSimulatedCustomerMessage
    | SlaSimulatedOurMessage
    | SlaSimulatedMilestone
    | SlaSimulatedHolder
)


class SlaSimulationCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    What is to be simulated; the opening is implied.

    Args:
        terms: as in a plan; or `plan_code`.
        plan_code: of a service plan whose terms count; or `terms`.
        ticket: the ticket.
        facts: in any order.
        as_of: the moment for which the clocks are asked.
    """

    terms: SlaTermsGiven | None = None
    plan_code: Code | None = None
    ticket: SlaSimulatedTicket
    facts: Annotated[tuple[AnySimulatedFact, ...], Meta(max_length=FACTS_MAX)] = ()
    as_of: Moment


class SlaWarning(Struct, frozen=True, kw_only=True):
    """Something about a simulation that its reader should know; `pointer` is where it was given."""

    pointer: str
    code: str
    message: str


class SlaSimulation(Struct, frozen=True, kw_only=True):
    """What the clocks of such a ticket would be, and why."""

    clocks: list[SlaClock]
    explain: list[SlaClockExplained]
    warnings: list[SlaWarning]
