import pytest

from wellkept_sla.rules.reporting import on_time


class TestOnTime:
    @pytest.mark.parametrize(
        ("met", "missed", "ratio"),
        [
            (39, 1, "0.9750"),
            (2, 1, "0.6667"),
            (1, 0, "1.0000"),
            (0, 3, "0.0000"),
            (1_025, 18_975, "0.0512"),  # 0.05125: the half goes to the even digit
            (1_035, 18_965, "0.0518"),  # 0.05175: the same, upwards
        ],
    )
    def test_is_the_part_that_was_met(self, met: int, missed: int, ratio: str):
        assert on_time(met=met, missed=missed) == ratio

    def test_is_unknown_where_nothing_was_judged(self):
        assert on_time(met=0, missed=0) is None
