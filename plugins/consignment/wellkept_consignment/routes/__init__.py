"""The routes, below `/v1/consignment` and a ticket."""

from wellkept_consignment.routes import ageing, agreements, lines, prices, statements, stock, tickets
from wellkept_sdk.http import Mount, MountPoint

MOUNTS = (
    Mount(
        at=MountPoint.DEPLOYMENT,
        routes=[*agreements.ROUTES, *prices.ROUTES, *stock.ROUTES, *lines.ROUTES, *statements.ROUTES, *ageing.ROUTES],
    ),
    Mount(at=MountPoint.TICKET, routes=tickets.ON_TICKET),
)

__all__ = ["MOUNTS"]
