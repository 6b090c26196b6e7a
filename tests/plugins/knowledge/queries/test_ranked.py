"""The statement of a search: who is left out early, and that it changes nothing."""

from collections.abc import AsyncIterator

import pytest

from articles_index import Shelf, index_app
from wellkept_knowledge.queries import search
from wellkept_knowledge.queries.ranked import Ranking, statement
from wellkept_knowledge.rules.ranking import Weighed
from wellkept_sdk.db import TRUE, Dialect
from wellkept_sdk.testing import dialects

WEIGHTS = [Weighed("a", 3.0, 10), Weighed("b", 2.0, 200), Weighed("c", 1.0, 300)]


def ranking(*groups: list[str], required: tuple[str, ...] = (), some: int | None = None) -> Ranking:
    return Ranking(weights=WEIGHTS, length_mean=50.0, where=TRUE, groups=groups, required=required, some=some, limit=21)


@pytest.fixture(params=dialects(), ids=str)
async def shelf(request: pytest.FixtureRequest) -> AsyncIterator[Shelf]:
    async with index_app(request.param) as shelf:
        yield shelf


class TestOnSqlite:
    def test_scores_every_token_once(self) -> None:
        assert statement(ranking(), Dialect.SQLITE).args == ('("a" OR "b" OR "c")',)
        assert statement(ranking(["a"], ["b"]), Dialect.SQLITE).args == ('("a") AND ("b" OR "c")',)
        assert statement(ranking(["a"]), Dialect.SQLITE).args == ('("a" OR "b" OR "c")', '("a")')
        assert statement(ranking(["a"], ["b"], required=("b",)), Dialect.SQLITE).args == (
            '("a") AND ("b" OR "c")',
            '("b")',
        )


class TestOnPostgres:
    def test_looks_few_documents_up_and_adds_all_postings_up_for_many(self) -> None:
        few, many = (statement(ranking(group), Dialect.POSTGRES) for group in (["a"], ["b"]))

        assert few.args[0] == ["a"]
        assert "chosen" in few.sql
        assert "chosen" not in many.sql

    def test_takes_a_sample_by_the_words_of_documents(self) -> None:
        assert statement(ranking(["a"], ["b", "c"], some=9), Dialect.POSTGRES).args[0] == "('a') & ('b' | 'c')"


class TestNarrowing:
    async def test_changes_no_hit(self, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
        kinds = ["液压", "润滑", "冷却", "主轴", "进给"]
        pieces = ["泵", "阀", "滤芯", "电机"]
        await shelf.put_all(
            {
                "title": f"{kinds[number % 5]}{pieces[number % 4]}",
                "symptom": f"{pieces[number % 3]}{'漏油' * (number % 3)} {number}",
                "boost_milli": 900 + number % 7 * 50,
                "status": "stale" if number % 11 == 0 else "published",
            }
            for number in range(120)
        )
        questions = ("液压泵", "液压泵 漏油", "冷却滤芯", '"主轴" 电机', "7 主轴", "进给阀漏油 42")
        whole = [[(hit.number, hit.points) for hit in await shelf.find(q, limit=5)] for q in questions]
        monkeypatch.setattr(search, "SCORED_AT_ONCE", 0)

        narrowed = [[(hit.number, hit.points) for hit in await shelf.find(q, limit=5)] for q in questions]

        assert narrowed == whole

    async def test_ends_after_two_hundred_hits(self, shelf: Shelf) -> None:
        await shelf.put_all({"title": "泵" if number < 210 else "阀"} for number in range(440))
        numbers: list[int] = []
        cursor = None
        for _ in range(5):
            page = await search.find(
                shelf.ctx, search.Question(query=search.Query(tokens=("泵",)), limit=45, cursor=cursor)
            )
            numbers += [hit.number for hit in page.items]
            cursor = page.next_cursor

        assert numbers == list(range(1, 201))
        assert cursor is None
