"""Partners and clocks, with the real parties: whom a holder names takes part, and sees its own clocks only."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from parties_house import involved, moved, parties_app, partner_of, refusal, registered
from wellkept_calendars import plugin as calendars
from wellkept_sdk.testing import Json, TestApp, dialects
from wellkept_sla import plugin as sla

HOURS = {"kind": "elapsed", "duration": "PT8H"}
SPAN = {"measure": "span", "starts_on": "opened", "stops_on": "resolved"}


def underpinning(code: str, **fields: Any) -> Json:
    return {"kind": "uc", "party": code, "targets": dict.fromkeys("123", HOURS), **fields}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with parties_app(request.param, calendars, sla, contracts={"plain": {"sla": {}}}) as app:
        yield app


async def planned(app: TestApp, **clocks: Json) -> None:
    """Make the plan `uc` with these clocks beside the usual ones."""
    await app.created("/v1/service-plans", {"code": "uc", "name": "uc", "plugins": {"sla": {"clocks": clocks}}})


async def clocks(client: httpx.AsyncClient, path: str) -> list[str]:
    answer = await client.get(path)
    assert answer.is_success, answer.text
    return sorted(clock["code"] for clock in answer.json()["items"])


class TestPartner:
    async def test_sees_of_a_ticket_the_clocks_that_its_own_party_has_promised(self, app: TestApp) -> None:
        pumpco, valveco = await registered(app, "PUMPCO"), await registered(app, "VALVECO")
        await planned(app, a=underpinning("PUMPCO", **SPAN), b=underpinning("VALVECO", **SPAN))
        ticket = await app.ticket(contract="uc")
        for party in (pumpco, valveco):
            await involved(app, f"tickets/{ticket['id']}", party)
        path = f"/v1/tickets/{ticket['id']}/sla"

        assert await clocks(app.client, f"{path}/clocks") == ["a", "b", "resolution", "response"]
        for party, code in ((pumpco, "a"), (valveco, "b")):
            partner = await partner_of(app, party)
            explained = (await partner.get(f"{path}/explain")).json()["clocks"]
            assert await clocks(partner, f"{path}/clocks") == [code]
            assert [each["clock"]["code"] for each in explained] == [code]

    async def test_is_let_in_by_the_turn_of_its_party_once(self, app: TestApp) -> None:
        party = await registered(app, "PUMPCO")
        await planned(app, a=underpinning("PUMPCO", measure="holding"))
        ticket = await app.ticket(contract="uc")
        partner, path = await partner_of(app, party), f"/v1/tickets/{ticket['id']}"
        before = (await partner.get(path)).status_code
        for holder in ({"holder": "party", "party_id": party["id"]}, {"holder": "us"}) * 2:
            await app.created(f"{path}/sla/holders", holder)
            app.clock.advance(timedelta(hours=1))

        [made] = (await app.client.get(f"{path}/parties")).json()["items"]
        assert before == 404
        assert (made["role"], made["origin"]) == ("other", "sla")
        assert await clocks(partner, f"{path}/sla/clocks") == ["a", "a"]
        await app.client.delete(f"{path}/parties/{made['id']}")
        assert (await partner.get(f"{path}/sla/clocks")).status_code == 404

    async def test_of_a_blocked_party_gets_nothing_new_in_hand(self, app: TestApp) -> None:
        party, ticket = await registered(app, "PUMPCO"), await app.ticket(contract="plain")
        await moved(app, party, "block")
        holder = {"holder": "party", "party_id": party["id"]}

        answer = await app.client.post(f"/v1/tickets/{ticket['id']}/sla/holders", json=holder)

        assert refusal(answer) == (422, "sla.holder.unknown_party")
        assert (await app.client.get(f"/v1/tickets/{ticket['id']}/parties")).json()["items"] == []


class TestList:
    async def test_shows_a_partner_clocks_of_tickets_in_which_it_takes_part_now(self, app: TestApp) -> None:
        pumpco, valveco = await registered(app, "PUMPCO"), await registered(app, "VALVECO")
        await planned(app, a=underpinning("PUMPCO", **SPAN), b=underpinning("VALVECO", **SPAN))
        ticket, other = await app.ticket(contract="uc"), await app.ticket(contract="uc")
        made = await involved(app, f"tickets/{ticket['id']}", pumpco)
        await involved(app, f"tickets/{ticket['id']}", valveco)
        await involved(app, f"projects/{other['project_id']}", pumpco)
        first, second = await partner_of(app, pumpco), await partner_of(app, valveco)
        app.clock.advance(timedelta(hours=9))
        await app.drain()

        assert await clocks(first, "/v1/sla/clocks") == await clocks(first, "/v1/sla/breaches") == ["a"]
        assert await clocks(second, "/v1/sla/clocks") == ["b"]
        await app.client.delete(f"/v1/tickets/{ticket['id']}/parties/{made['id']}")
        assert await clocks(first, "/v1/sla/clocks") == await clocks(first, "/v1/sla/breaches") == []
        assert await clocks(second, "/v1/sla/clocks") == ["b"]
