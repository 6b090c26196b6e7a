"""The list of words in both languages."""

from typing import Final

import msgspec
from msgspec import Struct

from wellkept_knowledge.schemas.pairs import KnowledgePairRead
from wellkept_sdk import Ctx
from wellkept_sdk.db import Clause, ListDeclaration, Row, Sort, contains
from wellkept_sdk.http import Page, PageRequest

_pairs: Final = ListDeclaration(
    select="SELECT id, zh_cn, en, note, created_at FROM knowledge_pair",
    sorts={"en": Sort("en", str), "zh_cn": Sort("zh_cn", str)},
    sort_default="en",
)


class PairFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which pairs a list shows."""

    q: str | None = None


async def pair_page(ctx: Ctx, page: PageRequest, *, filters: PairFilters, sort: str | None) -> Page[KnowledgePairRead]:
    """Return one page of the pairs."""
    where: Clause = contains(filters.q, "zh_cn", "en", dialect=ctx.db.dialect)
    found = await ctx.db.page(_pairs, page, where=where, sort=sort, filters=msgspec.to_builtins(filters))
    return Page(items=msgspec.convert(found.items, list[KnowledgePairRead]), next_cursor=found.next_cursor)


async def taken(ctx: Ctx, *, zh_cn: str, en: str) -> list[Row]:
    """Return the pairs that have one of these words."""
    return await ctx.db.fetch("SELECT zh_cn, en FROM knowledge_pair WHERE zh_cn = ? OR en = ?", zh_cn, en)
