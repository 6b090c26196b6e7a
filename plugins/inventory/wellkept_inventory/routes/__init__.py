"""The routes, below `/v1/inventory`, a ticket and an item of equipment."""

from wellkept_inventory.routes import (
    balances,
    counts,
    equipment,
    imports,
    locations,
    moves,
    orders,
    parts,
    postings,
    replenishment,
    scans,
    tickets,
)
from wellkept_sdk.http import Mount, MountPoint

MOUNTS = (
    Mount(
        at=MountPoint.DEPLOYMENT,
        routes=[
            *parts.ROUTES,
            *locations.ROUTES,
            *imports.ROUTES,
            *postings.ROUTES,
            *balances.ROUTES,
            *moves.ROUTES,
            *scans.ROUTES,
            *counts.ROUTES,
            *orders.ROUTES,
            *replenishment.ROUTES,
        ],
    ),
    Mount(at=MountPoint.TICKET, routes=tickets.ON_TICKET),
    Mount(at=MountPoint.EQUIPMENT, routes=equipment.ON_EQUIPMENT),
)
