"""A small knowledge base in the demo: published articles in both languages, one to be looked at, votes, a draft."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from wellkept_knowledge.queries.articles import titled
from wellkept_knowledge.rules.kinds import KnowledgeVoteKind
from wellkept_knowledge.schemas.articles import KnowledgeArticleCreate
from wellkept_knowledge.schemas.pairs import KnowledgePairCreate
from wellkept_knowledge.schemas.transitions import KnowledgeMarkStale, KnowledgePublish, KnowledgeSubmit
from wellkept_knowledge.schemas.votes import KnowledgeVoteCreate
from wellkept_knowledge.service import articles, pairs, transitions, voting
from wellkept_sdk import Ctx, RecordName, RecordRef
from wellkept_sdk.demo import Demo, DemoDeed, DemoScene, DemoTicket
from wellkept_sdk.http import IfMatch
from wellkept_sdk.records.tickets import TicketStatus

_ARTICLES: Final = Path(__file__).parent / "data" / "demo_articles.json"
_DAY: Final = timedelta(days=1)
_AFTER_MOVE: Final = timedelta(minutes=40)
_DRAFTED_BEFORE: Final = timedelta(days=3)
_STALE_BEFORE: Final = timedelta(days=10)
#: So many tickets of a family are helped by an article.
_HELPED: Final = 3
_DONE: Final = (TicketStatus.RESOLVED, TicketStatus.CONFIRMED, TicketStatus.CLOSED)
_ANY_VERSION: Final = IfMatch()
_REASON: Final = "厂家更新了间隙尺寸"


class Written(Struct, frozen=True, kw_only=True):
    """An article about items of a family."""

    family: str
    written_days_ago: int
    article: KnowledgeArticleCreate
    is_stale: bool = False


class Shelf(Struct, frozen=True, kw_only=True):
    """What the demo knows."""

    articles: tuple[Written, ...]
    draft: KnowledgeArticleCreate
    terms: tuple[KnowledgePairCreate, ...]


def tell(scene: DemoScene) -> Sequence[DemoDeed]:
    """Return what is written, published, judged and drafted, in the order in which it happens."""
    shelf = msgspec.json.decode(_ARTICLES.read_bytes(), type=Shelf)
    deeds = [
        DemoDeed(at=scene.at - _DRAFTED_BEFORE, actor=scene.engineer, run=partial(_write, article=shelf.draft)),
        DemoDeed(at=scene.at - _DRAFTED_BEFORE, actor=scene.engineer, run=partial(_name, terms=shelf.terms)),
    ]
    for written in shelf.articles:
        deeds += _of_article(scene, written)
    return sorted(deeds, key=lambda deed: deed.at)


def _of_article(scene: DemoScene, written: Written) -> Iterator[DemoDeed]:
    begin, title = scene.at - written.written_days_ago * _DAY, written.article.title
    yield DemoDeed(at=begin, actor=scene.engineer, run=partial(_submit, article=written.article))
    yield DemoDeed(at=begin + _DAY, actor=scene.dispatcher, run=partial(_publish, title=title))
    if written.is_stale:
        yield DemoDeed(at=scene.at - _STALE_BEFORE, actor=scene.dispatcher, run=partial(_doubt, title=title))
        return
    for ticket in _helped(scene, written):
        yield DemoDeed(
            at=min(ticket.moved_at + _AFTER_MOVE, scene.at),
            actor=scene.engineer,
            record=RecordRef(RecordName.TICKET, ticket.id),
            run=partial(_vote, title=title, ticket=ticket),
        )


def _helped(scene: DemoScene, written: Written) -> Sequence[DemoTicket]:
    since = scene.at - (written.written_days_ago - 2) * _DAY
    done = [each for each in scene.tickets if each.family == written.family and each.status in _DONE]
    return [each for each in done if each.moved_at >= since][:_HELPED]


async def _write(ctx: Ctx, *, article: KnowledgeArticleCreate) -> None:
    await articles.create(ctx, article)


async def _name(ctx: Ctx, *, terms: Sequence[KnowledgePairCreate]) -> None:
    for pair in terms:
        await pairs.create(ctx, pair)


async def _submit(ctx: Ctx, *, article: KnowledgeArticleCreate) -> None:
    written = await articles.create(ctx, article)
    await transitions.transition(ctx, written.id, KnowledgeSubmit(), if_match=_ANY_VERSION)


async def _publish(ctx: Ctx, *, title: str) -> None:
    await transitions.transition(ctx, await titled(ctx, title), KnowledgePublish(), if_match=_ANY_VERSION)


async def _doubt(ctx: Ctx, *, title: str) -> None:
    doubt = KnowledgeMarkStale(reason=_REASON)
    await transitions.transition(ctx, await titled(ctx, title), doubt, if_match=_ANY_VERSION)


async def _vote(ctx: Ctx, *, title: str, ticket: DemoTicket) -> None:
    kind = KnowledgeVoteKind.SOLVED if ticket.status is TicketStatus.CLOSED else KnowledgeVoteKind.USED
    given = KnowledgeVoteCreate(article_id=await titled(ctx, title), kind=kind)
    await voting.vote(ctx, ticket.id, given)


DEMO: Final = Demo(tell=tell)
