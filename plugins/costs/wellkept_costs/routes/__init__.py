"""The routes, below a ticket and below `/v1/costs`."""

from wellkept_costs.routes import approvals, collecting, lines, statements
from wellkept_sdk.http import Mount, MountPoint

MOUNTS = (
    Mount(at=MountPoint.DEPLOYMENT, routes=statements.ROUTES),
    Mount(at=MountPoint.TICKET, routes=[*lines.ROUTES, *approvals.ROUTES, *collecting.ROUTES]),
)

__all__ = ["MOUNTS"]
