"""The routes, below `/v1/survey`, and below tickets and projects."""

from wellkept_sdk.http import Mount, MountPoint
from wellkept_survey.routes import charts, follow_ups, invitations, public, results, templates, ticket_invitations

MOUNTS = (
    Mount(
        at=MountPoint.DEPLOYMENT,
        routes=(
            *templates.ROUTES,
            *invitations.ROUTES,
            *public.ROUTES,
            *charts.ROUTES,
            *follow_ups.ROUTES,
            *results.ROUTES,
        ),
    ),
    Mount(at=MountPoint.TICKET, routes=ticket_invitations.ROUTES),
    Mount(at=MountPoint.PROJECT, routes=follow_ups.ON_PROJECT),
)

__all__ = ["MOUNTS"]
