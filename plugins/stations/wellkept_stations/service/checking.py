"""What is wrong with the terms of a plan or contract."""

from collections.abc import Collection

import msgspec

from wellkept_sdk import Ctx
from wellkept_sdk.errors import FieldError
from wellkept_sdk.hooks.contracts import TermsChecking, TermsFaults
from wellkept_stations.errors import EngineerNotFound
from wellkept_stations.queries.codes import known_engineers
from wellkept_stations.rules.weights import weight_mistakes
from wellkept_stations.terms import StationsTerms

#: The lists of engineers that terms have.
_TEAMS = ("only_engineers", "never_engineers")


async def faults(ctx: Ctx, event: TermsChecking) -> TermsFaults | None:
    """Tell which weights and engineers could never work; skills that nobody has yet are no mistake."""
    document = event.plugins.get(ctx.plugin)
    if document is None:
        return None
    terms = msgspec.convert(document, StationsTerms)
    teams = {name: getattr(terms, name) for name in _TEAMS}
    named = {code for codes in teams.values() for code in codes}
    known = await known_engineers(ctx, named) if named else set[str]()
    items = [
        *weight_mistakes(terms.weights),
        *(fault for name, codes in teams.items() for fault in _unknown(name, codes, known)),
    ]
    return TermsFaults(items=items) if items else None


def _unknown(name: str, codes: Collection[str], known: Collection[str]) -> list[FieldError]:
    return [
        FieldError(f"/{name}/{position}", EngineerNotFound.code, EngineerNotFound.title())
        for position, code in enumerate(codes)
        if code not in known
    ]
