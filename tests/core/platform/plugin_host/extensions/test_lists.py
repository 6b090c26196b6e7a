from typing import Any

import pytest

from api import Api, Json
from refusals import mistakes
from wellkept.platform.storage.engines import PgEngine, SqliteEngine

SORTS = {
    "extensions.weather.limit_mps": ["low", "high", "none", "windless"],
    "-extensions.weather.limit_mps": ["high", "low", "windless", "none"],
    "extensions.weather.hold_until": ["high", "low", "none", "windless"],
    "-extensions.weather.hold_until": ["low", "high", "windless", "none"],
}


@pytest.fixture
async def tickets(database: SqliteEngine | PgEngine, boss: Api, windy: Json) -> None:
    """Make four tickets: two with a limit, one without, and one that a row says more of than its contract allows."""
    low = {"limit_mps": 5, "hold_until": "2026-11-23T01:00:00Z"}
    high = {"limit_mps": 30, "hold_until": "2026-11-22T01:00:00.5Z"}
    await boss.ticket(title="low", project_id=windy["id"], extensions={"weather": low})
    await boss.ticket(title="high", project_id=windy["id"], extensions={"weather": high})
    await boss.ticket(title="none", project_id=windy["id"])
    windless = await boss.ticket(title="windless")
    await database.execute("INSERT INTO weather_ticket (ticket_id, limit_mps) VALUES (?, 5)", windless["id"])


async def titles(boss: Api, **params: Any) -> list[str]:
    return [item["title"] for item in await boss.all_items("/v1/tickets", sort="number", **params)]


@pytest.mark.usefixtures("tickets")
class TestInclude:
    async def test_loads_nothing_unless_it_is_asked_for(self, boss: Api) -> None:
        assert [item["extensions"] for item in await boss.all_items("/v1/tickets")] == [{}, {}, {}, {}]

    async def test_loads_what_is_asked_for_where_the_plugin_is_active(self, boss: Api) -> None:
        items = await boss.all_items("/v1/tickets", include="weather", sort="number")

        limits = [item["extensions"].get("weather", {}).get("limit_mps") for item in items]
        assert limits == [5, 30, None, None]

    @pytest.mark.parametrize("names", ["sla", "weather,sla", "weather,", " weather", "Weather"])
    async def test_knows_no_other_plugins(self, boss: Api, names: str) -> None:
        answer = await boss.get("/v1/tickets", params={"include": names})

        assert mistakes(answer) == {"query/include": "not_a_choice"}

    async def test_is_there_on_every_list_whose_records_are_extended(self, boss: Api) -> None:
        await boss.customer(extensions={"gatekeeper": {"note": "Ring twice."}})

        found = await boss.found("/v1/customers", params={"include": "gatekeeper", "extensions.gatekeeper.note": "x"})
        unknown = await boss.get("/v1/customers", params={"include": "weather"})

        assert found["items"] == []
        assert mistakes(unknown) == {"query/include": "not_a_choice"}


@pytest.mark.usefixtures("tickets")
class TestFilters:
    async def test_find_records_for_which_the_plugin_is_active(self, boss: Api) -> None:
        assert await titles(boss, **{"extensions.weather.limit_mps": 5}) == ["low"]

    async def test_go_together_with_each_other_and_with_those_of_core(self, boss: Api) -> None:
        held = {"extensions.weather.held_since": "2026-11-22T02:00:00+01:00"}

        assert await titles(boss, **held) == ["low", "high"]
        assert await titles(boss, **held, **{"extensions.weather.limit_mps": 30}) == ["high"]
        assert await titles(boss, **held, number="T-00000001") == ["low"]

    @pytest.mark.parametrize(
        ("name", "value", "code"),
        [
            ("extensions.weather.limit_mps", "much", "type"),
            ("extensions.weather.limit_mps", "99999999999999999999", "too_large"),
            ("extensions.weather.held_since", "2026-11-22T01:00:00", "naive_time"),
            ("extensions.weather.colour", "red", "unknown_parameter"),
            ("extensions.gatekeeper.note", "", "too_short"),
        ],
    )
    async def test_are_as_strict_as_those_of_core(self, boss: Api, name: str, value: str, code: str) -> None:
        assert mistakes(await boss.get("/v1/tickets", params={name: value})) == {f"query/{name}": code}

    async def test_bind_the_cursor(self, boss: Api) -> None:
        held = {"extensions.weather.held_since": "2026-11-20T00:00:00Z", "limit": 1}
        first = await boss.found("/v1/tickets", params=held)

        other = {"extensions.weather.held_since": "2026-11-21T00:00:00Z", "limit": 1, "cursor": first["next_cursor"]}

        assert mistakes(await boss.get("/v1/tickets", params=other)) == {"query/cursor": "cursor_invalid"}
        assert len(await boss.all_items("/v1/tickets", **held)) == 2


@pytest.mark.usefixtures("tickets")
class TestSorts:
    @pytest.mark.parametrize("word", SORTS)
    async def test_put_records_without_a_value_last_and_page_through_all(self, boss: Api, word: str) -> None:
        items = await boss.all_items("/v1/tickets", sort=word, limit=1)

        assert [item["title"] for item in items] == SORTS[word]

    async def test_know_no_other_words(self, boss: Api) -> None:
        answer = await boss.get("/v1/tickets?sort=extensions.weather.colour")

        assert mistakes(answer) == {"query/sort": "not_a_choice"}


class TestOtherLists:
    @pytest.mark.parametrize("kind", ["customer", "project", "equipment"])
    async def test_are_filtered_and_sorted_alike(self, boss: Api, kind: str) -> None:
        values = {"project_id": (await boss.project())["id"]} if kind == "equipment" else {}
        for note in ("second", "first"):
            await getattr(boss, kind)(**values, extensions={"gatekeeper": {"note": note}})
        url = f"/v1/{'equipment' if kind == 'equipment' else kind + 's'}"

        filtered = await boss.all_items(url, **{"extensions.gatekeeper.note": "first", "include": "gatekeeper"})
        by_note = await boss.all_items(url, sort="-extensions.gatekeeper.note", include="gatekeeper", limit=1)

        assert [item["extensions"]["gatekeeper"]["note"] for item in filtered] == ["first"]
        assert [item["extensions"].get("gatekeeper", {}).get("note") for item in by_note][:2] == ["second", "first"]
