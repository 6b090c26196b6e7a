import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import click
import pytest

from inventory_house import inventory_app
from inventree_store import as_import, inventree_store, location_code
from store_imports import IMPORTS, PUMP, SEAL, STORE, refused, stock, taken
from wellkept_inventory.commands import COMMANDS
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, TestApp, dialects

NOTHING = {"created": 0, "updated": 0, "unchanged": 0}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    dialect: Dialect = request.param
    async with inventory_app(dialect) as app:
        yield app


async def one(app: TestApp, collection: str, code: str) -> Json:
    [found] = (await app.client.get(f"/v1/inventory/{collection}", params={"code": code})).json()["items"]
    return found


async def codes(app: TestApp, collection: str) -> list[str]:
    return [found["code"] for found in (await app.client.get(f"/v1/inventory/{collection}")).json()["items"]]


async def run(app: TestApp, path: Path, *options: str) -> int:
    [command] = COMMANDS
    ctx = await app.house.context("inventory", None)
    with click.Command(command.name, params=list(command.params)).make_context("import", [str(path), *options]) as said:
        return await command.run(ctx, **said.params)


class TestImportOfInvenTree:
    async def test_has_the_totals_of_its_facts_however_often_it_is_done(
        self, app: TestApp, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        store = inventree_store()
        file = tmp_path / "store.json"
        file.write_text(json.dumps(as_import(store)))
        capsys.readouterr()

        assert await run(app, file) == 0
        assert await run(app, file) == 0

        assert capsys.readouterr().out.splitlines() == [
            "Places: 24 made, 0 changed, 0 as they were.",
            "Parts: 417 made, 0 changed, 0 as they were.",
            "Stock: 1092 lines posted, 0 were there before.",
            "Line 1190: 37.49040 is 37.490 here.",
            "Places: 0 made, 0 changed, 24 as they were.",
            "Parts: 0 made, 0 changed, 417 as they were.",
            "Stock: 0 lines posted, 1092 were there before.",
        ]
        sold = [item for _, item in store.items if item["customer"] is not None]
        assert len(sold) == store.facts["at_customer"]
        moves = await app.house.fetch(
            "SELECT move.quantity_milli, place.code, part.metadata, lot.kind FROM inventory_move move"
            " JOIN inventory_location place ON place.id = move.to_location_id"
            " JOIN inventory_part part ON part.id = move.part_id"
            " LEFT JOIN inventory_lot lot ON lot.id = move.lot_id"
        )
        assert len(moves) + len(sold) == store.facts["stock_items"]
        total = Decimal(sum(move["quantity_milli"] for move in moves)).scaleb(-3)
        at_customers = sum(Decimal(item["quantity"]) for item in sold)
        assert abs(total + at_customers - Decimal(str(store.facts["total_quantity"]))) <= Decimal("0.0005")
        serials = sum(move["kind"] == "serial" for move in moves)
        assert serials + sum(bool(item["serial"]) for item in sold) == store.facts["serialised"]
        assert len({move["metadata"]["inventree"]["part"] for move in moves}) == store.facts["parts_with_stock"]
        by_status = Counter(code.removeprefix("QUARANTINE-") for code in (move["code"] for move in moves))
        for status in ("50", "55", "65", "75"):
            of_sold = sum(item["status"] == int(status) for item in sold)
            assert by_status[status] + of_sold == store.facts["by_status"][status]
        [balances] = await app.house.fetch(
            "SELECT SUM(quantity_milli) AS milli, COUNT(*) AS places FROM inventory_balance WHERE real"
        )
        assert Decimal(balances["milli"]).scaleb(-3) == total
        assert await places_of(app) == Counter(location_code(item) for _, item in store.in_stock)


async def places_of(app: TestApp) -> Counter[str]:
    rows = await app.house.fetch(
        "SELECT place.code FROM inventory_move move JOIN inventory_location place ON place.id = move.to_location_id"
    )
    return Counter(row["code"] for row in rows)


class TestImport:
    async def test_says_what_became_of_everything(self, app: TestApp) -> None:
        body = {
            "locations": [{"code": "A1", "name": "A1", "parent_code": "STORE"}, STORE],
            "parts": [SEAL, PUMP, {"code": "OIL", "name": "Oil", "unit": "L", "whole_units": False}],
            "stock": [
                stock("1", "SEAL", "12.00000", lot="B-17", expires_on="2027-01-01"),
                stock("2", "PUMP", "1", serial="SN1", unit_cost={"amount_minor": 120_000, "currency": "CNY"}),
                stock("3", "OIL", "37.4905"),
            ],
        }

        first, again = await taken(app, **body), await taken(app, **body)

        assert {**first, "postings": len(first["postings"])} == {
            "reference": "R",
            "locations": {"created": 2, "updated": 0, "unchanged": 0},
            "parts": {"created": 3, "updated": 0, "unchanged": 0},
            "posted": 3,
            "already_posted": 0,
            "postings": 1,
            "rounded": [{"line": "3", "given": "37.4905", "taken": "37.491"}],
            "dry_run": False,
        }
        assert again == {
            "reference": "R",
            "locations": {"created": 0, "updated": 0, "unchanged": 2},
            "parts": {"created": 0, "updated": 0, "unchanged": 3},
            "posted": 0,
            "already_posted": 3,
            "postings": [],
            "rounded": [],
            "dry_run": False,
        }
        inner, outer = await one(app, "locations", "A1"), await one(app, "locations", "STORE")
        assert (inner["parent_id"], inner["time_zone"]) == (outer["id"], "Asia/Shanghai")
        scan = (await app.client.post("/v1/inventory/scans", json={"text": "SN1"})).json()
        assert [each["quantity"] for each in scan["balances"]] == ["1.000"]

    async def test_changes_what_differs_and_leaves_the_rest(self, app: TestApp) -> None:
        await taken(app, locations=[STORE], parts=[{**SEAL, "metadata": {"a": 1}, "models": [{"model": "A"}]}])

        read = await taken(
            app,
            locations=[{"code": "STORE", "sourcing_priority": 3}, {"code": "NEW", "name": "New"}],
            parts=[{"code": "SEAL", "criticality": "vital", "models": [{"model": "B"}], "metadata": {"b": 2}}],
        )
        moved = await taken(
            app, locations=[{"code": "STORE", "parent_code": "NEW"}], parts=[{"code": "SEAL", "wear_part": True}]
        )

        assert (read["locations"], read["parts"]) == (
            {"created": 1, "updated": 1, "unchanged": 0},
            {"created": 0, "updated": 1, "unchanged": 0},
        )
        assert (moved["locations"]["updated"], moved["parts"]["updated"]) == (1, 1)
        seal, store = await one(app, "parts", "SEAL"), await one(app, "locations", "STORE")
        assert (seal["name"], seal["criticality"], seal["metadata"]) == ("Seal", "vital", {"a": 1, "b": 2})
        assert [each["model"] for each in seal["models"]] == ["B"]
        assert (store["name"], store["sourcing_priority"]) == ("Store", 3)
        assert store["parent_id"] == (await one(app, "locations", "NEW"))["id"]

    async def test_takes_all_or_nothing(self, app: TestApp) -> None:
        mistakes = await refused(app, locations=[STORE], parts=[SEAL], stock=[stock("1", "SEAL", "1")])

        assert mistakes == [("/stock/0/lot", "inventory.lot.required")]
        assert await codes(app, "parts") == []
        assert [code for code in await codes(app, "locations") if not code.startswith("@")] == []

    async def test_on_trial_checks_everything_and_keeps_nothing(self, app: TestApp) -> None:
        body = {"locations": [STORE], "parts": [SEAL], "stock": [stock("1", "SEAL", "1", lot="L1")], "dry_run": True}

        read = await taken(app, **body)

        assert (read["posted"], read["dry_run"], read["parts"]["created"]) == (1, True, 1)
        assert (await app.client.get("/v1/inventory/parts")).json()["items"] == []
        assert read["postings"] == []
        assert await taken(app, **body) == read

    async def test_done_twice_at_the_same_time_takes_everything_once(self, app: TestApp) -> None:
        body = {"locations": [STORE], "parts": [PUMP], "stock": [stock("1", "PUMP", "1", serial="SN1")]}

        reads = await asyncio.gather(taken(app, **body), taken(app, **body))

        assert sorted(read["posted"] for read in reads) == [0, 1]
        assert sorted(read["parts"]["created"] for read in reads) == [0, 1]

    async def test_does_not_bring_a_piece_that_is_here(self, app: TestApp) -> None:
        await taken(app, locations=[STORE], parts=[PUMP], stock=[stock("1", "PUMP", "1", serial="S1")])

        answer = await app.client.post(
            IMPORTS, json={"reference": "OTHER", "stock": [stock("1", "PUMP", "1", serial="S1")]}
        )

        assert (answer.status_code, answer.json()["code"]) == (409, "inventory.serial.in_stock")

    async def test_is_refused_in_the_wrong_form(self, app: TestApp) -> None:
        wrong: list[tuple[Json, list[tuple[str, str]]]] = [
            ({"reference": ""}, [("/reference", "too_short")]),
            ({"stock": [stock("1", "A", "-1")]}, [("/stock/0/quantity", "pattern")]),
            ({"stock": [stock("1", "A", "1e3")]}, [("/stock/0/quantity", "pattern")]),
            ({"stock": [{**stock("1", "A", "1"), "quantity": 1}]}, [("/stock/0/quantity", "type")]),
            ({"parts": [{"code": f"P{at}"} for at in range(501)]}, [("/parts", "too_long")]),
            ({"customers": []}, [("/customers", "unknown_field")]),
        ]
        for body, mistakes in wrong:
            assert await refused(app, **body) == mistakes, body

    async def test_of_nothing_changes_nothing(self, app: TestApp) -> None:
        read = await taken(app)

        assert (read["locations"], read["parts"], read["posted"]) == (NOTHING, NOTHING, 0)

    async def test_is_for_those_who_keep_the_catalogue(self, app: TestApp) -> None:
        engineer = await app.as_actor(Role.ENGINEER)

        assert (await engineer.post(IMPORTS, json={"reference": "R"})).status_code == 403


class TestCommand:
    async def test_on_trial_keeps_nothing(
        self, app: TestApp, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = tmp_path / "store.json"
        file.write_text(json.dumps({"reference": "R", "parts": [SEAL]}))
        capsys.readouterr()

        assert await run(app, file, "--dry-run") == 0

        assert capsys.readouterr().out.splitlines()[:3] == [
            "Nothing of this was kept.",
            "Places: 0 made, 0 changed, 0 as they were.",
            "Parts: 1 made, 0 changed, 0 as they were.",
        ]
        assert (await app.client.get("/v1/inventory/parts")).json()["items"] == []

    async def test_fails_with_a_reason_and_keeps_the_batches_before(
        self, app: TestApp, capsys: pytest.CaptureFixture[str]
    ) -> None:
        body = {"reference": "R", "locations": [STORE], "parts": [SEAL], "stock": [stock("1", "SEAL", "1")]}
        files = {b"{": "store.json cannot be read", json.dumps(body).encode(): "/stock/0/lot: "}
        [command] = COMMANDS
        for content, reason in files.items():
            file = BytesIO(content)
            file.name = "store.json"

            assert await command.run(await app.house.context("inventory", None), file=file, dry_run=False) == 1
            assert reason in capsys.readouterr().err

        assert (await one(app, "parts", "SEAL"))["version"] == 1
