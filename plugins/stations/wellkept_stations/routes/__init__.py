"""The routes, below `/v1/stations`, which is the collection of stations itself, and below tickets."""

from wellkept_sdk.http import Mount, MountPoint
from wellkept_stations.routes import (
    absences,
    board,
    dispatch,
    engineers,
    feeds,
    maps,
    offers,
    plans,
    slots,
    stations,
    ticket_visits,
    visits,
)

MOUNTS = (
    Mount(
        at=MountPoint.DEPLOYMENT,
        routes=(
            *stations.ROUTES,
            *engineers.ROUTES,
            *absences.ROUTES,
            *visits.ROUTES,
            *plans.ROUTES,
            *board.ROUTES,
            *maps.ROUTES,
            *feeds.ROUTES,
        ),
    ),
    Mount(
        at=MountPoint.TICKET,
        routes=(*dispatch.ROUTES, *offers.ROUTES, *slots.ROUTES, *ticket_visits.ROUTES),
    ),
)

__all__ = ["MOUNTS"]
