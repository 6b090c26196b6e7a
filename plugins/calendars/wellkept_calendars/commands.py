"""What is added to the terminal."""

from datetime import date, datetime, time
from typing import BinaryIO
from zoneinfo import ZoneInfo

import click
import msgspec

from wellkept_calendars.queries import calendars
from wellkept_calendars.schemas.calculations import CalendarsDayRead
from wellkept_calendars.service import answers, holiday_files, publishing
from wellkept_sdk import Command, Ctx
from wellkept_sdk.errors import WellkeptError

_FAILED = 1


async def load_holidays(ctx: Ctx, *, code: str, file: BinaryIO) -> int:
    """Publish a year of official days from a file; what is known already changes nothing."""
    try:
        year = holiday_files.read(file.read(), checked_on=ctx.at.date())
        published = await publishing.publish(ctx, code, year)
    except (OSError, msgspec.DecodeError) as refusal:
        return _fail(f"{file.name} cannot be read: {refusal}")
    except WellkeptError as refusal:
        return _fail("\n".join([refusal.detail, *(f"{each.pointer}: {each.message}" for each in refusal.errors)]))
    known = published.year
    news = f"is revision {known.revision} now" if published.is_new else "was known already"
    click.echo(f"{code} {known.year}, {known.status}, {len(known.days)} days: {news}.")
    return 0


async def print_days(ctx: Ctx, *, code: str, from_on: date, to_on: date) -> int:
    """Print the days of a calendar: whether they are worked, when, and why."""
    found = await calendars.by_code(ctx, code)
    if found is None:
        return _fail(f"There is no calendar {code}.")
    try:
        days = await answers.days(ctx, found.id, from_on=from_on, to_on=to_on)
    except WellkeptError as refusal:
        return _fail("\n".join(each.message for each in refusal.errors))
    for day in days:
        click.echo(_line(day, ZoneInfo(found.revision.time_zone)))
    click.echo(f"{sum(day.working for day in days)} of {len(days)} days are worked.")
    return 0


def _line(day: CalendarsDayRead, zone: ZoneInfo) -> str:
    times = ", ".join(
        f"{each.opens_at.astimezone(zone):%H:%M}-{_closing(each.closes_at.astimezone(zone))}" for each in day.intervals
    )
    doubt = "" if day.published else "  (year not published)"
    return f"{day.on:%Y-%m-%d %a}  {day.because:9}  {times or '-':24}  {day.name or ''}{doubt}".rstrip()


def _closing(at: datetime) -> str:
    # An interval that closes at midnight has lasted until then.
    return f"{at:%H:%M}" if at.time() != time.min else "24:00"


def _fail(reason: str) -> int:
    click.echo(reason, err=True)
    return _FAILED


class _Day(click.ParamType[date]):
    """A date as we write it."""

    name = "date"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value} is no date such as 2026-02-14.", param, ctx)


COMMANDS = (
    Command(
        name="load-holidays",
        help="Publish a year of official days from a file: ours, or one of holiday-cn.",
        run=load_holidays,
        params=[
            click.Argument(["code"], metavar="SET"),
            click.Argument(["file"], type=click.File("rb")),
        ],
    ),
    Command(
        name="days",
        help="Show the days of a calendar, both dates included.",
        run=print_days,
        params=[
            click.Argument(["code"]),
            click.Argument(["from_on"], type=_Day(), metavar="FROM"),
            click.Argument(["to_on"], type=_Day(), metavar="TO"),
        ],
    ),
)
