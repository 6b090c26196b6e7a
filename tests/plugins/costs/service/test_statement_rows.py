"""Statements of many lines take few statements of SQL."""

from datetime import date
from uuid import UUID

import pytest

from costs_house import added, confirmed, costs_app, moved, settled
from wellkept_costs.schemas.statements import CostsStatementCreate
from wellkept_costs.service.statements import create
from wellkept_costs.tables import CostsLine
from wellkept_sdk.db import Dialect
from wellkept_sdk.ids import CustomerId, uuid7
from wellkept_sdk.testing import dialects

MANY = 10_000
STATEMENTS_MAX = 6


@pytest.mark.parametrize("dialect", dialects(), ids=str)
class TestAStatementOfManyLines:
    async def test_is_drawn_up_and_voided_in_few_statements(self, dialect: Dialect) -> None:
        async with costs_app(dialect) as app:
            ticket = await app.ticket(contract="plain")
            await added(app, ticket)
            await confirmed(app, ticket)
            ctx = await app.house.context("costs", None)
            [line] = await app.house.fetch("SELECT * FROM costs_line")
            async with ctx.db.transaction():
                await ctx.db.insert_many(
                    CostsLine, [{**line, "id": uuid7(), "number": number} for number in range(2, MANY + 1)]
                )
            customer_id = CustomerId(UUID(ticket["customer_id"]))
            draft = CostsStatementCreate(customer_id=customer_id, from_on=date(2026, 3, 1), to_on=date(2026, 4, 1))
            before = app.house.statements

            statement = await create(ctx, draft)

            assert app.house.statements - before <= STATEMENTS_MAX
            assert (len(statement.lines), statement.total.amount_minor) == (MANY, MANY * 30000)
            void = await moved(app, {"id": str(statement.id)}, "void", reason="Once more.")
            assert settled(void) == []
