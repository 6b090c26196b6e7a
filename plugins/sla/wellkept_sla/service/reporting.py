"""The report: how well promised times were kept, for the API and for spreadsheets."""

import csv
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from typing import Final
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.errors import invalid
from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.parties import PARTIES
from wellkept_sla.queries.reports import GROUPS_MAX, Group, Range, groups
from wellkept_sla.rules.reporting import on_time
from wellkept_sla.schemas.breaches import written
from wellkept_sla.schemas.reporting import GroupBy, SlaReport, SlaReportLine

DAYS_MAX: Final = 3_660
#: With these a spreadsheet would begin a formula.
_FORMULA_BEGINNINGS: Final = ("=", "+", "-", "@", "\t", "\r")
_NO_PARTY: Final = "–"  # noqa: RUF001 - a dash for people


async def report(ctx: Ctx, *, from_on: date, to_on: date, by: GroupBy) -> SlaReport:
    """
    Return how well promised times were kept.

    Args:
        ctx: of a deployment route.
        from_on: the first day, by UTC, on which the clocks ended or are due.
        to_on: the last day.
        by: what makes a group.

    Raises:
        Invalid: the period is empty or too long, or there are too many groups.
    """
    _require_period(from_on, to_on)
    within = Range(starts_at=_midnight(from_on), ends_at=_midnight(to_on + timedelta(days=1)))
    found = await groups(ctx, by=by, within=within)
    if len(found) > GROUPS_MAX:
        raise invalid("query/group_by", "too_large", f"There are more than {GROUPS_MAX} groups: ask for less time.")
    labels = await _party_labels(ctx, found if by is GroupBy.PARTY else ())
    lines = [_line(group, label=labels.get(group.key, group.label)) for group in found]
    return SlaReport(items=sorted(lines, key=lambda line: (line.key is None, line.label, line.key or "")))


def as_csv(said: SlaReport) -> str:
    """Return a report as CSV with a header, which begins with the mark by which spreadsheets know UTF-8."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(SlaReportLine.__struct_fields__)
    for line in said.items:
        writer.writerow([_cell(getattr(line, name)) for name in SlaReportLine.__struct_fields__])
    return f"\ufeff{text.getvalue()}"


def _require_period(from_on: date, to_on: date) -> None:
    if to_on < from_on:
        raise invalid("query/to_on", "too_small", "Must not be before `from_on`.")
    if (to_on - from_on).days >= DAYS_MAX or to_on == date.max:
        raise invalid("query/to_on", "too_large", f"Must be less than {DAYS_MAX} days after `from_on`.")


def _line(group: Group, *, label: str | None) -> SlaReportLine:
    return SlaReportLine(
        key=group.key,
        label=_NO_PARTY if label is None else label,
        met=group.met,
        missed=group.missed,
        excused=group.excused,
        cancelled=group.cancelled,
        open=group.open,
        on_time=on_time(met=group.met, missed=group.missed),
        median_consumed=None if group.median_us is None else written(group.median_us),
    )


async def _party_labels(ctx: Ctx, found: Sequence[Group]) -> Mapping[str | None, str]:
    """Return the names of parties by their key, as far as somebody knows them."""
    parties = ctx.service_or_none(PARTIES)
    party_ids = [PartyId(UUID(group.key)) for group in found if group.key is not None]
    if parties is None or not party_ids:
        return {}
    return {str(party_id): party.name for party_id, party in (await parties.names(party_ids)).items()}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _cell(value: str | int | None) -> str | int:
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_BEGINNINGS) else value
