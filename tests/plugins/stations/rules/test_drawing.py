from collections.abc import Sequence

from wellkept_stations.rules.drawing import polygon_mistakes

CLOSED = [[120.0, 30.0], [123.0, 30.0], [123.0, 32.0], [120.0, 30.0]]


def mistakes(coordinates: Sequence[Sequence[Sequence[float]]], *, points_max: int = 500) -> list[tuple[str, str]]:
    found = polygon_mistakes(coordinates, pointer="/p", points_max=points_max)
    return [(error.pointer, error.code) for mistake in found for error in mistake.errors]


class TestPolygon:
    def test_that_ends_where_it_begins_has_none(self) -> None:
        assert mistakes([CLOSED, CLOSED]) == []

    def test_has_no_open_ring(self) -> None:
        assert mistakes([CLOSED, CLOSED[:-1]]) == [("/p/1", "stations.coverage.invalid")]

    def test_lies_on_the_earth(self) -> None:
        ring = [[-181.0, 30.0], [181.0, 91.0], [123.0, -91.0], [-181.0, 30.0]]

        assert mistakes([ring]) == [
            ("/p/0/0/0", "too_small"),
            ("/p/0/1/0", "too_large"),
            ("/p/0/1/1", "too_large"),
            ("/p/0/2/1", "too_small"),
            ("/p/0/3/0", "too_small"),
        ]

    def test_has_so_many_positions_in_all_its_rings(self) -> None:
        assert mistakes([CLOSED, CLOSED], points_max=8) == []
        assert mistakes([CLOSED, CLOSED], points_max=7) == [("/p", "too_long")]
