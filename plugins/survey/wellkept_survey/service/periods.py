"""Asking about projects again and again, without a ticket."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.errors import NotFound, ServiceInactive
from wellkept_sdk.local_days import local_day
from wellkept_sdk.records.references import RecordName
from wellkept_survey.queries.anchors import Anchors, anchors_of
from wellkept_survey.rules.periods import begun_period
from wellkept_survey.service.triggering import Matter, ask
from wellkept_survey.terms import SurveyMoment, SurveyTerms, SurveyTrigger

#: Projects that are looked at together.
TOGETHER_MAX: Final = 500
_PROJECTS: Final = "SELECT id FROM project WHERE id > ? AND stage <> 'retired' ORDER BY id LIMIT ?"


async def ask_periodically(ctx: Ctx) -> None:
    """
    Ask about every project of which a period has begun; who was asked about a period is not asked again.

    Raises:
        ExceptionGroup: what went wrong, after all had their turn, so that the job counts as failed and comes again.
    """
    failures: list[Exception] = []
    last = UUID(int=0)
    while ids := [row["id"] for row in await ctx.db.fetch(_PROJECTS, last, TOGETHER_MAX)]:
        for anchors in (await _active(ctx, ids)).values():
            try:
                await _ask(ctx, anchors)
            except Exception as failure:  # noqa: BLE001 - one project's trouble must not hold up the others
                failures.append(failure)
        last = ids[-1]
    if failures:
        raise ExceptionGroup("Some projects could not be asked about.", failures)


async def _active(ctx: Ctx, ids: Sequence[UUID]) -> Mapping[UUID, Anchors]:
    active = await ctx.active_among(RecordName.PROJECT, ids)
    return await anchors_of(ctx, [each for each in ids if each in active], on=ctx.at.date())


async def _ask(ctx: Ctx, anchors: Anchors) -> None:
    try:
        own = await ctx.for_record(RecordName.PROJECT, anchors.id)
    except (NotFound, ServiceInactive):
        return
    periodic = {
        name: trigger
        for name, trigger in own.terms(SurveyTerms).triggers.items()
        if trigger.on is SurveyMoment.PERIODIC
    }
    if periodic:
        async with own.db.transaction():
            for name, trigger in periodic.items():
                await _ask_by(own, name, trigger, anchors)


async def _ask_by(ctx: Ctx, name: str, trigger: SurveyTrigger, anchors: Anchors) -> None:
    anchor = None if trigger.anchor is None else anchors.day_of(trigger.anchor)
    if anchor is None or trigger.every_months is None:
        return
    today = local_day(ctx.at, time_zone=anchors.time_zone)
    period = begun_period(anchor, every_months=trigger.every_months, today=today)
    if period is None:
        return
    matter = Matter(
        record_id=anchors.id,
        ticket_id=None,
        project_id=anchors.id,
        customer_id=anchors.customer_id,
        wave=period.number,
        occurred_at=ctx.at,
    )
    await ask(ctx, name, trigger, matter)
