"""When something happened, as callers say it."""

from datetime import datetime, timedelta
from typing import Final

from wellkept_sdk import Ctx
from wellkept_sdk.errors import invalid
from wellkept_sdk.moment import as_utc

#: Clocks of callers may be so much ahead of ours.
CLOCK_SKEW_MAX: Final = timedelta(seconds=60)
_POINTER: Final = "/occurred_at"


def moment_of(ctx: Ctx, occurred_at: datetime | None, *, since: datetime | None = None) -> datetime:
    """
    Return when something happened; now, if nobody says.

    Args:
        ctx: whose moment is now.
        occurred_at: what the caller says.
        since: it cannot have happened before.

    Raises:
        Invalid: it lies in the future, or before that.
    """
    if occurred_at is None:
        return ctx.at if since is None else max(ctx.at, since)
    at = as_utc(occurred_at, pointer=_POINTER)
    if at > ctx.at + CLOCK_SKEW_MAX:
        raise invalid(_POINTER, "too_large", "It lies in the future.")
    if since is not None and at < since:
        raise invalid(_POINTER, "too_small", "What it follows happened later.")
    return at
