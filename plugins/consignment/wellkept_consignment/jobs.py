"""What is done every day."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from typing import Final, TypeVar

from wellkept_consignment.service import ageing, drafting, silence
from wellkept_consignment.settings import ConsignmentSettings
from wellkept_sdk import Ctx, Job

_DAILY: Final = timedelta(days=1)

SubjectT = TypeVar("SubjectT")


async def draft_statements(ctx: Ctx) -> None:
    """Draw up statements of months and weeks that are over, where the deployment wants it."""
    if ctx.settings(ConsignmentSettings).draft_statements:
        await _each(ctx, await drafting.due(ctx), drafting.draw_up)


async def lapse_answers(ctx: Ctx) -> None:
    """Confirm by silence, or remind of answers."""
    await _each(ctx, await silence.lapsed(ctx), silence.lapse)


async def announce_aged(ctx: Ctx) -> None:
    """Announce stock that has lain too long."""
    await _each(ctx, await ageing.with_limit(ctx), ageing.announce_aged)


async def end_agreements(ctx: Ctx) -> None:
    """End agreements whose last day is over."""
    await _each(ctx, await drafting.ended(ctx), drafting.end)


async def _each(ctx: Ctx, subjects: Iterable[SubjectT], run: Callable[[Ctx, SubjectT], Awaitable[None]]) -> None:
    """
    Do the same for each, whatever becomes of the others.

    Raises:
        ExceptionGroup: what went wrong, after all had their turn, so that the job counts as failed and comes again.
    """
    failures: list[Exception] = []
    for subject in subjects:
        try:
            await run(ctx, subject)
        except Exception as failure:  # noqa: BLE001 - one supplier's trouble must not hold up what others wait for
            failures.append(failure)
    if failures:
        raise ExceptionGroup("Some could not be dealt with.", failures)


JOBS = (
    Job(name="draft_statements", every=_DAILY, run=draft_statements),
    Job(name="lapse_answers", every=_DAILY, run=lapse_answers),
    Job(name="announce_aged", every=_DAILY, run=announce_aged),
    Job(name="end_agreements", every=_DAILY, run=end_agreements),
)
