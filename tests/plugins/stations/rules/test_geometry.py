from math import atan2, cos, degrees, hypot, pi, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_stations.rules.geometry import (
    EARTH_RADIUS_M,
    Box,
    Point,
    box_around,
    box_of,
    distance_m,
    in_boxes,
    is_inside,
    unwrapped,
)

SHANGHAI, BEIJING = Point(121.4737, 31.2304), Point(116.4074, 39.9042)
DATELINE = [[Point(179, -1), Point(-179, -1), Point(-179, 1), Point(179, 1), Point(179, -1)]]
SQUARE = [Point(120, 30), Point(123, 30), Point(123, 32), Point(120, 32), Point(120, 30)]
HOLE = [Point(121, 30.5), Point(122, 30.5), Point(122, 31.5), Point(121, 31.5), Point(121, 30.5)]
BOW_TIE = [[Point(0, 0), Point(2, 2), Point(2, 0), Point(0, 2), Point(0, 0)]]

points = st.builds(Point, st.floats(-180, 180), st.floats(-90, 90))
rings = st.lists(points, min_size=3, max_size=8).map(lambda corners: [*corners, corners[0]])


def holds(box: Box, point: Point) -> bool:
    """True if a search by box finds the box of a place."""
    inside = box.latitude_min <= point.latitude <= box.latitude_max
    return inside and any(box.longitude_min <= place <= box.longitude_max for place in in_boxes(point.longitude))


def gone_from(start: Point, *, bearing: float, metres: float) -> Point:
    """Return where somebody is who has gone so far in one direction."""
    angle, latitude = metres / EARTH_RADIUS_M, radians(start.latitude)
    towards_start = cos(latitude) * cos(angle) - sin(latitude) * sin(angle) * cos(bearing)
    east = sin(angle) * sin(bearing)
    north = sin(latitude) * cos(angle) + cos(latitude) * sin(angle) * cos(bearing)
    longitude = start.longitude + degrees(atan2(east, towards_start))
    return Point((longitude + 180) % 360 - 180, degrees(atan2(north, hypot(towards_start, east))))


class TestDistance:
    def test_is_that_of_a_great_circle(self) -> None:
        assert distance_m(SHANGHAI, BEIJING) == pytest.approx(1_067_312, abs=1)
        assert distance_m(Point(179.9, 0), Point(-179.9, 0)) == pytest.approx(22_239, abs=1)

    def test_to_the_other_side_of_the_earth_is_half_its_girth(self) -> None:
        assert distance_m(Point(0, 0), Point(180, 0)) == pytest.approx(pi * EARTH_RADIUS_M)
        assert distance_m(Point(0, 90), Point(77, -90)) == pytest.approx(pi * EARTH_RADIUS_M)

    @given(points, points)
    def test_is_the_same_there_and_back_and_never_negative(self, a: Point, b: Point) -> None:
        assert distance_m(a, b) == pytest.approx(distance_m(b, a))
        assert 0 <= distance_m(a, b) <= pi * EARTH_RADIUS_M

    @given(points)
    def test_to_the_same_place_is_none(self, point: Point) -> None:
        assert distance_m(point, point) == 0


class TestUnwrapping:
    def test_keeps_what_is_near_and_turns_the_rest(self) -> None:
        assert unwrapped(-179, near=179) == 181
        assert unwrapped(179, near=-179) == -181
        assert unwrapped(121.4737, near=120) == 121.4737
        assert unwrapped(-180, near=0) == -180


class TestPolygon:
    def test_over_the_antimeridian_holds_both_sides(self) -> None:
        assert is_inside(DATELINE, Point(179.9, 0))
        assert is_inside(DATELINE, Point(-179.9, 0))
        assert not is_inside(DATELINE, Point(178.9, 0))
        assert not is_inside(DATELINE, Point(0, 0))

    def test_holds_its_border_and_its_corners(self) -> None:
        assert is_inside([SQUARE], Point(120, 31))
        assert is_inside([SQUARE], Point(121.7, 32))
        assert is_inside([SQUARE], Point(123, 30))
        assert not is_inside([SQUARE], Point(123.000001, 31))

    def test_does_not_hold_its_holes_but_their_border(self) -> None:
        assert is_inside([SQUARE, HOLE], Point(120.5, 31))
        assert not is_inside([SQUARE, HOLE], Point(121.5, 31))
        assert is_inside([SQUARE, HOLE], Point(121, 31))

    def test_that_crosses_itself_is_read_by_the_even_odd_rule(self) -> None:
        assert is_inside(BOW_TIE, Point(0.2, 1))
        assert is_inside(BOW_TIE, Point(1.8, 1))
        assert not is_inside(BOW_TIE, Point(1, 0.2))
        assert not is_inside(BOW_TIE, Point(1, 1.8))

    def test_counts_a_corner_at_the_height_of_a_place_once(self) -> None:
        diamond = [[Point(0, 0), Point(2, -2), Point(4, 0), Point(2, 2), Point(0, 0)]]

        assert not is_inside(diamond, Point(-1, 0))
        assert is_inside(diamond, Point(2, 0))

    def test_half_a_turn_wide_ends_on_both_sides_of_the_antimeridian(self) -> None:
        wide = [[Point(0, 0), Point(90, 0), Point(180, 0), Point(180, 10), Point(0, 10), Point(0, 0)]]

        assert is_inside(wide, Point(180, 5))
        assert is_inside(wide, Point(-180, 5))

    def test_that_is_one_place_again_and_again_holds_that_place(self) -> None:
        point = [[Point(1, 1)] * 4]

        assert is_inside(point, Point(1, 1))
        assert not is_inside(point, Point(1, 1.1))

    @given(rings, points)
    def test_lies_in_its_box(self, ring: list[Point], point: Point) -> None:
        if is_inside([ring], point):
            assert holds(box_of([ring]), point)


class TestBox:
    def test_is_searched_on_both_sides_of_the_antimeridian(self) -> None:
        west = [[Point(-1, 0), Point(0, 1), Point(180, 0), Point(-1, 0)]]

        assert is_inside(west, Point(180, 0))
        assert holds(box_of(west), Point(180, 0))
        assert holds(box_of(west), Point(-180, 0))

    def test_reaches_beyond_180_degrees_where_the_polygon_does(self) -> None:
        east = box_of(DATELINE)
        west = box_of([[Point(corner.longitude * -1, corner.latitude) for corner in DATELINE[0]]])

        assert (east.longitude_min, east.longitude_max) == pytest.approx((179, 181))
        assert (west.longitude_min, west.longitude_max) == pytest.approx((179, 181))
        assert (east.latitude_min, east.latitude_max) == pytest.approx((-1, 1))

    @given(points, st.floats(0, 2 * pi), st.floats(0, 1), st.floats(1, 20_100_000))
    def test_around_a_place_holds_all_that_is_near(
        self, centre: Point, bearing: float, share: float, radius_m: float
    ) -> None:
        neighbour = gone_from(centre, bearing=bearing, metres=share * radius_m)

        assert holds(box_around(centre, radius_m), neighbour)

    def test_over_a_pole_meets_every_meridian(self) -> None:
        box = box_around(Point(10, 89.9), 50_000)

        assert (box.longitude_min, box.longitude_max) == pytest.approx((-180, 180))
