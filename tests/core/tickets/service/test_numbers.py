"""The human number of a ticket."""

import pytest

from wellkept.platform.storage.database import Database
from wellkept.platform.storage.unit_of_work import transaction
from wellkept.tickets.service.numbers import next_sequences, number_of


class TestNumberOf:
    @pytest.mark.parametrize(
        ("sequence", "number"), [(1, "T-00000001"), (42, "T-00000042"), (123_456_789, "T-123456789")]
    )
    def test_is_padded_so_that_it_sorts(self, sequence: int, number: str) -> None:
        assert number_of(sequence) == number


class TestNextSequences:
    async def test_begin_at_one_and_rise(self, database: Database) -> None:
        async with transaction():
            places = await next_sequences(3)

        assert places == [1, 2, 3]
