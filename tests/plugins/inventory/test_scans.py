from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from inventory_house import inventory_app, location, part, received, refusals
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, TestApp, dialects

SCANS = "/v1/inventory/scans"
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


class TestScan:
    async def test_of_gs1_elements_finds_part_lot_and_serial(self, app: TestApp) -> None:
        store = await location(app)
        bearing = await part(app, "BRG", gtin=GTIN, tracking="serial")
        await received(app, bearing, store, "1", serial="SN9", expires_on="2027-06-30")
        await received(app, bearing, store, "1", serial="SN8")

        scan = await scanned(app, "]C1010950600013435210L1\x1d21SN9")

        assert scan["matched"] is True
        assert scan["format"] == "gs1"
        assert scan["elements"] == [
            {"ai": "01", "value": GTIN},
            {"ai": "10", "value": "L1"},
            {"ai": "21", "value": "SN9"},
        ]
        assert found(scan) == ("BRG", "L1", "SN9")
        assert scan["expires_on"] == "2027-06-30"
        [balance] = scan["balances"]
        assert (balance["serial"], balance["location_id"], balance["quantity"]) == ("SN9", store["id"], "1.000")

    async def test_reads_every_way_in_which_a_gtin_is_written(self, app: TestApp) -> None:
        await part(app, "BRG", gtin=GTIN)
        ways = {
            "9506000134352": "gtin",
            "(01)09506000134352": "gs1",
            "https://id.gs1.org/01/09506000134352/10/L1": "gs1_link",
            "https://example.com/some/path/01/9506000134352": "gs1_link",
        }
        for text, form in ways.items():
            scan = await scanned(app, text)

            assert (scan["format"], scan["part"]["code"]) == (form, "BRG")

    async def test_of_an_expiry_says_the_last_day_of_the_month_for_day_00(self, app: TestApp) -> None:
        await part(app, "SEAL", gtin=GTIN)

        assert (await scanned(app, "(01)09506000134352(17)280200"))["expires_on"] == "2028-02-29"

    async def test_of_plain_text_finds_code_then_manufacturers_number_then_serial(self, app: TestApp) -> None:
        store = await location(app)
        await part(app, "6204-2Z")
        await part(app, "BRG", manufacturer_part_number="6204-2Z")
        await part(app, "SEAL", manufacturer_part_number="S-20")
        pump = await part(app, "PUMP", tracking="serial")
        await received(app, pump, store, "1", serial="P-0001")

        assert found(await scanned(app, "6204-2Z")) == ("6204-2Z", None, None)
        assert found(await scanned(app, " S-20\n")) == ("SEAL", None, None)
        assert found(await scanned(app, "P-0001")) == ("PUMP", None, "P-0001")

    async def test_of_what_several_parts_have_names_none_of_them(self, app: TestApp) -> None:
        store = await location(app)
        for code in ("A", "B"):
            made = await part(app, code, tracking="serial", manufacturer_part_number="SAME")
            await received(app, made, store, "1", serial="0001")

        for text in ("SAME", "0001"):
            scan = await scanned(app, text)

            assert (scan["matched"], scan["part"], scan["balances"]) == (False, None, [])

    async def test_of_digits_that_are_no_gtin_of_ours_may_be_a_serial(self, app: TestApp) -> None:
        pump = await part(app, "PUMP", tracking="serial")
        await received(app, pump, await location(app), "1", serial="9506000134352")

        assert found(await scanned(app, "9506000134352")) == ("PUMP", None, "9506000134352")

    @pytest.mark.parametrize("text", ["9506000134353", "]A095060001", "036000291453", "12345678901232"])
    async def test_of_a_gtin_with_a_wrong_check_digit_is_refused_unless_something_is_called_so(
        self, app: TestApp, text: str
    ) -> None:
        await part(app, "9506000134350")

        answer = await app.client.post(SCANS, json={"text": text})

        assert (answer.json()["code"], refusals(answer)) == (
            "inventory.scan.invalid",
            [("/text", "inventory.scan.invalid")],
        )
        assert found(await scanned(app, "9506000134350")) == ("9506000134350", None, None)

    async def test_of_what_nobody_knows_is_answered(self, app: TestApp) -> None:
        for text in ("nothing", "(01)09506000134352(21)S1", "wk:p/NONE", "wk:l/NONE", "9506000134352"):
            scan = await scanned(app, text)

            assert (scan["matched"], scan["part"], scan["location"], scan["balances"]) == (False, None, None, [])

    async def test_tells_only_what_lies_where_the_caller_stands(self, app: TestApp) -> None:
        bearing = await part(app, "BRG")
        store, van = await location(app, "STORE"), await location(app, "VAN")
        await received(app, bearing, store, "5")
        await received(app, bearing, van, "2")

        everywhere, here = await scanned(app, "BRG"), await scanned(app, "BRG", location_id=van["id"])
        nowhere = await app.client.post(SCANS, json={"text": "BRG", "location_id": NOBODY})

        assert sorted(each["quantity"] for each in everywhere["balances"]) == ["2.000", "5.000"]
        assert [each["quantity"] for each in here["balances"]] == ["2.000"]
        assert refusals(nowhere) == [("/location_id", "unknown_reference")]

    async def test_of_a_place_tells_what_lies_there(self, app: TestApp) -> None:
        bearing, store = await part(app, "BRG"), await location(app, "STORE/A1")
        await received(app, bearing, store, "5")

        scan = await scanned(app, "wk:l/STORE%2FA1")

        assert (scan["matched"], scan["location"]["code"]) == (True, "STORE/A1")
        assert [(each["part_id"], each["quantity"]) for each in scan["balances"]] == [(bearing["id"], "5.000")]

    async def test_that_is_malformed_is_refused(self, app: TestApp) -> None:
        for text in ("(01)09506000134353", "]C10109506000134353", "wk:x/A", "\x00\x01", "]C1", " "):
            answer = await app.client.post(SCANS, json={"text": text})

            assert answer.status_code == 422, text
            assert [each["pointer"] for each in answer.json()["errors"]] == ["/text"]
        answer = await app.client.post(SCANS, json={"text": "(01)09506000134353"})
        assert refusals(answer) == [("/text", "inventory.scan.invalid")]
        assert (await app.client.post(SCANS, json={"text": "x" * 4097})).status_code == 422
