"""Imports of a catalogue and of opening stock, as tests ask for them."""

from typing import Any, Final

from inventory_house import refusals
from wellkept_sdk.testing import Json, TestApp

IMPORTS: Final = "/v1/inventory/imports"
SEAL: Final = {"code": "SEAL", "name": "Seal", "tracking": "lot"}
PUMP: Final = {"code": "PUMP", "name": "Pump", "tracking": "serial"}
STORE: Final = {"code": "STORE", "name": "Store", "time_zone": "Asia/Shanghai"}


def stock(line: str, part_code: str, quantity: str, **more: Any) -> Json:
    """Return a line of stock for the place STORE."""
    return {"line": line, "part_code": part_code, "location_code": "STORE", "quantity": quantity, **more}


async def taken(app: TestApp, **body: Any) -> Json:
    """Return what became of an import."""
    answer = await app.client.post(IMPORTS, json={"reference": "R", **body})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def refused(app: TestApp, **body: Any) -> list[tuple[str, str]]:
    """Return what a refusal of an import finds wrong."""
    return refusals(await app.client.post(IMPORTS, json={"reference": "R", **body}))
