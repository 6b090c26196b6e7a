"""The routes, below `/v1/sla` and a ticket."""

from wellkept_sdk.http import Mount, MountPoint
from wellkept_sla.routes import clocks, records, reports

MOUNTS = (
    Mount(at=MountPoint.TICKET, routes=[*clocks.ON_TICKET, *records.ON_TICKET]),
    Mount(at=MountPoint.DEPLOYMENT, routes=[*clocks.ON_DEPLOYMENT, *reports.ON_DEPLOYMENT]),
)
