"""The routes, below `/v1/knowledge` and below tickets."""

from wellkept_knowledge.routes import articles, export, pairs, search, tickets
from wellkept_sdk.http import Mount, MountPoint

MOUNTS: tuple[Mount, ...] = (
    Mount(at=MountPoint.DEPLOYMENT, routes=(*articles.ROUTES, *search.ROUTES, *export.ROUTES, *pairs.ROUTES)),
    Mount(at=MountPoint.TICKET, routes=tickets.ROUTES),
)

__all__ = ["MOUNTS"]
