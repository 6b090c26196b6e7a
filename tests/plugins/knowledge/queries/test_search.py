"""Which articles a search finds, and in which order, on both databases."""

from collections.abc import AsyncIterator
from decimal import Decimal

import pytest

from articles_index import Shelf, index_app
from wellkept_knowledge.queries.search import Favour
from wellkept_sdk.testing import dialects


@pytest.fixture(params=dialects(), ids=str)
async def shelf(request: pytest.FixtureRequest) -> AsyncIterator[Shelf]:
    async with index_app(request.param) as shelf:
        yield shelf


class TestChinese:
    @pytest.mark.parametrize("q", ["压力", "泵", "液压泵", "油压 压力", "压 力"])
    async def test_is_found_by_words_and_characters(self, shelf: Shelf, q: str) -> None:
        await shelf.put("液压泵压力不足")
        await shelf.put("电机过热")

        assert await shelf.numbers(q) == [1]

    async def test_is_not_found_across_articles(self, shelf: Shelf) -> None:
        await shelf.put("液压泵压力不足")
        await shelf.put("电机过热")

        assert await shelf.numbers("过热") == [2]
        assert await shelf.numbers('"热压"') == []


class TestCode:
    @pytest.mark.parametrize("q", ["E-501", "e501", "501", "Ｅ－５０１"])
    async def test_is_found_in_every_writing(self, shelf: Shelf, q: str) -> None:
        await shelf.put("Pump", labels={"fault_code": ["E-501"]})
        await shelf.put("Motor", labels={"fault_code": ["F-7"]})
        await shelf.put("Valve")

        assert await shelf.numbers(q) == [1]

    @pytest.mark.parametrize("q", ["e50", "50"])
    async def test_is_not_found_by_a_part_of_a_number(self, shelf: Shelf, q: str) -> None:
        await shelf.put("Pump", labels={"fault_code": ["E-501"]})

        assert await shelf.numbers(q) == []


class TestEnglish:
    async def test_is_found_by_other_forms_of_its_words(self, shelf: Shelf) -> None:
        await shelf.put("pump leaks")
        await shelf.put("motor hot")
        await shelf.put("leaks of a pump")

        assert await shelf.numbers("pumps leaking") == [1, 3]
        assert await shelf.numbers('"pump leaks"') == [1]
        assert await shelf.numbers('"pumps leaking"') == []

    async def test_needs_what_is_quoted_beside_any_of_the_rest(self, shelf: Shelf) -> None:
        await shelf.put("pump leaks", symptom="100%_sure")
        await shelf.put("pump leaks badly", symptom="1000_sure")

        assert await shelf.numbers('"100%_sure" badly') == [1]
        assert await shelf.numbers('"PUMP  Leaks" "1000_sure"') == [2]
        assert await shelf.numbers('"unclosed pump') == [1, 2]


class TestFilters:
    async def test_narrow_to_labels_and_language(self, shelf: Shelf) -> None:
        await shelf.put("泵", labels={"model": ["HP-200"], "fault_code": ["E-1"], "category": ["hydraulics"]})
        await shelf.put("泵", language="en", labels={"model": ["HP-300"]})
        await shelf.put("电机")
        await shelf.put("阀门")

        assert await shelf.numbers("泵") == [1, 2] or await shelf.numbers("泵") == [2, 1]
        assert await shelf.numbers("泵", model="HP-200") == [1]
        assert await shelf.numbers("泵", fault_code="E-1") == [1]
        assert await shelf.numbers("泵", category="hydraulics") == [1]
        assert await shelf.numbers("泵", language="en") == [2]
        assert await shelf.numbers("泵", model="HP-200", language="en") == []


class TestRank:
    async def test_is_that_of_the_formula(self, shelf: Shelf) -> None:
        await shelf.put("alpha beta", symptom="beta", cause="gamma")
        await shelf.put("delta", symptom="beta")
        await shelf.put("epsilon zeta eta")
        await shelf.put("theta")
        await shelf.put("iota")

        scores = {hit.number: hit.score for hit in await shelf.find("alpha beta")}

        assert scores == {1: Decimal("2.002456"), 2: Decimal("0.474789")}

    async def test_halves_what_is_stale_and_follows_the_votes(self, shelf: Shelf) -> None:
        for status, boost in (("published", 1000), ("published", 1167), ("stale", 1000)):
            await shelf.put("液压泵", status=status, boost_milli=boost)
        for _ in range(4):
            await shelf.put("电机")

        hits = await shelf.find("液压泵")

        assert [hit.number for hit in hits] == [2, 1, 3]
        plain = hits[1].score
        assert hits[0].score == (plain * Decimal("1.167")).quantize(Decimal("0.000001"))
        assert hits[2].score == (plain / 2).quantize(Decimal("0.000001"))

    async def test_raises_what_is_favoured(self, shelf: Shelf) -> None:
        await shelf.put("液压泵")
        await shelf.put("液压泵", labels={"model": ["M"]})
        await shelf.put("液压泵", labels={"fault_code": ["F"]})
        await shelf.put("液压泵", labels={"model": ["M"], "fault_code": ["F"]})
        for _ in range(5):
            await shelf.put("电机")

        hits = await shelf.find("液压泵", favour=Favour(model="M", fault_code="F"))

        assert [hit.number for hit in hits] == [4, 3, 2, 1]
        assert [(hit.has_model, hit.has_fault_code) for hit in hits] == [
            (True, True),
            (False, True),
            (True, False),
            (False, False),
        ]
        assert [hit.number for hit in await shelf.find("液压泵", favour=Favour())] == [1, 2, 3, 4]


class TestDocuments:
    async def test_that_are_not_published_are_not_found(self, shelf: Shelf) -> None:
        article = await shelf.put("液压泵")
        await shelf.change(article, status="retired")

        assert await shelf.numbers("液压泵") == []
        await shelf.change(article, status="stale", stale_because="review_date")
        assert await shelf.numbers("液压泵") == [1]

    async def test_are_found_by_the_published_revision_alone(self, shelf: Shelf) -> None:
        article = await shelf.put("旧文 液压泵")
        await shelf.revise(article, 2, title="新文 电机")

        assert (await shelf.numbers("液压泵"), await shelf.numbers("电机")) == ([1], [])
        await shelf.change(article, published_revision=2)
        assert (await shelf.numbers("液压泵"), await shelf.numbers("电机")) == ([], [1])
        assert (await shelf.find("电机"))[0].revision == 2
