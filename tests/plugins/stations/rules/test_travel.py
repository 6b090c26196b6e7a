"""Ways between many places."""

from wellkept_stations.rules.geometry import Point
from wellkept_stations.rules.travel import travel_seconds, ways_m

SHANGHAI, BEIJING = Point(121.4737, 31.2304), Point(116.4074, 39.9042)


class TestWays:
    def test_are_the_same_there_and_back_and_none_to_where_nobody_knows(self) -> None:
        assert ways_m([SHANGHAI, None, BEIJING]) == [[0, 0, 1_067_312], [0, 0, 0], [1_067_312, 0, 0]]

    def test_take_whole_minutes(self) -> None:
        # 40 km/h are 2/3 km a minute.
        assert travel_seconds([[0, 1, 20_000, 20_001]], speed_kmh=40) == [[0, 60, 1_800, 1_860]]
