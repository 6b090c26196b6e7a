"""Working calendars as other plugins and our own routes ask for them: compiled once, shared by all."""

from collections import OrderedDict
from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from wellkept_calendars.queries import calendars, holidays
from wellkept_calendars.queries.stored import content_of
from wellkept_calendars.rules.working_calendar import CompiledCalendar, compiled
from wellkept_calendars.settings import CalendarsSettings
from wellkept_sdk import Ctx
from wellkept_sdk.db import Clause
from wellkept_sdk.services.calendars import CalendarNotFound, WorkingCalendar

REMEMBERED_MAX: Final = 256


class Calendars:
    """What other plugins get under the key `CALENDARS`, in their transaction."""

    def __init__(self, ctx: Ctx) -> None:
        """Answer from the provider's context."""
        self._ctx = ctx

    async def find(
        self, code: str, *, time_zone: str | None = None, revision_id: UUID | None = None
    ) -> WorkingCalendar:
        """
        Return a calendar's present revision, or an earlier one; an archived calendar goes on serving.

        Raises:
            CalendarNotFound: there is no such calendar or revision.
            ValueError: there is no such time zone.
        """
        which = (
            Clause("revision.id = calendar.current_revision_id")
            if revision_id is None
            else Clause("revision.id = ?", (revision_id,))
        )
        found = await calendars.revision_ids(self._ctx, Clause("calendar.code = ?", (code,)) & which)
        if code not in found:
            raise CalendarNotFound
        calendar = await working_calendar(self._ctx, found[code])
        return calendar if time_zone is None else calendar.in_zone(time_zone)

    async def find_many(self, codes: Sequence[str]) -> dict[str, WorkingCalendar]:
        """Return the present revisions of calendars by their code; unknown codes are left out."""
        present = Clause("revision.id = calendar.current_revision_id")
        found = await calendars.revision_ids(self._ctx, self._ctx.db.any_of("calendar.code", codes) & present)
        known = await working_calendars(self._ctx, found.values())
        return {code: known[revision_id] for code, revision_id in found.items()}

    async def revisions(self, revision_ids: Sequence[UUID]) -> dict[UUID, WorkingCalendar]:
        """Return revisions by their id, from memory where they have been asked for before."""
        return dict(await working_calendars(self._ctx, revision_ids))

    async def exists(self, code: str) -> bool:
        """Return whether new terms may name the calendar: it exists and is not archived."""
        return await calendars.is_in_use(self._ctx, code)

    async def default(self, *, time_zone: str | None = None) -> WorkingCalendar:
        """
        Return the present revision of the deployment's default calendar; an archived one goes on serving.

        Raises:
            CalendarNotFound: the setting names no calendar.
            ValueError: there is no such time zone.
        """
        return await self.find(self._ctx.settings(CalendarsSettings).default, time_zone=time_zone)


async def working_calendar(ctx: Ctx, revision_id: UUID) -> CompiledCalendar:
    """Return a revision that there is, compiled."""
    return (await working_calendars(ctx, [revision_id]))[revision_id]


async def working_calendars(ctx: Ctx, revision_ids: Collection[UUID]) -> dict[UUID, CompiledCalendar]:
    """
    Return revisions by their id, compiled; unknown ones are left out.

    No statement for those that are remembered; for all others together one, and one for the years that they know.
    """
    horizon_years = ctx.settings(CalendarsSettings).horizon_years
    found: dict[UUID, CompiledCalendar] = {}
    for revision_id in revision_ids:
        remembered = _remembered.get((revision_id, horizon_years))
        if remembered is not None:
            _remembered.move_to_end((revision_id, horizon_years))
            found[revision_id] = remembered
    for made in await _made(ctx, set(revision_ids) - found.keys(), horizon_years=horizon_years):
        found[made.revision_id] = _remembered[made.revision_id, horizon_years] = made
    while len(_remembered) > REMEMBERED_MAX:
        _remembered.popitem(last=False)
    return found


async def _made(ctx: Ctx, revision_ids: Collection[UUID], *, horizon_years: int) -> list[CompiledCalendar]:
    if not revision_ids:
        return []
    stored = await calendars.revisions(ctx, revision_ids)
    years = await holidays.years(
        ctx, {id_ for each in stored for pins in each.holiday_year_ids for id_ in pins.year_ids}
    )
    return [
        compiled(
            content_of(each.said, each.follows(years)),
            code=each.code,
            revision_id=each.id,
            revision=each.number,
            horizon_years=horizon_years,
        )
        for each in stored
    ]


# A revision is never changed, so what is remembered of one, in all its zones, stays true in every transaction.
_remembered: Final[OrderedDict[tuple[UUID, int], CompiledCalendar]] = OrderedDict()
