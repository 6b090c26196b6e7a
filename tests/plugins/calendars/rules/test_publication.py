from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from wellkept_calendars.rules.epoch import from_moment
from wellkept_calendars.rules.publication import Publication

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> int:
    return from_moment(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI))


class TestPublication:
    @pytest.mark.parametrize(
        ("start", "end", "expected"),
        [
            ("2024-06-01 00:00", "2026-12-31 23:59", False),
            ("2026-06-01 00:00", "2027-01-01 00:00", False),
            ("2026-06-01 00:00", "2027-01-01 00:01", True),
            ("2027-01-01 00:00", "2027-01-01 00:00", True),
            ("2023-12-31 23:59", "2024-06-01 00:00", True),
            ("2022-03-01 00:00", "2022-04-01 00:00", False),
            ("2022-03-01 00:00", "2024-04-01 00:00", True),
            ("2027-01-01 00:01", "2026-06-01 00:00", True),
            ("2027-01-01 00:00", "2026-06-01 00:00", False),
        ],
    )
    def test_asks_for_every_local_year_that_is_touched(self, start: str, end: str, expected: bool) -> None:  # noqa: FBT001 - an expectation
        publication = Publication(frozenset({2022, 2024, 2025, 2026}), zone=SHANGHAI)

        assert publication.is_provisional(at(start), at(end)) is expected

    def test_knows_nothing_before_the_first_paper(self) -> None:
        publication = Publication(frozenset(), zone=SHANGHAI)

        assert publication.is_provisional(at("2026-03-01 00:00"), at("2026-03-02 00:00"))
        assert not publication.covers(2026)

    def test_does_not_matter_where_no_set_is_followed(self) -> None:
        publication = Publication(None, zone=SHANGHAI)

        assert not publication.is_provisional(from_moment(datetime(1900, 1, 1, tzinfo=UTC)), at("2200-12-31 00:00"))
        assert publication.covers(2099)

    def test_covers_the_years_that_are_published(self) -> None:
        publication = Publication(frozenset({2026}), zone=SHANGHAI)

        assert (publication.covers(2026), publication.covers(2027)) == (True, False)
