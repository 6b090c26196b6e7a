"""What facts refer to: terms and calendars, remembered because they never change."""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final
from uuid import UUID

import msgspec

from wellkept_sdk import Ctx
from wellkept_sdk.services.calendars import CALENDARS, WorkingCalendar
from wellkept_sla.rules.facts import Fact, Library
from wellkept_sla.rules.terms_documents import terms_in
from wellkept_sla.terms import SlaTerms

REMEMBERED_MAX: Final = 4096


async def library_of(ctx: Ctx, facts: Iterable[Fact]) -> Library:
    """Return the terms and calendars that facts name; of what is not remembered yet, one statement for each kind."""
    hashes: set[str] = set()
    revision_ids: set[UUID] = set()
    for fact in facts:
        hashes.update([fact.data.terms_hash] if fact.data.terms_hash else [])
        revision_ids.update(fact.data.calendars.values())
    return Library(terms=await _terms(ctx, hashes), calendars=await _calendars(ctx, revision_ids))


def remember(terms_hash: str, terms: SlaTerms) -> None:
    """Keep terms under the hash of their content, which is the same in every database."""
    _remembered[terms_hash] = terms
    _remembered.move_to_end(terms_hash)
    while len(_remembered) > REMEMBERED_MAX:
        _remembered.popitem(last=False)


async def _terms(ctx: Ctx, hashes: Collection[str]) -> Mapping[str, SlaTerms]:
    found = {terms_hash: _remembered[terms_hash] for terms_hash in hashes if terms_hash in _remembered}
    unknown = set(hashes) - found.keys()
    if unknown:
        where = ctx.db.any_of("hash", unknown)
        rows = await ctx.db.fetch(f"SELECT hash, document FROM sla_terms WHERE {where.sql}", *where.args)
        for row in rows:
            found[row["hash"]] = read = terms_in(_document(row["document"]))
            remember(row["hash"], read)
    return found


async def _calendars(ctx: Ctx, revision_ids: Collection[UUID]) -> Mapping[UUID, WorkingCalendar]:
    # Revisions are named by our own facts, so every one of them is there.
    return await ctx.service(CALENDARS).revisions(sorted(revision_ids)) if revision_ids else {}


def _document(value: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON from the database
    return msgspec.convert(value, dict[str, Any])


_remembered: Final[OrderedDict[str, SlaTerms]] = OrderedDict()
