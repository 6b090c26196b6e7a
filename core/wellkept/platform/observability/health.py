"""Whether this process lives, and whether it can serve."""

import asyncio

from litestar import get
from msgspec import Struct

from wellkept.platform.storage.engines import database
from wellkept_sdk.errors import Unavailable, WellkeptError
from wellkept_sdk.http.access import anonymous

READY_SECONDS_MAX = 2.0


class Health(Struct, frozen=True, kw_only=True):
    """`ok`, or there is a problem instead."""

    status: str


@get("/health/live", opt=anonymous(), sync_to_thread=False, tags=["health"])
def live() -> Health:
    """Answer as long as the process runs; a process that does not should be restarted."""
    return Health(status="ok")


@get("/health/ready", opt=anonymous(), tags=["health"])
async def ready() -> Health:
    """Answer 200 if the database does too, else 503; a process that is not ready should get no requests."""
    try:
        async with asyncio.timeout(READY_SECONDS_MAX):
            await database().fetch_one("SELECT 1 AS one")
    except (TimeoutError, WellkeptError) as error:
        raise Unavailable(detail="The database does not answer.") from error
    return Health(status="ok")


ROUTES = [live, ready]
