"""Using parts for a ticket: which lots and whose stock goes, for how many callers at once, and what is refused."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Final

import pytest

from fake_parties import PUMPCO, VALVECO
from inventory_house import inventory_app, location, part, posted, received, refusals
from inventory_tickets import (
    KNOWN_SUPPLIERS,
    UNKNOWN,
    asked,
    issue,
    moved_on,
    require_sound_holds,
    reserved,
    shelf,
    standing,
)
from wellkept_sdk.testing import Json, TestApp, dialects

CANCEL: Final = {"action": "cancel", "reason": "Wrong plant."}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    terms = {
        "suppliers_first": {"stock_owner_policy": "consignment_first"},
        "oldest_first": {"stock_owner_policy": "oldest_first", "lot_policy": "fifo"},
        "reserved_only": {"issue_needs_reservation": True},
    }
    async with inventory_app(request.param, terms=terms, plugins=(KNOWN_SUPPLIERS,)) as app:
        yield app


async def received_of(app: TestApp, party_id: object, part: Json, location: Json, quantity: str) -> None:
    """Let the stock of a party come in."""
    line = {"part_id": part["id"], "quantity": quantity}
    answer = await posted(app, kind="receipt", location_id=location["id"], stock_owner_id=str(party_id), lines=[line])
    assert answer.status_code == 201, answer.text


def taken(posting: Json) -> list[tuple[str | None, str | None, str]]:
    """Return lot or serial, owner and quantity of the moves of a posting."""
    return [(each["lot"] or each["serial"], each["stock_owner_id"], each["quantity"]) for each in posting["moves"]]


class TestLots:
    async def test_go_as_they_expire(self, app: TestApp) -> None:
        oil, nanjing = await part(app, "OIL", tracking="lot"), await location(app)
        await received(app, oil, nanjing, "5", lot="L2", expires_on="2027-06-30")
        app.clock.advance(timedelta(seconds=1))
        await received(app, oil, nanjing, "2", lot="L1", expires_on="2026-12-31")
        ticket, oldest = await app.ticket(contract="plain"), await app.ticket(contract="oldest_first")

        answer = await issue(app, ticket, oil, nanjing, "4")
        first_in = await issue(app, oldest, oil, nanjing, "1")

        assert answer.status_code == 201, answer.text
        assert taken(answer.json()) == [("L1", None, "2.000"), ("L2", None, "2.000")]
        assert {each["unit_cost"] for each in answer.json()["moves"]} == {None}
        assert taken(first_in.json()) == [("L2", None, "1.000")]

    async def test_are_left_when_they_have_expired(self, app: TestApp) -> None:
        oil = await part(app, "OIL", tracking="lot")
        nanjing = await location(app, time_zone="Asia/Shanghai")
        await received(app, oil, nanjing, "2", lot="L1", expires_on="2026-03-01")
        await received(app, oil, nanjing, "5", lot="L2", expires_on="2026-03-02")
        ticket = await app.ticket(contract="plain")

        answer = await issue(app, ticket, oil, nanjing, "4")
        short = await issue(app, ticket, oil, nanjing, "2")
        named = await issue(app, ticket, oil, nanjing, "1", lot="L1")
        allowed = await issue(app, ticket, oil, nanjing, "1", lot="L1", allow_expired=True)

        assert taken(answer.json()) == [("L2", None, "4.000")]
        assert (short.json()["code"], short.json()["available"]) == ("inventory.stock.insufficient", "1.000")
        assert (named.status_code, named.json()["code"]) == (409, "inventory.lot.expired")
        assert taken(allowed.json()) == [("L1", None, "1.000")]


class TestStockOwners:
    async def test_come_in_the_order_of_the_policy(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        await received_of(app, PUMPCO.id, bearing, nanjing, "2")
        await received(app, bearing, nanjing, "2", 1000)
        pumpco = str(PUMPCO.id)
        own_first, theirs = await app.ticket(contract="plain"), await app.ticket(contract="suppliers_first")
        oldest_first = await app.ticket(contract="oldest_first")

        answers = [
            await issue(app, own_first, bearing, nanjing, "1"),
            await issue(app, theirs, bearing, nanjing, "1"),
            await issue(app, own_first, bearing, nanjing, "2"),
        ]

        assert [taken(answer.json()) for answer in answers] == [
            [(None, None, "1.000")],
            [(None, pumpco, "1.000")],
            [(None, None, "1.000"), (None, pumpco, "1.000")],
        ]
        assert [each["value"] for each in answers[2].json()["moves"]] == [
            {"amount_minor": 1000, "currency": "CNY"},
            None,
        ]
        await received_of(app, PUMPCO.id, bearing, nanjing, "1")
        app.clock.advance(timedelta(seconds=1))
        await received(app, bearing, nanjing, "1")
        assert taken((await issue(app, oldest_first, bearing, nanjing, "1")).json()) == [(None, pumpco, "1.000")]

    async def test_are_named_or_skipped(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        await received_of(app, PUMPCO.id, bearing, nanjing, "1")
        await received_of(app, VALVECO.id, bearing, nanjing, "5")
        ticket = await app.ticket(contract="plain")

        ours = await issue(app, ticket, bearing, nanjing, "1", stock_owner_id=None)
        forbidden = await issue(app, ticket, bearing, nanjing, "1", stock_owner_id=str(VALVECO.id))
        unknown = await issue(app, ticket, bearing, nanjing, "1", stock_owner_id=UNKNOWN)
        skipped = await issue(app, ticket, bearing, nanjing, "2")
        named = await issue(app, ticket, bearing, nanjing, "1", stock_owner_id=str(PUMPCO.id))

        assert (ours.json()["code"], ours.json()["available"]) == ("inventory.stock.insufficient", "0.000")
        assert (forbidden.status_code, forbidden.json()["code"]) == (409, "inventory.stock_owner.not_allowed")
        assert refusals(unknown) == [("/lines/0/stock_owner_id", "unknown_reference")]
        assert (skipped.json()["code"], skipped.json()["available"]) == ("inventory.stock.insufficient", "1.000")
        assert taken(named.json()) == [(None, str(PUMPCO.id), "1.000")]


class TestAReservation:
    async def test_gives_what_it_holds_first_and_swaps_pieces(self, app: TestApp) -> None:
        pump, nanjing = await part(app, "PUMP", tracking="serial"), await location(app)
        for serial in ("SN-1", "SN-2"):
            await received(app, pump, nanjing, "1", serial=serial)
        ticket, waiting = await app.ticket(contract="plain"), await app.ticket(contract="plain")
        made = await reserved(app, ticket, pump, "1")
        await reserved(app, waiting, pump, "2")

        other_hand = await issue(app, waiting, pump, nanjing, "1", serial="SN-1")
        await moved_on(app, waiting, "cancel", reason="Wrong plant.")
        swapped = await issue(app, ticket, pump, nanjing, "1", serial="SN-2", reservation_id=made["id"])

        assert made["holds"][0]["serial"] == "SN-1"
        assert (other_hand.json()["code"], other_hand.json()["available"]) == ("inventory.stock.insufficient", "0.000")
        assert swapped.status_code == 201, swapped.text
        assert await standing(app, ticket) == [("issued", "0.000", "0.000")]
        assert await shelf(app, pump, nanjing) == (1000, 0)
        await require_sound_holds(app)

    async def test_counts_what_is_issued_up_to_itself(self, app: TestApp) -> None:
        bearing, nanjing, south = await part(app), await location(app), await location(app, "SOUTH")
        await received(app, bearing, nanjing, "5")
        await received(app, bearing, south, "5")
        ticket, waiting = await app.ticket(contract="plain"), await app.ticket(contract="plain")
        made = await reserved(app, ticket, bearing, "4", location_id=nanjing["id"])
        await reserved(app, waiting, bearing, "10")

        more = await issue(app, ticket, bearing, south, "1", reservation_id=made["id"])
        line = {"part_id": bearing["id"], "quantity": "2", "reservation_id": made["id"]}
        await moved_on(app, waiting, "cancel", reason="Wrong plant.")
        two_lines = await asked(app, ticket, "issues", location_id=nanjing["id"], lines=[line, line])

        assert more.json()["code"] == "inventory.stock.insufficient"
        assert two_lines.status_code == 201, two_lines.text
        assert await standing(app, ticket) == [("issued", "0.000", "0.000")]
        again = await issue(app, ticket, bearing, nanjing, "1", reservation_id=made["id"])
        assert refusals(again) == [("/lines/0/reservation_id", "inventory.reservation.mismatch")]
        await require_sound_holds(app)

    async def test_gives_up_what_other_stock_has_served(self, app: TestApp) -> None:
        bearing, nanjing, south = await part(app), await location(app), await location(app, "SOUTH")
        await received(app, bearing, nanjing, "3")
        ticket, waiting = await app.ticket(contract="plain"), await app.ticket(contract="plain")
        made = await reserved(app, ticket, bearing, "3")
        await received(app, bearing, south, "2")
        await reserved(app, waiting, bearing, "3")

        await moved_on(app, waiting, "hold", reason="parts")
        short = await issue(app, ticket, bearing, south, "2", reservation_id=made["id"])
        await received(app, bearing, south, "3")
        served = await issue(app, ticket, bearing, south, "2", reservation_id=made["id"])

        assert short.status_code == 409
        assert served.status_code == 201, served.text
        assert await standing(app, ticket) == [("reserved", "1.000", "0.000")]
        assert await standing(app, waiting) == [("reserved", "3.000", "0.000")]
        assert await shelf(app, bearing, nanjing) == (3000, 1000)
        await require_sound_holds(app)

    async def test_may_be_what_the_contract_asks_for(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        await received(app, bearing, nanjing, "5")
        ticket = await app.ticket(contract="reserved_only")
        made = await reserved(app, ticket, bearing, "2")

        answers = [
            await issue(app, ticket, bearing, nanjing, "1"),
            await issue(app, ticket, bearing, nanjing, "3", reservation_id=made["id"]),
            await issue(app, ticket, bearing, nanjing, "2", reservation_id=made["id"]),
        ]

        assert [answer.json().get("code") for answer in answers] == ["inventory.reservation.needed"] * 2 + [None]


class TestAnIssue:
    async def test_is_written_into_the_record_of_the_ticket(self, app: TestApp) -> None:
        oil, bearing = await part(app, "OIL", tracking="lot", unit="kg"), await part(app)
        nanjing = await location(app)
        await received(app, oil, nanjing, "3", lot="{L}1")
        await received(app, bearing, nanjing, "2")
        ticket = await app.ticket(contract="plain")
        lines = [{"part_id": oil["id"], "quantity": "3"}, {"part_id": bearing["id"], "quantity": "2"}]

        answer = await asked(
            app, ticket, "issues", location_id=nanjing["id"], lines=lines, occurred_at="2026-03-01T10:00:00+08:00"
        )

        assert answer.status_code == 201, answer.text
        assert (answer.json()["kind"], answer.json()["ticket_id"]) == ("issue", ticket["id"])
        assert answer.json()["occurred_at"] == "2026-03-01T02:00:00Z"
        [entry] = (await app.client.get(f"/v1/tickets/{ticket['id']}/log")).json()["items"]
        assert (entry["kind"], entry["visibility"]) == ("part", "internal")
        assert entry["text"] == "Issued: 3.000 kg OIL, lot {L}1\nIssued: 2.000 ea BRG-6204"
        assert entry["occurred_at"] == "2026-03-01T02:00:00Z"

    async def test_is_done_wholly_or_not_at_all(self, app: TestApp) -> None:
        bearing, seal, nanjing = await part(app), await part(app, "SEAL"), await location(app)
        await received(app, bearing, nanjing, "2")
        ticket = await app.ticket(contract="plain")
        lines = [{"part_id": bearing["id"], "quantity": "2"}, {"part_id": seal["id"], "quantity": "1"}]

        answer = await asked(app, ticket, "issues", location_id=nanjing["id"], lines=lines)

        assert refusals(answer) == [("/lines/1/quantity", "inventory.stock.insufficient")]
        assert answer.json()["part_id"] == seal["id"]
        assert await shelf(app, bearing, nanjing) == (2000, 0)
        assert (await app.client.get(f"/v1/tickets/{ticket['id']}/log")).json()["items"] == []

    async def test_is_refused_with_the_place_of_the_mistake(self, app: TestApp) -> None:
        pump, nanjing = await part(app, "PUMP", tracking="serial"), await location(app)
        bearing, hold = await part(app), await location(app, "HOLD", kind="quarantine")
        ticket, other = await app.ticket(contract="plain"), await app.ticket(contract="plain")
        theirs = await reserved(app, other, bearing, "1")
        of_seal = await reserved(app, ticket, await part(app, "SEAL"), "1")
        elsewhere = await app.equipment()
        await received(app, pump, nanjing, "1", serial="SN-1")
        line = {"part_id": bearing["id"], "quantity": "1"}
        bodies: list[Json] = [
            {"lines": [line], "location_id": UNKNOWN},
            {"lines": [line], "location_id": hold["id"]},
            {"lines": [line], "equipment_id": UNKNOWN},
            {"lines": [line], "equipment_id": elsewhere["id"]},
            {"lines": [line], "occurred_at": "2026-03-02T02:00:01Z"},
            {"lines": [{**line, "reservation_id": theirs["id"]}, {**line, "reservation_id": of_seal["id"]}]},
            {"lines": [{"part_id": pump["id"], "quantity": "1"}, {**line, "part_id": UNKNOWN}]},
            {"lines": []},
            {"lines": [line] * 201},
        ]

        answers = [await asked(app, ticket, "issues", **{"location_id": nanjing["id"], **body}) for body in bodies]

        assert [refusals(answer) for answer in answers] == [
            [("/location_id", "unknown_reference")],
            [("/location_id", "inventory.location.not_issuable")],
            [("/equipment_id", "unknown_reference")],
            [("/equipment_id", "inventory.equipment.elsewhere")],
            [("/occurred_at", "inventory.posting.in_future")],
            [
                ("/lines/0/reservation_id", "unknown_reference"),
                ("/lines/1/reservation_id", "inventory.reservation.mismatch"),
            ],
            [("/lines/0/serial", "inventory.lot.required"), ("/lines/1/part_id", "unknown_reference")],
            [("/lines", "too_short")],
            [("/lines", "too_long")],
        ]
        await moved_on(app, ticket, "cancel", reason="Wrong plant.")
        assert (await issue(app, ticket, bearing, nanjing, "1")).json()["code"] == "inventory.ticket.not_open"
