"""Circles as a map draws them."""

from itertools import pairwise

import pytest

from wellkept_stations.rules.circles import circle
from wellkept_stations.rules.geometry import Point, distance_m


class TestCircle:
    @pytest.mark.parametrize("centre", [Point(121.5, 31.2), Point(179.9, -10.0), Point(-180.0, 60.0)])
    def test_has_sixty_four_corners_at_the_radius(self, centre: Point) -> None:
        ring = circle(centre, 80_000)

        assert (len(ring), ring[0]) == (65, ring[-1])
        assert [round(distance_m(centre, corner)) for corner in ring] == [80_000] * 65
        assert all(abs(one.longitude - other.longitude) < 1 for one, other in pairwise(ring))

    def test_runs_counterclockwise(self) -> None:
        ring = circle(Point(121.5, 31.2), 80_000)

        twice_the_area = sum(
            one.longitude * other.latitude - other.longitude * one.latitude for one, other in pairwise(ring)
        )
        assert twice_the_area > 0

    @pytest.mark.parametrize(
        ("centre", "radius_m", "south", "north"),
        [
            (Point(10.0, 89.0), 222_390.16, 87.0, 90.0),
            (Point(10.0, -89.0), 222_390.16, -90.0, -87.0),
            (Point(10.0, 0.0), 20_100_000.0, -90.0, 90.0),
        ],
    )
    def test_is_a_band_around_a_pole(self, centre: Point, radius_m: float, south: float, north: float) -> None:
        ring = circle(centre, radius_m)

        assert [corner.longitude for corner in ring] == [-180.0, 180.0, 180.0, -180.0, -180.0]
        assert [round(corner.latitude, 4) for corner in ring] == [south, south, north, north, south]
