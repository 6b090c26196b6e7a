"""Areas as GeoJSON has them."""

from collections.abc import Sequence
from itertools import pairwise

import pytest

from wellkept_stations.rules.circles import circle
from wellkept_stations.rules.flat_maps import flat_parts, running_on
from wellkept_stations.rules.geometry import Point, is_inside

EAST_AND_WEST = [(178.0, -3.0), (-177.0, -3.0), (-177.0, 4.0), (178.0, 4.0), (178.0, -3.0)]
#: A cup that opens to the east: of its eastern side two pieces lie beyond the antimeridian.
CUP = [(179, 0), (-179, 0), (-179, 1), (179.5, 1), (179.5, 2), (-179, 2), (-179, 3), (179, 3), (179, 0)]


def ring_of(corners: Sequence[tuple[float, float]]) -> list[Point]:
    return [Point(longitude, latitude) for longitude, latitude in corners]


def twice_the_area(ring: Sequence[Point]) -> float:
    return sum(a.longitude * b.latitude - b.longitude * a.latitude for a, b in pairwise(ring))


def square(west: float, south: float, size: float) -> list[tuple[float, float]]:
    east, north = west + size, south + size
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


class TestOneSide:
    @pytest.mark.parametrize("turn", [1, -1])
    def test_outlines_run_counterclockwise_and_holes_clockwise(self, turn: int) -> None:
        outer, hole = ring_of(square(0, 0, 9)), ring_of(square(3, 3, 2))

        [part] = flat_parts(running_on([outer[::turn], hole[::turn]]))

        assert part == [outer, hole[::-1]]

    def test_a_band_around_a_pole_stays_whole(self) -> None:
        band = circle(Point(10.0, 89.0), 300_000)

        assert flat_parts([band]) == [[band]]

    def test_what_has_no_area_is_left_as_it_is(self) -> None:
        line = ring_of([(0, 0), (1, 0), (2, 0), (0, 0)])

        assert flat_parts(running_on([line])) == [[line]]


class TestBothSides:
    @pytest.mark.parametrize("turn", [1, -1])
    def test_is_cut_at_the_antimeridian(self, turn: int) -> None:
        parts = flat_parts(running_on([ring_of(EAST_AND_WEST[::turn])]))

        found = sorted(sorted({corner.longitude for corner in part[0]}) for part in parts)
        assert found == [[-180.0, -177.0], [178.0, 180.0]]
        assert sorted(twice_the_area(part[0]) for part in parts) == [2 * 2 * 7, 2 * 3 * 7]

    def test_holes_are_cut_with_it(self) -> None:
        hole = ring_of([(179.0, 0.0), (-179.0, 0.0), (-179.0, 1.0), (179.0, 1.0), (179.0, 0.0)])

        parts = flat_parts(running_on([ring_of(EAST_AND_WEST), hole]))

        assert [len(part) for part in parts] == [2, 2]
        assert [round(twice_the_area(part[1]), 9) for part in parts] == [-2, -2]

    def test_a_hole_on_one_side_is_only_there(self) -> None:
        parts = flat_parts(running_on([ring_of(EAST_AND_WEST), ring_of(square(178.5, 0, 1))]))

        assert sorted((part[0][0].longitude > 0, len(part)) for part in parts) == [(False, 1), (True, 2)]

    def test_what_only_touches_the_antimeridian_has_one_side(self) -> None:
        # Its first corner counts longitudes from -180 on.
        corners = ring_of([(-180, 0), (179, 0), (179, 1), (-180, 1), (-180, 0)])

        [part] = flat_parts(running_on([corners]))

        assert {corner.longitude for corner in part[0]} == {179.0, 180.0}

    @pytest.mark.parametrize("corners", [EAST_AND_WEST, CUP])
    def test_holds_what_it_held(self, corners: Sequence[tuple[float, float]]) -> None:
        whole = [ring_of(corners)]
        parts = flat_parts(running_on(whole))

        # On the antimeridian itself pieces of one side are joined by a line without width.
        for step in (*range(-39, 0), *range(1, 40)):
            for latitude in (0.3, 1.4, 2.6):
                place = Point(180 + step / 10.0 - (360 if step > 0 else 0), latitude)
                held = any(is_inside(part, place) for part in parts)
                assert held == is_inside(whole, place), place

    def test_circles_lie_within_the_map(self) -> None:
        parts = flat_parts([circle(Point(179.9, 10.0), 80_000)])

        assert len(parts) == 2
        for ring in (ring for part in parts for ring in part):
            assert (ring[0], twice_the_area(ring) > 0) == (ring[-1], True)
            assert all(abs(corner.longitude) <= 180 for corner in ring)
