"""The routes, below `/v1/liability`, projects, equipment and tickets."""

from wellkept_liability.routes import (
    back_charges,
    cases,
    coverage,
    evidence,
    law,
    notices,
    pack,
    retentions,
    warranty,
)
from wellkept_sdk.http import Mount, MountPoint

MOUNTS: tuple[Mount, ...] = (
    Mount(at=MountPoint.DEPLOYMENT, routes=(*law.ROUTES, *back_charges.ROUTES, *cases.ON_DEPLOYMENT)),
    Mount(at=MountPoint.PROJECT, routes=(*warranty.ON_PROJECT, *retentions.ON_PROJECT)),
    Mount(at=MountPoint.EQUIPMENT, routes=(*coverage.ON_EQUIPMENT, *warranty.ON_EQUIPMENT)),
    Mount(
        at=MountPoint.TICKET,
        routes=(
            *coverage.ON_TICKET,
            *notices.ON_TICKET,
            *cases.ON_TICKET,
            *evidence.ON_TICKET,
            *pack.ON_TICKET,
            *back_charges.ON_TICKET,
        ),
    ),
)

__all__ = ["MOUNTS"]
