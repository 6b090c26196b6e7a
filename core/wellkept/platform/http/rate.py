"""How often one credential may call: a token bucket each, in the memory of this process."""

import math
from collections import OrderedDict
from hashlib import sha256
from time import monotonic

from litestar.types import ASGIApp, Receive, Scope, Send

from wellkept.platform.http.asgi import address_of, header_of
from wellkept_sdk.errors import RateLimited

BUCKETS_MAX = 10_000
SECONDS_PER_MINUTE = 60


class Buckets:
    """The buckets of all callers; the one that was idle longest makes room for a new caller."""

    def __init__(self, *, per_minute: int) -> None:
        """Fill every bucket with a minute's worth of requests."""
        self._size = float(per_minute)
        self._per_second = per_minute / SECONDS_PER_MINUTE
        self._levels: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def take(self, caller: bytes, *, at_seconds: float) -> float:
        """Take one request; return 0, or the seconds until there is one to take."""
        level, before = self._levels.pop(caller, (self._size, at_seconds))
        level = min(self._size, level + (at_seconds - before) * self._per_second)
        wait = 0.0 if level >= 1 else (1 - level) / self._per_second
        self._levels[caller] = (level if wait else level - 1, at_seconds)
        if len(self._levels) > BUCKETS_MAX:
            self._levels.popitem(last=False)
        return wait


def rate_limit(app: ASGIApp, *, per_minute: int) -> ASGIApp:
    """Return the app with a limit on each credential, or on each address where there is none."""
    buckets = Buckets(per_minute=per_minute)

    async def stage(scope: Scope, receive: Receive, send: Send) -> None:
        wait = buckets.take(_caller(scope), at_seconds=monotonic())
        if wait:
            refusal = RateLimited()
            refusal.headers = {"Retry-After": str(math.ceil(wait))}  # pyright: ignore[reportAttributeAccessIssue]
            raise refusal
        await app(scope, receive, send)

    return stage


def _caller(scope: Scope) -> bytes:
    credential = header_of(scope, b"authorization")
    return address_of(scope).encode() if credential is None else sha256(credential).digest()
