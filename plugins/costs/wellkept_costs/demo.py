"""Costs in the demo: what repairs took, some of it corrected or our own treat, and the statements of two projects."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_costs.errors import StatementEmpty
from wellkept_costs.schemas.approvals import CostsEvidence
from wellkept_costs.schemas.lines import CostsLineCorrect, CostsLineCreate
from wellkept_costs.schemas.statements import CostsStatementAgree, CostsStatementCreate, CostsStatementIssue
from wellkept_costs.service import lines, statement_moves, statements
from wellkept_costs.terms import CostsTerms, CostsUnitAmount
from wellkept_sdk import Ctx, RecordName, RecordRef
from wellkept_sdk.demo import Demo, DemoDeed, DemoScene, DemoTicket
from wellkept_sdk.http import IfMatch
from wellkept_sdk.ids import CustomerId, ProjectId
from wellkept_sdk.records.tickets import EvidenceKind, TicketStatus
from wellkept_sdk.services.costs import CostKind, CoveredBy

_REPAIRED: Final = (TicketStatus.RESOLVED, TicketStatus.CONFIRMED, TicketStatus.CLOSED)
_ENDED: Final = (TicketStatus.CONFIRMED, TicketStatus.CLOSED)
#: How many of the latest repairs have costs, and how many customers get statements.
_TICKETS: Final = 40
_STATEMENTS: Final = 2
_AFTER_REPAIR: Final = timedelta(minutes=40)
_PERIOD: Final = timedelta(days=200)
_TWO_DAYS: Final = timedelta(days=2)
#: Every so many repairs are our own treat, and have been counted wrongly at first.
_TREAT: Final = 7
_WRONG: Final = 5
_ANY_VERSION: Final = IfMatch()


class Took(Struct, frozen=True, kw_only=True):
    """Something that repairs take; the quantity grows from repair to repair and begins anew after `steps`."""

    kind: CostKind
    description: str
    unit: str
    unit_cost_minor: int
    unit_price_minor: int
    least: int
    steps: int

    def quantity(self, place: int) -> int:
        """Return how much the repair at a place in the row took."""
        return self.least + place % self.steps


LABOUR: Final = Took(
    kind=CostKind.LABOUR,
    description="现场诊断与修复 / Diagnosis and repair on site",
    unit="h",
    unit_cost_minor=12_000,
    unit_price_minor=30_000,
    least=1,
    steps=4,
)
TRAVEL: Final = Took(
    kind=CostKind.TRAVEL,
    description="往返路程 / To the site and back",
    unit="km",
    unit_cost_minor=120,
    unit_price_minor=200,
    least=18,
    steps=37,
)


def tell(scene: DemoScene) -> Sequence[DemoDeed]:
    """Return what the latest repairs took, and what their customers are asked to settle."""
    repaired = [ticket for ticket in scene.tickets if ticket.status in _REPAIRED][-_TICKETS:]
    spent = [
        DemoDeed(
            at=min(ticket.moved_at + _AFTER_REPAIR, scene.at),
            actor=scene.engineer,
            record=RecordRef(RecordName.TICKET, ticket.id),
            run=partial(_spend, ticket=ticket, place=place),
        )
        for place, ticket in enumerate(repaired)
    ]
    return [*sorted(spent, key=lambda deed: deed.at), *_settled(scene, repaired)]


def _settled(scene: DemoScene, repaired: Sequence[DemoTicket]) -> Iterator[DemoDeed]:
    """Give the statements of the first projects, of which the first is agreed."""
    codes = dict.fromkeys(ticket.project_code for ticket in repaired if ticket.status in _ENDED)
    for place, code in enumerate([each for each in codes if each in scene.project_ids][:_STATEMENTS]):
        project_id = scene.project_ids[code]
        run = partial(_settle, project_id=project_id, present=scene.at, agrees=place == 0)
        yield DemoDeed(at=scene.at, actor=scene.dispatcher, run=run)


async def _spend(ctx: Ctx, *, ticket: DemoTicket, place: int) -> None:
    """Add working time and travel, every now and then as goodwill, or counted wrongly and corrected."""
    treat = CoveredBy.GOODWILL if place % _TREAT == 0 else None
    for took in (LABOUR, TRAVEL):
        added = await lines.add(ctx, ticket.id, _line(ctx, took, place=place, covered_by=treat))
        # Of a split line each part would be corrected by itself.
        if took is LABOUR and place % _WRONG == 1 and added.row["rest_line_id"] is None:
            said = CostsLineCorrect(reason="少计半小时 / Half an hour more.", quantity=f"{took.quantity(place)}.5")
            await lines.correct(ctx, ticket.id, added.row["id"], said)


def _line(ctx: Ctx, took: Took, *, place: int, covered_by: CoveredBy | None) -> CostsLineCreate:
    currency = ctx.terms(CostsTerms).currency
    return CostsLineCreate(
        kind=took.kind,
        description=took.description,
        quantity=str(took.quantity(place)),
        unit=took.unit,
        unit_cost=CostsUnitAmount(amount_minor=took.unit_cost_minor, currency=currency),
        unit_price=CostsUnitAmount(amount_minor=took.unit_price_minor, currency=currency),
        covered_by=covered_by,
    )


async def _settle(ctx: Ctx, *, project_id: ProjectId, present: datetime, agrees: bool) -> None:
    """Draw up and issue the statement of a project, and agree to it in the customer's name; without costs none."""
    row = await ctx.db.fetch_one("SELECT customer_id FROM project WHERE id = ?", project_id)
    if row is None:
        return
    with suppress(StatementEmpty):
        draft = CostsStatementCreate(
            customer_id=CustomerId(row["customer_id"]),
            project_id=project_id,
            from_on=(present - _PERIOD).date(),
            to_on=(present + _TWO_DAYS).date(),
        )
        statement_id: UUID = (await statements.create(ctx, draft)).id
        await statement_moves.move(ctx, statement_id, CostsStatementIssue(), if_match=_ANY_VERSION)
        if agrees:
            evidence = CostsEvidence(kind=EvidenceKind.EMAIL, contact_name="财务部 / Accounts")
            await statement_moves.move(ctx, statement_id, CostsStatementAgree(evidence=evidence), if_match=_ANY_VERSION)


DEMO: Final = Demo(tell=tell)
