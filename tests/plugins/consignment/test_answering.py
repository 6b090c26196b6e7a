"""Answers to the lines of a statement."""

from collections.abc import AsyncIterator

import pytest

from consignment_house import Shelf, consignment_app, shelf
from consignment_statements import (
    EVIDENCE,
    STATEMENTS,
    answered,
    confirmed,
    disputed,
    done,
    drawn,
    issued_statement,
    money,
    seen,
    statement_lines,
)
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with consignment_app(request.param) as app:
        yield app


async def asked(app: TestApp) -> tuple[Shelf, Json, list[Json]]:
    pump = await shelf(app)
    ticket = await app.ticket(contract="plain")
    await pump.use(ticket, "4", at="2026-01-20T02:00:00Z")
    await pump.use(ticket, "1", at="2026-01-21T02:00:00Z")
    statement = await issued_statement(pump)
    return pump, statement, await statement_lines(app, statement)


class TestAnswer:
    async def test_of_the_supplier_may_change_until_both_agree(self, app: TestApp) -> None:
        pump, statement, [first, second] = await asked(app)
        partner = await pump.partner()

        said = disputed(first, party_quantity="3", party_amount=money(7500))
        before = await answered(partner, statement, said, confirmed(second))
        line = (await statement_lines(app, statement))[0]
        after = await answered(partner, statement, confirmed(first))
        await done(app, statement, "agree")
        late = await answered(partner, statement, disputed(first))

        assert (before.json()["pending"], before.json()["confirmed"], before.json()["disputed"]) == (0, 1, 1)
        assert (line["answer"], line["party_quantity"], line["party_amount"]) == ("disputed", "3.000", money(7500))
        assert (line["answered_how"], line["reason"]) == ("party", "One was given back.")
        assert (after.status_code, after.json()["confirmed"]) == (200, 2)
        assert (late.status_code, late.json()["code"]) == (409, "consignment.statement.wrong_state")

    async def test_that_is_said_again_changes_nothing(self, app: TestApp) -> None:
        _, statement, [first, _second] = await asked(app)
        once = await answered(app.client, statement, confirmed(first), evidence=EVIDENCE)

        twice = await answered(app.client, statement, confirmed(first), evidence=EVIDENCE)

        assert once.json()["version"] == twice.json()["version"] == statement["version"] + 1
        assert (await statement_lines(app, statement))[0]["answered_how"] == "on_behalf"

    async def test_is_refused_where_it_is_not_sound_and_nothing_is_written(self, app: TestApp) -> None:
        pump, statement, [first, second] = await asked(app)
        stranger = {"id": statement["id"]}
        cases = [
            (answered(app.client, statement, confirmed(first)), "/evidence", "consignment.answer.evidence"),
            (
                answered(app.client, statement, confirmed(second), confirmed(stranger), evidence=EVIDENCE),
                "/answers/1/statement_line_id",
                "consignment.answer.unknown_line",
            ),
            (
                answered(app.client, statement, confirmed(first), disputed(first), evidence=EVIDENCE),
                "/answers/1/statement_line_id",
                "duplicate",
            ),
            (
                answered(app.client, statement, disputed(first, party_amount=money(1, "EUR")), evidence=EVIDENCE),
                "/answers/0/party_amount/currency",
                "consignment.price.currency",
            ),
            (
                answered(
                    app.client,
                    statement,
                    confirmed(first),
                    evidence={**EVIDENCE, "attachment_id": statement["id"]},
                ),
                "/evidence/attachment_id",
                "unknown_reference",
            ),
        ]
        for case, pointer, code in cases:
            answer = await case
            assert answer.status_code == 422, answer.text
            assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [(pointer, code)]
        without = await answered(
            await pump.partner(), statement, {"statement_line_id": first["id"], "answer": "disputed"}
        )
        assert without.status_code == 422
        assert (await seen(app, statement))["pending"] == 2

    async def test_cannot_name_files_of_tickets_that_the_supplier_does_not_see(self, app: TestApp) -> None:
        pump, statement, [first, _second] = await asked(app)
        path = f"/v1/tickets/{(await app.ticket(contract='plain'))['id']}/attachments"
        file = await app.client.post(path, files={"file": ("a.txt", b"x")}, data={"visibility": "partner"})
        evidence = {**EVIDENCE, "attachment_id": file.json()["id"]}

        by_partner = await answered(await pump.partner(), statement, confirmed(first), evidence=evidence)
        by_us = await answered(app.client, statement, confirmed(first), evidence=evidence)

        assert (by_partner.status_code, by_us.status_code) == (422, 200), by_partner.text
        assert [(each["pointer"], each["code"]) for each in by_partner.json()["errors"]] == [
            ("/evidence/attachment_id", "unknown_reference")
        ]

    async def test_to_a_draft_or_to_another_supplier_finds_nothing(self, app: TestApp) -> None:
        pump, _, [first, _second] = await asked(app)
        valve = await shelf(app, "VALVECO")
        await pump.use(await app.ticket(contract="plain"), "1", at="2026-02-20T02:00:00Z")
        draft = await drawn(pump, "2026-02-01", "2026-03-01")
        issued = (await app.client.get(STATEMENTS, params={"status": "issued"})).json()["items"][0]

        answers = [
            await answered(await pump.partner(), draft, confirmed(first)),
            await answered(await valve.partner(), issued, confirmed(first)),
            await answered(app.client, draft, confirmed(first), evidence=EVIDENCE),
        ]

        assert [each.status_code for each in answers] == [404, 404, 409]
