"""How many statements of SQL a statement costs."""

from typing import Any

import msgspec
import pytest

from consignment_house import consignment_app, shelf
from consignment_statements import seen
from wellkept_consignment.schemas.statements import ConsignmentStatementCreate
from wellkept_consignment.service import statements
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import dialects

JANUARY = {"period_from": "2026-01-01", "period_to": "2026-02-01"}


@pytest.mark.parametrize("dialect", dialects(), ids=str)
async def test_drawing_up_costs_six_statements_however_many_lines(
    dialect: Dialect, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with consignment_app(dialect) as app:
        pump = await shelf(app, quantity="12")
        ticket = await app.ticket(contract="plain")
        for number in range(12):
            await pump.use(ticket, "1", at=f"2026-01-20T02:{number:02d}:00Z")
        ctx = await app.house.context("consignment", None)
        counted: list[str] = []
        for name in ("fetch", "fetch_one", "execute", "execute_many", "insert", "insert_many", "update", "locked"):
            real = getattr(ctx.db, name)

            async def counting(*args: Any, _real: Any = real, _name: str = name, **values: Any) -> Any:
                counted.append(_name)
                return await _real(*args, **values)

            monkeypatch.setattr(ctx.db, name, counting)
        said: dict[str, Any] = {**JANUARY, "agreement_id": pump.agreement["id"]}

        drawn = await statements.create(ctx, _draft(said))

        # Audit and outbox write one row each beside these, through statements of their own.
        assert len(counted) <= 4, counted
        assert (await seen(app, {"id": str(drawn.id)}))["line_count"] == 12


def _draft(said: dict[str, Any]) -> ConsignmentStatementCreate:
    return msgspec.convert(said, ConsignmentStatementCreate)
