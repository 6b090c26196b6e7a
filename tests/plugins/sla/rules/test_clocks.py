import pytest

from sla_clocks import hours
from sla_facts import held, one, opened, resolved
from wellkept_sla.rules.facts import Fact


class TestClock:
    def test_is_named_by_its_code_and_number(self):
        assert one(hours(4), opened("03-02 09:00"), as_of="03-02 10:00").key == ("resolution", 1)

    @pytest.mark.parametrize(("fact", "is_open"), [(held("03-02 10:00"), True), (resolved("03-02 10:00"), False)])
    def test_is_open_until_it_ends(self, fact: Fact, is_open: bool):  # noqa: FBT001 - the answer
        assert one(hours(4), opened("03-02 09:00"), fact, as_of="03-02 11:00").is_open is is_open
