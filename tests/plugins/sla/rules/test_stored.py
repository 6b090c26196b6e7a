"""The cache of the fold, as it is stored."""

from sla_cache import fold_of, stored
from sla_facts import numbered, opened


class TestStoredClock:
    def test_is_named_as_the_folded_one(self) -> None:
        folded = fold_of(numbered(opened("03-02 09:00")), as_of="03-02 10:00")

        assert [row.key for row in stored(folded).clocks] == [clock.key for clock in folded.clocks]
