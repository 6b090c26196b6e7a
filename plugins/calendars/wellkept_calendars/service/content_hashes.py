"""By what equal contents are known: the same hash on every database and in every process."""

from collections.abc import Sequence
from hashlib import sha256

import msgspec

from wellkept_calendars.queries.stored import Follow, Said
from wellkept_calendars.schemas.holidays import CalendarsHolidayYearCreate


def revision_hash(said: Said, follows: Sequence[Follow]) -> str:
    """Return the hash of what a calendar says, and of what is known of the years of the sets that it follows."""
    known = [{"set_code": each.set_code, "years": [year.content_hash for year in each.years]} for each in follows]
    return _digest({**msgspec.to_builtins(said), "holiday_sets": known})


def year_hash(year: CalendarsHolidayYearCreate) -> str:
    """Return the hash of what is known of a year; the day on which somebody has looked is no part of that."""
    return _digest({"year": year.year, "status": year.status, "sources": year.sources, "days": year.days})


def _digest(document: object) -> str:
    return sha256(msgspec.json.encode(document, order="sorted")).hexdigest()
