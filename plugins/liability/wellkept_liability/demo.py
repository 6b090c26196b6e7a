"""Warranty and liability in the demo: what is promised at a plant, a fault in dispute, and money held back."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final

from wellkept_liability.rules.lengths import LiabilityCalendarLength, LiabilityRunningHoursLength, LiabilitySpan
from wellkept_liability.rules.retention import RetentionDirection, RetentionStart
from wellkept_liability.rules.starting import LiabilityStartRule
from wellkept_liability.schemas.case_steps import LiabilityDispute, LiabilityPropose
from wellkept_liability.schemas.cases import LiabilityBasis, LiabilityCause, LiabilityVersionCreate
from wellkept_liability.schemas.evidence import LiabilityMeasurementEvidence
from wellkept_liability.schemas.retentions import LiabilityRetentionCreate
from wellkept_liability.schemas.shares import LiabilityAnswerEvidence, LiabilityShareCreate
from wellkept_liability.schemas.warranty import LiabilityWarrantyTermCreate
from wellkept_liability.service import case_transitions, cases, evidence, retentions, warranty_terms
from wellkept_sdk import Ctx, RecordName, RecordRef
from wellkept_sdk.actor import SYSTEM
from wellkept_sdk.demo import Demo, DemoDeed, DemoScene, DemoTicket
from wellkept_sdk.http import IfMatch
from wellkept_sdk.ids import PartyId, ProjectId
from wellkept_sdk.money import Money
from wellkept_sdk.records.tickets import EvidenceKind, TicketStatus
from wellkept_sdk.services.liability import ShareRole, WarrantySide
from wellkept_sdk.services.parties import PartyScope

#: The plant where the demo's party supplies pumps.
PROJECT: Final = "DC-CHP-1"
FAMILY: Final = "pump"
PRICE: Final = Money(amount_minor=1_860_000_000, currency="CNY")
RATE_BP: Final = 300
RETAINED_MONTHS: Final = 24

_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
_PROMISED_BEFORE: Final = timedelta(days=160)
_STARTED_BEFORE: Final = timedelta(days=400)
_OVER: Final = (TicketStatus.RESOLVED, TicketStatus.CONFIRMED, TicketStatus.CLOSED)
_ANY_VERSION: Final = IfMatch()


def tell(scene: DemoScene) -> Sequence[DemoDeed]:
    """Return what is promised and held back at the plant, then how a fault came into dispute."""
    project_id = scene.project_ids[PROJECT]
    begin, started_on = scene.at - _PROMISED_BEFORE, (scene.at - _STARTED_BEFORE).date()
    plant = RecordRef(RecordName.PROJECT, project_id)
    promise = partial(_promise, project_id=project_id, party_id=scene.party_id, started_on=started_on)
    withhold = partial(_withhold, project_id=project_id, started_on=started_on)
    return [
        DemoDeed(at=begin, actor=scene.dispatcher, record=plant, run=promise),
        DemoDeed(at=begin + _HOUR, actor=SYSTEM, record=plant, run=withhold),
        *_dispute(scene),
    ]


def _dispute(scene: DemoScene) -> list[DemoDeed]:
    """Return how the latest fault of a pump that is repaired came into dispute; nothing where there is none."""
    of_pumps = [each for each in scene.tickets if each.project_code == PROJECT and each.family == FAMILY]
    ticket = next((each for each in reversed(of_pumps) if each.status in _OVER), None)
    if ticket is None:
        return []
    about = RecordRef(RecordName.TICKET, ticket.id)
    find = partial(_find, ticket=ticket, party_id=scene.party_id)
    return [
        DemoDeed(at=min(ticket.moved_at + _HOUR, scene.at), actor=scene.engineer, record=about, run=find),
        DemoDeed(
            at=min(ticket.moved_at + 2 * _HOUR, scene.at),
            actor=scene.dispatcher,
            record=about,
            run=partial(_propose, ticket=ticket),
        ),
        DemoDeed(
            at=min(ticket.moved_at + _DAY, scene.at),
            actor=scene.dispatcher,
            record=about,
            run=partial(_object, ticket=ticket, party_id=scene.party_id),
        ),
    ]


async def _promise(ctx: Ctx, *, project_id: ProjectId, party_id: PartyId, started_on: date) -> None:
    """Record what we gave the customer, and what the maker of the pumps gave us."""
    given = LiabilityWarrantyTermCreate(
        scope=PartyScope.EQUIPMENT,
        side=WarrantySide.GIVEN,
        start_rule=LiabilityStartRule.FIXED,
        fixed_on=started_on,
        length=LiabilityCalendarLength(years=2),
        exclusions=("misuse", "force_majeure"),
        reference="HT-DC-2025-01, 8.2",
    )
    installation = LiabilityWarrantyTermCreate(
        scope=PartyScope.INSTALLATION,
        side=WarrantySide.GIVEN,
        start_rule=LiabilityStartRule.ACCEPTANCE,
        length=LiabilityCalendarLength(years=3),
        reference="HT-DC-2025-01, 8.3",
    )
    received = LiabilityWarrantyTermCreate(
        scope=PartyScope.EQUIPMENT,
        side=WarrantySide.RECEIVED,
        obligor_party_id=party_id,
        start_rule=LiabilityStartRule.FIXED,
        fixed_on=started_on,
        length=LiabilityRunningHoursLength(hours=16_000, within=LiabilitySpan(years=2)),
        exclusions=("misuse",),
        reference="PUMARA 2025-118, 6",
    )
    for draft in (given, installation, received):
        await warranty_terms.create(ctx, project_id, draft)


async def _withhold(ctx: Ctx, *, project_id: ProjectId, started_on: date) -> None:
    """Record what the customer holds back of our price."""
    draft = LiabilityRetentionCreate(
        direction=RetentionDirection.HELD_FROM_US,
        settlement_price=PRICE,
        rate_bp=RATE_BP,
        months=RETAINED_MONTHS,
        start_rule=RetentionStart.FIXED,
        fixed_on=started_on,
        reference="HT-DC-2025-01, 12.4",
    )
    await retentions.create(ctx, project_id, draft)


async def _find(ctx: Ctx, *, ticket: DemoTicket, party_id: PartyId) -> None:
    """Write what was found, and what speaks for it."""
    finding = LiabilityVersionCreate(
        cause=LiabilityCause(
            code="material",
            text="轴承内圈点蚀; 润滑不足加剧 / The inner race is pitted; too little grease has made it worse",
            method="联合检查 / Joint inspection",
        ),
        basis=LiabilityBasis.EXPERTISE,
        shares=[
            LiabilityShareCreate(role=ShareRole.SUPPLIER, party_id=party_id, share_bp=6_000),
            LiabilityShareCreate(role=ShareRole.OPERATOR, share_bp=2_500),
            LiabilityShareCreate(role=ShareRole.SELF, share_bp=1_500),
        ],
    )
    await cases.open_case(ctx, ticket.id, finding)
    measured = LiabilityMeasurementEvidence(text="振动 7.1 mm/s, 驱动端 / Vibration 7.1 mm/s, drive end")
    await evidence.add(ctx, ticket.id, measured)


async def _propose(ctx: Ctx, *, ticket: DemoTicket) -> None:
    await case_transitions.transition(ctx, ticket.id, LiabilityPropose(), if_match=_ANY_VERSION)


async def _object(ctx: Ctx, *, ticket: DemoTicket, party_id: PartyId) -> None:
    """Write down what the maker has answered by telephone."""
    answer = LiabilityDispute(
        version=1,
        party_id=party_id,
        reason="润滑由用户负责 / Greasing is the operator's",
        evidence=LiabilityAnswerEvidence(kind=EvidenceKind.PHONE, contact_name="PUMARA"),
    )
    await case_transitions.transition(ctx, ticket.id, answer, if_match=_ANY_VERSION)


DEMO: Final = Demo(tell=tell)
