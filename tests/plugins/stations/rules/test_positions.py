"""Who is farther from the site than the radius is off."""

import pytest

from wellkept_stations.rules.geometry import Point
from wellkept_stations.rules.positions import is_off

PEOPLES_SQUARE = Point(121.4737, 31.2304)
#: 6.823 kilometres away, and a little more.
PUDONG = Point(121.5447, 31.2215)


class TestAPosition:
    @pytest.mark.parametrize(("radius_m", "off"), [(6_822, True), (6_824, False), (500, True)])
    def test_is_off_beyond_the_radius(self, radius_m: int, *, off: bool) -> None:
        assert is_off(PUDONG, site=PEOPLES_SQUARE, radius_m=radius_m) is off

    def test_on_the_spot_is_never_off(self) -> None:
        assert not is_off(PEOPLES_SQUARE, site=PEOPLES_SQUARE, radius_m=10)

    @pytest.mark.parametrize(("position", "site"), [(None, PEOPLES_SQUARE), (PUDONG, None), (None, None)])
    def test_that_is_not_known_is_not_off(self, position: Point | None, site: Point | None) -> None:
        assert not is_off(position, site=site, radius_m=10)
