"""The routes, below `/v1/calendars`, which is the collection of calendars itself."""

from wellkept_calendars.routes import answers, calendars, holidays
from wellkept_sdk.http import Mount, MountPoint

MOUNTS = (Mount(at=MountPoint.DEPLOYMENT, routes=[*calendars.ROUTES, *answers.ROUTES, *holidays.ROUTES]),)

__all__ = ["MOUNTS"]
