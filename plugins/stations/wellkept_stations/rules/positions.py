"""Whether somebody who says that they are on site is."""

from wellkept_stations.rules.geometry import Point, distance_m


def is_off(position: Point | None, *, site: Point | None, radius_m: int) -> bool:
    """
    Return whether a position is farther from the site than it may be; what is not known is not off.

    Args:
        position: of whoever checks in.
        site: where the site lies.
        radius_m: how far is still on site.
    """
    return position is not None and site is not None and distance_m(position, site) > radius_m
