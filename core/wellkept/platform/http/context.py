"""What the pipeline knows of one request, kept in the ASGI scope where every stage and handler finds it."""

import asyncio
from typing import cast

from litestar.types import Scope
from msgspec import Struct

from wellkept.platform.http.asgi import method_of, state_of
from wellkept.platform.idempotency.service import Claim

CONTEXT = "wellkept.request"
ACTOR = "actor"


class RequestContext(Struct, kw_only=True):
    """
    One request, from the first byte to the last.

    Args:
        method: as the client sent it; HEAD stays HEAD although GET's handler answers.
        started_seconds: reading of the monotonic clock.
        deadline: ends the request when its time is up; none once the answer is under way.
        claim: the Idempotency-Key that this request holds, if it sent one.
        body_sha256: digest of a form that was received ahead for the sake of its key.
        is_dry_run: whether nothing of it is kept.
        is_admitted: whether it has come as far as its handler; what fails from then on is the handler's.
    """

    request_id: str
    method: str
    path: str
    started_seconds: float
    deadline: asyncio.Timeout | None = None
    claim: Claim | None = None
    body_sha256: str | None = None
    is_dry_run: bool = False
    is_admitted: bool = False

    def disarm(self) -> None:
        """Lift the time limit: a commit or an answer that has begun is not cut off."""
        if self.deadline is not None and not self.deadline.expired():
            self.deadline.reschedule(None)


def context_of(scope: Scope) -> RequestContext:
    """Return the context of a request; outside the pipeline, as in a small test, an empty one."""
    state = state_of(scope)
    if CONTEXT not in state:
        state[CONTEXT] = RequestContext(request_id="", method=method_of(scope), path=scope["path"], started_seconds=0.0)
    return cast("RequestContext", state[CONTEXT])
