"""What other plugins get: parties by id and code, and involvements, once."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from parties_house import events, involved, moved, parties_app, refusal, registered, rows_of
from wellkept_calendars import plugin as calendars
from wellkept_parties.errors import PartyArchived, PartyBlocked, RoleNotPlayed
from wellkept_parties.service.serving import Parties
from wellkept_sdk import RecordName
from wellkept_sdk.db import Dialect
from wellkept_sdk.errors import NotFound
from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.parties import PartyName, PartyNotFound, PartyRole
from wellkept_sdk.testing import Json, TestApp
from wellkept_sla import plugin as sla

NOBODY = PartyId(UUID(int=1))
TICKET = RecordName.TICKET


@pytest.fixture
async def parties(app: TestApp) -> Parties:
    return Parties(await app.house.context("parties", None))


def id_of(party: Json) -> PartyId:
    return PartyId(UUID(party["id"]))


async def asked(parties: Parties, party: Json, record: Json, role: PartyRole = PartyRole.OTHER) -> UUID:
    return await parties.involve(
        party_id=id_of(party), record=TICKET, record_id=UUID(record["id"]), role=role, origin="liability"
    )


class TestParty:
    async def test_is_found_by_id_and_code(self, app: TestApp, parties: Parties) -> None:
        party = await registered(app, "PUMPCO", roles=["supplier", "designer"])

        found = await parties.get(id_of(party))

        assert (found.code, found.name, list(found.roles), found.status) == (
            "PUMPCO",
            "PUMPCO Ltd",
            ["supplier", "designer"],
            "active",
        )
        assert await parties.by_code("PUMPCO") == found
        assert await parties.by_code("pumpco") is None
        with pytest.raises(PartyNotFound):
            await parties.get(NOBODY)

    async def test_has_a_name_among_many_in_one_statement(self, app: TestApp, parties: Parties) -> None:
        made = [await registered(app) for _ in range(3)]
        before = app.house.statements

        names = await parties.names([NOBODY, *map(id_of, made)])

        assert app.house.statements == before + 1
        assert names == {
            id_of(party): PartyName(id=id_of(party), code=party["code"], name=party["name"]) for party in made
        }

    async def test_is_required_to_be_active_and_of_the_role(self, app: TestApp, parties: Parties) -> None:
        party = await registered(app)

        assert (await parties.require(id_of(party), role=PartyRole.SUPPLIER)).code == party["code"]
        with pytest.raises(RoleNotPlayed):
            await parties.require(id_of(party), role=PartyRole.DESIGNER)
        with pytest.raises(PartyNotFound):
            await parties.require(NOBODY)
        for action, error in (("block", PartyBlocked), ("archive", PartyArchived)):
            await moved(app, party, action)
            with pytest.raises(error):
                await parties.require(id_of(party))


class TestInvolving:
    async def test_makes_one_involvement_with_its_origin(self, app: TestApp, parties: Parties) -> None:
        party, ticket = await registered(app), await app.ticket()

        first = await asked(parties, party, ticket)
        again = await asked(parties, party, ticket)
        as_supplier = await asked(parties, party, ticket, PartyRole.SUPPLIER)

        assert (first == again, first == as_supplier) == (True, False)
        assert [(row["role"], row["origin"]) for row in await rows_of(app, ticket["id"])] == [
            ("other", "liability"),
            ("supplier", "liability"),
        ]
        assert [name for name, _ in await events(app, "parties.involvement")] == ["involvement.started"] * 2

    async def test_takes_any_role_for_other(self, app: TestApp, parties: Parties) -> None:
        party, ticket = await registered(app), await app.ticket()
        made = await involved(app, f"tickets/{ticket['id']}", party)

        assert str(await asked(parties, party, ticket)) == made["id"]

    async def test_lets_a_later_one_begin_today(self, app: TestApp, parties: Parties) -> None:
        party, ticket = await registered(app), await app.ticket()
        later = await involved(app, f"tickets/{ticket['id']}", party, starts_on="2026-06-01")

        assert str(await asked(parties, party, ticket)) == later["id"]
        [row] = await rows_of(app, ticket["id"])
        assert (row["starts_on"], row["role"]) == (date(2026, 3, 2), "supplier")

    async def test_refuses_what_nothing_new_may_name(self, app: TestApp, parties: Parties) -> None:
        party, ticket, other = await registered(app), await app.ticket(), await app.ticket()
        made = await asked(parties, party, ticket)

        with pytest.raises(RoleNotPlayed):
            await asked(parties, party, other, PartyRole.DESIGNER)
        with pytest.raises(PartyNotFound):
            await asked(parties, {"id": str(NOBODY)}, other)
        with pytest.raises(NotFound):
            await asked(parties, party, {"id": str(NOBODY)})
        await moved(app, party, "block")
        with pytest.raises(PartyBlocked):
            await asked(parties, party, other)
        assert await asked(parties, party, ticket) == made

    async def test_is_for_records_that_have_parties(self, app: TestApp, parties: Parties) -> None:
        with pytest.raises(ValueError, match="customer"):
            await parties.involved(record=RecordName.CUSTOMER, record_id=NOBODY, on=date(2026, 3, 2))

    async def test_tells_who_takes_part_on_a_day(self, app: TestApp, parties: Parties) -> None:
        party, ticket = await registered(app), await app.ticket()
        made = await involved(
            app, f"tickets/{ticket['id']}", party, scope=["hvac"], starts_on="2026-03-01", ends_on="2026-04-01"
        )

        async def on(day: date) -> list[tuple[str, Any]]:
            found = await parties.involved(record=TICKET, record_id=UUID(ticket["id"]), on=day)
            return [(str(each.id), list(each.scope)) for each in found]

        assert await on(date(2026, 2, 28)) == []
        assert await on(date(2026, 3, 1)) == await on(date(2026, 3, 31)) == [(made["id"], ["hvac"])]
        assert await on(date(2026, 4, 1)) == []


class TestPromisedTimes:
    @pytest.fixture
    async def app_with_sla(self, dialect: Dialect) -> AsyncIterator[TestApp]:
        terms: Json = {"sla": {"sla": {}}}
        async with parties_app(dialect, calendars, sla, contracts=terms) as app:
            yield app

    async def test_let_a_party_that_holds_a_ticket_take_part_in_it(self, app_with_sla: TestApp) -> None:
        app = app_with_sla
        ticket, party, blocked = await app.ticket(contract="sla"), await registered(app), await registered(app)
        await moved(app, blocked, "block")
        path = f"/v1/tickets/{ticket['id']}/sla/holders"

        answers = [
            await app.client.post(path, json={"holder": "party", "party_id": each["id"]})
            for each in (party, party, blocked)
        ]

        assert [answer.status_code for answer in answers] == [201, 201, 422], [each.text for each in answers]
        assert refusal(answers[2]) == (422, "sla.holder.unknown_party")
        assert [(row["origin"], str(row["party_id"])) for row in await rows_of(app, ticket["id"])] == [
            ("sla", party["id"])
        ]
