import time
from itertools import pairwise
from threading import Thread
from uuid import UUID

import pytest

from wellkept_sdk import ids
from wellkept_sdk.ids import uuid7

# 2026-11-21T01:00:00.123 UTC and 500 microseconds more: half a millisecond is 2048 of 4096 parts.
MILLISECONDS = 1_795_222_800_123
HALF_PAST_NS = MILLISECONDS * 1_000_000 + 500_000


@pytest.fixture
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop the clock, and forget what was made by another one."""
    monkeypatch.setattr(time, "time_ns", lambda: HALF_PAST_NS)
    monkeypatch.setattr(ids, "_last", 0)


def time_bits(made: UUID) -> int:
    """Return the first 60 bits: milliseconds and their fraction, without the version between them."""
    return (made.int >> 80 << 12) | (made.int >> 64 & 0xFFF)


class TestUuid7:
    def test_has_the_version_and_variant_of_rfc_9562(self) -> None:
        made = uuid7()

        assert made.version == 7
        assert made.variant == "specified in RFC 4122"

    def test_holds_milliseconds_and_their_fraction_in_its_first_sixty_bits(self, stopped_clock: None) -> None:
        made = uuid7()

        assert made.int >> 80 == MILLISECONDS
        assert made.int >> 64 & 0xFFF == 2048

    def test_rises_by_one_tick_while_the_clock_stands(self, stopped_clock: None) -> None:
        made = [uuid7() for _ in range(5000)]

        assert {time_bits(later) - time_bits(earlier) for earlier, later in pairwise(made)} == {1}

    def test_rises_when_the_clock_goes_back(self, stopped_clock: None, monkeypatch: pytest.MonkeyPatch) -> None:
        before = uuid7()

        monkeypatch.setattr(time, "time_ns", lambda: HALF_PAST_NS - 3_600_000_000_000)

        assert uuid7() > before

    def test_is_never_made_twice_by_threads_at_once(self) -> None:
        made: list[UUID] = []

        def make() -> None:
            made.extend(uuid7() for _ in range(2000))

        threads = [Thread(target=make) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(set(made)) == 8000
