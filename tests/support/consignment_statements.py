"""Statements of suppliers' stock, told in the words of those who settle."""

from typing import Any, Final

import httpx

from consignment_house import Shelf
from wellkept_sdk.testing import Json, TestApp

STATEMENTS: Final = "/v1/consignment/statements"
EVIDENCE: Final = {"kind": "email", "contact_name": "Li"}


async def try_drawn(shelf: Shelf, period_from: str = "2026-01-01", period_to: str = "2026-02-01") -> httpx.Response:
    """Ask for a statement, of January unless another period is named."""
    body = {"agreement_id": shelf.agreement["id"], "period_from": period_from, "period_to": period_to}
    return await shelf.app.client.post(STATEMENTS, json=body)


async def drawn(shelf: Shelf, period_from: str = "2026-01-01", period_to: str = "2026-02-01") -> Json:
    """Return a new statement."""
    answer = await try_drawn(shelf, period_from, period_to)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def done(app: TestApp, statement: Json, action: str, **values: Any) -> httpx.Response:
    """Ask for an action on a statement."""
    return await app.client.post(f"{STATEMENTS}/{statement['id']}/transitions", json={"action": action, **values})


async def issued_statement(shelf: Shelf) -> Json:
    """Return the statement of January, issued."""
    answer = await done(shelf.app, await drawn(shelf), "issue")
    assert answer.status_code == 201, answer.text
    return answer.json()


async def statement_lines(app: TestApp, statement: Json) -> list[Json]:
    """Return the lines of a statement as they occurred."""
    answer = await app.client.get(f"{STATEMENTS}/{statement['id']}/lines", params={"limit": 200})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def seen(app: TestApp, statement: Json) -> Json:
    """Return a statement as it is now."""
    answer = await app.client.get(f"{STATEMENTS}/{statement['id']}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def answered(client: httpx.AsyncClient, statement: Json, *answers: Json, **values: Any) -> httpx.Response:
    """Answer lines of a statement."""
    return await client.post(f"{STATEMENTS}/{statement['id']}/answers", json={"answers": list(answers), **values})


async def ended(app: TestApp, statement: Json, *outcomes: Json) -> httpx.Response:
    """End disputes of a statement."""
    return await app.client.post(f"{STATEMENTS}/{statement['id']}/outcomes", json={"outcomes": list(outcomes)})


def confirmed(line: Json) -> Json:
    """Return the answer that a line is right."""
    return {"statement_line_id": line["id"], "answer": "confirmed"}


def disputed(line: Json, **values: Any) -> Json:
    """Return the answer that a line is wrong."""
    return {"statement_line_id": line["id"], "answer": "disputed", "reason": "One was given back.", **values}


def money(amount_minor: int, currency: str = "CNY") -> Json:
    """Return an amount."""
    return {"amount_minor": amount_minor, "currency": currency}
