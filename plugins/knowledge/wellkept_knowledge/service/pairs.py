"""Keeping the list of words in both languages."""

import msgspec
from msgspec.structs import asdict

from wellkept_knowledge.queries import pairs as queries
from wellkept_knowledge.schemas.pairs import KnowledgePairCreate, KnowledgePairRead
from wellkept_knowledge.tables import KnowledgePair
from wellkept_sdk import Ctx
from wellkept_sdk.errors import CodeTaken, Conflict


async def create(ctx: Ctx, pair: KnowledgePairCreate) -> KnowledgePairRead:
    """
    Add a word in both languages.

    Raises:
        CodeTaken: a pair has one of the two words.
    """
    async with ctx.db.transaction():
        try:
            async with ctx.db.transaction():
                row = await ctx.db.insert(KnowledgePair, **asdict(pair), created_at=ctx.at)
        except Conflict as clash:
            there = await queries.taken(ctx, zh_cn=pair.zh_cn, en=pair.en)
            field = "zh_cn" if any(each["zh_cn"] == pair.zh_cn for each in there) else "en"
            raise CodeTaken.at(f"/{field}") from clash
        await ctx.audit("knowledge.pair.created", subject=f"knowledge/terms/{row['id']}", after=asdict(pair))
        return msgspec.convert(row, KnowledgePairRead)
