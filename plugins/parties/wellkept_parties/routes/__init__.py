"""The routes, below `/v1/parties`, which is the collection of parties itself, and below the records."""

from wellkept_parties.routes import equipment, parties, projects, tickets
from wellkept_sdk.http import Mount, MountPoint

MOUNTS = (
    Mount(at=MountPoint.DEPLOYMENT, routes=parties.ROUTES),
    Mount(at=MountPoint.PROJECT, routes=projects.ROUTES),
    Mount(at=MountPoint.EQUIPMENT, routes=equipment.ROUTES),
    Mount(at=MountPoint.TICKET, routes=tickets.ROUTES),
)

__all__ = ["MOUNTS"]
