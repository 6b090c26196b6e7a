from typing import Any
from uuid import UUID

from wellkept_stations.rules.covering import (
    Covering,
    CoveringRule,
    Site,
    nearest_covering,
    rings_of,
    rounded_distance_m,
    upwards,
)
from wellkept_stations.rules.geometry import Point
from wellkept_stations.rules.regions import prefix_of

SITE = Site("310115", Point(121.5, 31.2))
AROUND = {"type": "Polygon", "coordinates": [[[121, 31], [122, 31], [122, 32], [121, 32], [121, 31]]]}


def rule(code: str, *, kind: str = "region", rank: int = 100, point: Point | None = None, **said: Any) -> CoveringRule:
    station_id = UUID(int=int.from_bytes(code.encode()))
    region = said.get("region_code")
    return CoveringRule(
        station_id=station_id,
        code=code,
        path=f"{station_id}/",
        rank=rank,
        point=point,
        kind=kind,
        region_code=region,
        region_prefix=None if region is None else prefix_of(region),
        radius_m=said.get("radius_m"),
        polygon=said.get("polygon"),
    )


def chosen(*rules: CoveringRule, site: Site = SITE) -> tuple[str, str, int] | None:
    found: Covering | None = nearest_covering(rules, site)
    if found is None:
        return None
    code = next(each.code for each in rules if each.station_id == found.station_id)
    return code, found.because, found.specificity


class TestStation:
    def test_is_that_of_the_longest_region(self) -> None:
        province, district = rule("SH", region_code="310000"), rule("PD", region_code="310115")

        assert chosen(province, district) == ("PD", "region 310115", 6)
        assert chosen(province, district, site=Site("310104", None)) == ("SH", "region 31", 2)
        assert chosen(province, district, site=Site("320500", None)) is None
        assert chosen(province, site=Site(None, SITE.point)) is None

    def test_of_a_polygon_comes_before_regions_and_these_before_a_radius(self) -> None:
        drawn = rule("PO", kind="polygon", polygon=AROUND)
        region = rule("RE", region_code="310000")
        near = rule("RA", kind="radius", point=SITE.point, radius_m=80_000)

        assert chosen(near, region, drawn) == ("PO", "polygon", 9)
        assert chosen(near, region) == ("RE", "region 31", 2)
        assert chosen(near) == ("RA", "radius 80 km", 1)

    def test_covers_by_radius_up_to_its_last_metre(self) -> None:
        point = Point(121.5, 31.3)

        assert chosen(rule("A", kind="radius", point=point, radius_m=11_120)) == ("A", "radius 11.12 km", 1)
        assert chosen(rule("A", kind="radius", point=point, radius_m=11_119)) is None
        assert chosen(rule("A", kind="radius", point=point, radius_m=11_120), site=Site("310115", None)) is None

    def test_without_coordinates_of_the_site_is_found_by_region_only(self) -> None:
        site = Site("310115", None)

        assert chosen(rule("PO", kind="polygon", polygon=AROUND), rule("SH", region_code="310000"), site=site) == (
            "SH",
            "region 31",
            2,
        )

    def test_is_among_equals_the_nearest_then_of_the_lowest_rank_then_the_first_by_code(self) -> None:
        far = rule("A", region_code="310000", point=Point(120, 30))
        near = rule("B", region_code="310000", point=Point(121.4, 31.2))
        unknown = rule("C", region_code="310000")
        ranked = rule("D", region_code="310000", rank=5)

        assert chosen(far, near, unknown, ranked) == ("B", "region 31", 2)
        assert chosen(far, unknown, ranked) == ("A", "region 31", 2)
        assert chosen(unknown, ranked) == ("D", "region 31", 2)
        assert chosen(unknown, rule("BB", region_code="310000")) == ("BB", "region 31", 2)

    def test_is_none_without_rules(self) -> None:
        assert chosen() is None


class TestPath:
    def test_leads_from_the_station_to_its_root(self) -> None:
        root, region, station = UUID(int=1), UUID(int=2), UUID(int=3)

        assert list(upwards(f"{root}/{region}/{station}/")) == [station, region, root]


class TestPolygon:
    def test_is_read_in_its_rings(self) -> None:
        assert rings_of({"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [5, 6], [1, 2]]]}) == [
            [Point(1, 2), Point(3, 4), Point(5, 6), Point(1, 2)]
        ]


class TestDistance:
    def test_is_told_in_whole_metres_where_both_places_are_known(self) -> None:
        a = Point(121.4737, 31.2304)

        assert rounded_distance_m(a, Point(121.5447, 31.2215)) == 6_823
        assert rounded_distance_m(a, None) is None
        assert rounded_distance_m(None, a) is None
