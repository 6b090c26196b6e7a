"""How often one address may use links, in the memory of this process."""

import math
from time import monotonic

from wellkept_sdk import Ctx
from wellkept_sdk.errors import RateLimited
from wellkept_survey.rules.rates import Buckets
from wellkept_survey.settings import SurveySettings

#: By the limit that the deployment has set.
_buckets: dict[int, Buckets] = {}


def require_allowance(ctx: Ctx, address: str) -> None:
    """
    Count one call of an address.

    Raises:
        RateLimited: it has called too often; `Retry-After` says in how many seconds it may again.
    """
    per_minute = ctx.settings(SurveySettings).rate_per_minute
    if not per_minute:
        return
    buckets = _buckets.setdefault(per_minute, Buckets(per_minute=per_minute))
    wait = buckets.take(address, at_seconds=monotonic())
    if wait:
        refusal = RateLimited()
        refusal.headers = {"Retry-After": str(math.ceil(wait))}  # pyright: ignore[reportAttributeAccessIssue]
        raise refusal
