from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from inventory_house import inventory_app, location, part, refusals
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, TestApp, dialects

SCANS = "/v1/inventory/scans"
LABELS = "/v1/inventory/labels"
GTIN = "09506000134352"
NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    dialect: Dialect = request.param
    async with inventory_app(dialect) as app:
        yield app


async def scanned(app: TestApp, text: str, **more: Any) -> Json:
    answer = await app.client.post(SCANS, json={"text": text, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def found(scan: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what a scan names: the part's code, its lot, its serial."""
    code = None if scan["part"] is None else scan["part"]["code"]
    return (code, scan["lot"], scan["serial"])


async def content(app: TestApp, **parameters: Any) -> Json:
    answer = await app.client.get(LABELS, params={**parameters, "format": "json"})
    assert answer.status_code == 200, answer.text
    return answer.json()


class TestLabel:
    async def test_is_scanned_back(self, app: TestApp) -> None:
        coded = await part(app, "BRG/6204", tracking="lot")
        numbered = await part(app, "SEAL", tracking="serial", gtin=GTIN)
        store = await location(app, "STORE/A1")
        wanted: list[tuple[Json, tuple[Any, ...]]] = [
            ({"part_id": coded["id"]}, ("BRG/6204", None, None)),
            ({"part_id": coded["id"], "lot": "批次 1/2%?"}, ("BRG/6204", "批次 1/2%?", None)),
            ({"part_id": numbered["id"], "lot": "L1", "serial": "S/1"}, ("SEAL", "L1", "S/1")),
            ({"part_id": numbered["id"], "serial": "序号😀"}, ("SEAL", None, "序号😀")),
        ]
        for parameters, names in wanted:
            label = await content(app, **parameters)

            assert found(await scanned(app, label["content"])) == names, label
        label = await content(app, location_id=store["id"])
        assert (await scanned(app, label["content"]))["location"]["id"] == store["id"]

    async def test_says_to_people_what_it_is_of(self, app: TestApp) -> None:
        seal = await part(app, "SEAL", name="密封圈", gtin=GTIN)
        store = await location(app, "A1")

        assert await content(app, part_id=seal["id"], lot="L1") == {
            "content": f"https://id.gs1.org/01/{GTIN}/10/L1",
            "lines": ["SEAL", "密封圈", f"(01) {GTIN}", "(10) L1"],
        }
        assert await content(app, location_id=store["id"]) == {"content": "wk:l/A1", "lines": ["A1", "A1"]}

    async def test_is_a_picture(self, app: TestApp) -> None:
        seal = await part(app, "SEAL")

        drawn = await app.client.get(LABELS, params={"part_id": seal["id"]})
        printed = await app.client.get(LABELS, params={"part_id": seal["id"], "format": "png"})

        assert drawn.headers["Content-Type"].startswith("image/svg+xml")
        assert drawn.text.startswith("<svg")
        assert "SEAL" in drawn.text
        assert printed.headers["Content-Type"] == "image/png"
        assert printed.content.startswith(b"\x89PNG\r\n")

    async def test_is_of_one_thing(self, app: TestApp) -> None:
        seal, store = await part(app, "SEAL"), await location(app, "A1")
        wrong: list[tuple[Json, list[tuple[str, str]]]] = [
            ({}, [("query/part_id", "inventory.label.ambiguous")]),
            ({"part_id": seal["id"], "location_id": store["id"]}, [("query/part_id", "inventory.label.ambiguous")]),
            ({"location_id": store["id"], "lot": "L1"}, [("query/lot", "inventory.label.ambiguous")]),
            ({"location_id": store["id"], "serial": "S1"}, [("query/serial", "inventory.label.ambiguous")]),
            ({"part_id": NOBODY}, [("query/part_id", "unknown_reference")]),
            ({"location_id": NOBODY}, [("query/location_id", "unknown_reference")]),
            ({"part_id": seal["id"], "format": "pdf"}, [("query/format", "not_a_choice")]),
            ({"part_id": seal["id"], "lot": "x" * 65}, [("query/lot", "too_long")]),
        ]
        for parameters, mistakes in wrong:
            answer = await app.client.get(LABELS, params=parameters)

            assert refusals(answer) == mistakes, parameters
