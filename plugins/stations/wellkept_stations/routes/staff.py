"""What is for our own house and its programs, though customers and partners have the same permission for visits."""

from wellkept_sdk import Ctx, http
from wellkept_stations.permissions import READ


def require_staff(ctx: Ctx) -> None:
    """
    Refuse callers from outside.

    Raises:
        PermissionDenied: the caller is a customer or partner.
    """
    http.require_staff(ctx.actor, READ.name)
