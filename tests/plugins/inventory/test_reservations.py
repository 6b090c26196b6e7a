"""Reserving parts for a ticket: what is there is held, what is missing is held as soon as it comes."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from fake_parties import PUMPCO
from inventory_house import inventory_app, location, moved, part, received, refusals
from inventory_tickets import (
    UNKNOWN,
    asked,
    give_back,
    issue,
    moved_on,
    require_sound_holds,
    reservations,
    reserved,
    shelf,
    standing,
    told,
)
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    terms = {"near": {"locations": ["NANJING"]}, "short": {"reserve_for": {"kind": "elapsed", "duration": "PT4H"}}}
    async with inventory_app(request.param, terms=terms) as app:
        yield app


class TestReserving:
    async def test_keeps_others_from_what_is_held(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        await received(app, bearing, nanjing, "5")
        ticket, other = await app.ticket(contract="plain"), await app.ticket(contract="plain")

        made = await reserved(app, ticket, bearing, "3")
        refused = await issue(app, other, bearing, nanjing, "3")
        own = await issue(app, ticket, bearing, nanjing, "2", reservation_id=made["id"])

        assert (made["status"], made["reserved"], made["missing"]) == ("reserved", "3.000", "0.000")
        assert made["expires_at"] == "2026-03-16T02:00:00Z"
        assert made["holds"] == [
            {
                "location_id": nanjing["id"],
                "lot": None,
                "serial": None,
                "stock_owner_id": None,
                "quantity": "3.000",
            }
        ]
        assert refused.status_code == 409
        assert refused.json()["code"] == "inventory.stock.insufficient"
        assert (refused.json()["requested"], refused.json()["available"]) == ("3.000", "2.000")
        assert own.status_code == 201, own.text
        assert await standing(app, ticket) == [("reserved", "1.000", "0.000")]
        assert await shelf(app, bearing, nanjing) == (3000, 1000)

        await moved_on(app, ticket, "cancel", reason="Wrong plant.")

        assert await standing(app, ticket) == [("released", "0.000", "0.000")]
        assert await shelf(app, bearing, nanjing) == (3000, 0)
        assert [each["reservation_id"] for each in await told(app, "inventory.reservation.released")] == [made["id"]]
        await require_sound_holds(app)

    async def test_gets_what_comes_for_it(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        ticket = await app.ticket(contract="plain")
        made = await reserved(app, ticket, bearing, "4", needed_by="2026-03-04T00:00:00Z")
        before = (await app.client.get(f"/v1/tickets/{ticket['id']}")).headers["ETag"]

        await received(app, bearing, nanjing, "3")

        assert (made["status"], made["missing"]) == ("open", "4.000")
        assert await standing(app, ticket) == [("open", "3.000", "1.000")]
        assert [(each["reserved"], each["missing"]) for each in await told(app, "inventory.reservation.filled")] == [
            ("3.000", "1.000")
        ]
        await app.drain()
        assert (await app.client.get(f"/v1/tickets/{ticket['id']}")).headers["ETag"] != before

        await received(app, bearing, nanjing, "3")

        assert await standing(app, ticket) == [("reserved", "4.000", "0.000")]
        assert await shelf(app, bearing, nanjing) == (6000, 4000)
        await require_sound_holds(app)

    async def test_serves_the_earliest_need_and_then_the_oldest(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        whenever = await app.ticket(contract="plain")
        later, sooner = await app.ticket(contract="plain"), await app.ticket(contract="plain")
        also_sooner = await app.ticket(contract="plain")
        await reserved(app, whenever, bearing, "1")
        await reserved(app, later, bearing, "1", needed_by="2026-03-09T00:00:00Z")
        await reserved(app, sooner, bearing, "2", needed_by="2026-03-05T00:00:00Z")
        await reserved(app, also_sooner, bearing, "1", needed_by="2026-03-05T00:00:00+00:00")

        await received(app, bearing, nanjing, "3")

        assert [await standing(app, ticket) for ticket in (sooner, also_sooner, later, whenever)] == [
            [("reserved", "2.000", "0.000")],
            [("reserved", "1.000", "0.000")],
            [("open", "0.000", "1.000")],
            [("open", "0.000", "1.000")],
        ]

    async def test_passes_on_what_is_released_returned_or_brought_near(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        quarantine = await location(app, "HOLD", kind="quarantine")
        await received(app, bearing, nanjing, "2")
        holder, waiting = await app.ticket(contract="plain"), await app.ticket(contract="plain")
        issued = await issue(app, holder, bearing, nanjing, "1")
        made = await reserved(app, holder, bearing, "1")
        await reserved(app, waiting, bearing, "3")

        path = f"reservations/{made['id']}/transitions"
        released = await asked(app, holder, path, action="release")
        assert await standing(app, waiting) == [("open", "1.000", "2.000")]
        returned = await give_back(app, holder, bearing, "1")
        assert await standing(app, waiting) == [("open", "2.000", "1.000")]
        await received(app, bearing, quarantine, "1")
        assert await standing(app, waiting) == [("open", "2.000", "1.000")]
        await moved(app, bearing, quarantine, nanjing, "1")
        assert await standing(app, waiting) == [("reserved", "3.000", "0.000")]

        assert (issued.status_code, released.status_code, returned.status_code) == (201, 201, 201)
        assert (released.json()["status"], released.json()["holds"]) == ("released", [])
        again = await asked(app, holder, path, action="release")
        assert (again.status_code, again.json()["code"]) == (409, "inventory.reservation.ended")
        await require_sound_holds(app)

    async def test_takes_the_first_places_in_sourcing_order(self, app: TestApp) -> None:
        bearing = await part(app)
        far = await location(app, "BEIJING", sourcing_priority=60)
        near = await location(app, "NANJING", sourcing_priority=10)
        for place, quantity in ((far, "5"), (near, "2")):
            await received(app, bearing, place, quantity)
        ticket = await app.ticket(contract="plain")

        spread = await reserved(app, ticket, bearing, "3")
        named = await reserved(app, ticket, bearing, "1", location_id=far["id"])

        assert [(hold["location_id"], hold["quantity"]) for hold in spread["holds"]] == [
            (near["id"], "2.000"),
            (far["id"], "1.000"),
        ]
        assert [hold["location_id"] for hold in named["holds"]] == [far["id"]]

    async def test_uses_only_the_places_of_the_contract_and_what_lies_inside(self, app: TestApp) -> None:
        bearing, beijing, nanjing = await part(app), await location(app, "BEIJING"), await location(app)
        bay = await location(app, "NANJING-BAY", parent_id=nanjing["id"])
        await received(app, bearing, beijing, "5")
        ticket = await app.ticket(contract="near")

        made = await reserved(app, ticket, bearing, "2")
        refused = await issue(app, ticket, bearing, beijing, "1")
        named = await asked(
            app,
            ticket,
            "reservations",
            lines=[{"part_id": bearing["id"], "quantity": "1", "location_id": beijing["id"]}],
        )
        await received(app, bearing, bay, "1")

        assert made["missing"] == "2.000"
        assert (refused.status_code, refused.json()["code"]) == (409, "inventory.location.not_in_terms")
        assert (named.status_code, named.json()["code"]) == (409, "inventory.location.not_in_terms")
        assert await standing(app, ticket) == [("open", "1.000", "1.000")]

    async def test_holds_until_it_expires(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        await received(app, bearing, nanjing, "2")
        ticket, other = await app.ticket(contract="short"), await app.ticket(contract="plain")
        made = await reserved(app, ticket, bearing, "2")
        await reserved(app, other, bearing, "1")
        path = f"reservations/{made['id']}/transitions"

        over = await asked(app, ticket, path, action="extend", expires_at="2026-03-02T02:00:00Z")
        longer = await asked(app, ticket, path, action="extend", expires_at="2026-03-02T16:00:00+08:00")
        app.clock.advance(timedelta(hours=5))
        await app.drain()
        held = await standing(app, ticket)
        app.clock.advance(timedelta(hours=1))
        await app.drain()

        assert refusals(over) == [("/expires_at", "validation_failed")]
        assert (longer.status_code, longer.json()["expires_at"]) == (201, "2026-03-02T08:00:00Z")
        assert held == [("reserved", "2.000", "0.000")]
        assert await standing(app, ticket) == [("released", "0.000", "0.000")]
        assert await standing(app, other) == [("reserved", "1.000", "0.000")]
        await require_sound_holds(app)

    async def test_ends_with_its_ticket(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        await received(app, bearing, nanjing, "2")
        ticket = await app.ticket(contract="plain")
        await reserved(app, ticket, bearing, "3")
        await moved_on(app, ticket, "start")
        await moved_on(app, ticket, "resolve", cause="Wear", measure="None needed")
        resolved = await standing(app, ticket)
        refused = await asked(app, ticket, "reservations", lines=[{"part_id": bearing["id"], "quantity": "1"}])

        evidence = {"kind": "phone", "contact_name": "Li"}
        await moved_on(app, ticket, "confirm", evidence=evidence)
        await moved_on(app, ticket, "close")

        assert resolved == [("open", "2.000", "1.000")]
        assert (refused.status_code, refused.json()["code"]) == (409, "inventory.ticket.not_open")
        assert await standing(app, ticket) == [("released", "0.000", "0.000")]
        assert await shelf(app, bearing, nanjing) == (2000, 0)


class TestALine:
    async def test_is_refused_with_its_place_in_the_body(self, app: TestApp) -> None:
        bearing, oil = await part(app), await part(app, "OIL", tracking="lot", whole_units=False)
        pump = await part(app, "PUMP", tracking="serial")
        transit = await location(app, "ROAD", kind="transit")
        ticket = await app.ticket(contract="plain")
        supplier = (await app.house.fetch("SELECT id FROM inventory_location WHERE code = '@supplier'"))[0]["id"]

        answer = await asked(
            app,
            ticket,
            "reservations",
            lines=[
                {"part_id": UNKNOWN, "quantity": "1"},
                {"part_id": bearing["id"], "quantity": "0"},
                {"part_id": bearing["id"], "quantity": "-1"},
                {"part_id": bearing["id"], "quantity": "1.5"},
                {"part_id": bearing["id"], "quantity": "1", "lot": "L1"},
                {"part_id": oil["id"], "quantity": "1.5", "lot": "L1"},
                {"part_id": pump["id"], "quantity": "2", "serial": "SN-1"},
                {"part_id": pump["id"], "quantity": "1", "serial": "SN-1"},
                {"part_id": pump["id"], "quantity": "1.5"},
                {"part_id": bearing["id"], "quantity": "1", "location_id": UNKNOWN},
                {"part_id": bearing["id"], "quantity": "1", "location_id": transit["id"]},
                {"part_id": bearing["id"], "quantity": "1", "location_id": str(supplier)},
                {"part_id": bearing["id"], "quantity": "1", "stock_owner_id": UNKNOWN},
            ],
        )

        assert answer.json()["code"] == "validation_failed"
        assert sorted(refusals(answer)) == sorted(
            [
                ("/lines/0/part_id", "unknown_reference"),
                ("/lines/1/quantity", "too_small"),
                ("/lines/2/quantity", "too_small"),
                ("/lines/3/quantity", "inventory.quantity.not_whole"),
                ("/lines/4/lot", "inventory.lot.unexpected"),
                ("/lines/5/lot", "inventory.lot.unknown"),
                ("/lines/6/quantity", "inventory.serial.one_each"),
                ("/lines/7/serial", "inventory.lot.unknown"),
                ("/lines/8/quantity", "inventory.quantity.not_whole"),
                ("/lines/9/location_id", "unknown_reference"),
                ("/lines/10/location_id", "inventory.location.not_issuable"),
                ("/lines/11/location_id", "inventory.location.not_issuable"),
                ("/lines/12/stock_owner_id", "unknown_reference"),
            ]
        )
        assert await reservations(app, ticket) == []

    async def test_has_a_decimal_number_as_its_quantity(self, app: TestApp) -> None:
        ticket = await app.ticket(contract="plain")

        for quantity in ("0.0005", "1e3", "NaN", "1234567890", 1, ""):
            answer = await asked(app, ticket, "reservations", lines=[{"part_id": UNKNOWN, "quantity": quantity}])

            assert [pointer for pointer, _ in refusals(answer)] == ["/lines/0/quantity"]

    async def test_may_not_name_what_may_not_be_used(self, app: TestApp) -> None:
        oil, nanjing = await part(app, "OIL", tracking="lot"), await location(app)
        bearing = await part(app)
        await received(app, oil, nanjing, "2", lot="L1", expires_on="2026-03-01")
        await received(app, oil, nanjing, "2", lot="L0", expires_on="2026-02-28")
        ticket = await app.ticket(contract="plain")
        archived = await location(app, "OLD")
        await app.client.patch(f"/v1/inventory/locations/{archived['id']}", json={"archived": True})
        patched = await app.client.patch(f"/v1/inventory/parts/{bearing['id']}", json={"status": "archived"})
        assert patched.status_code == 200, patched.text
        wishes = [
            {"part_id": oil["id"], "lot": "L1", "location_id": nanjing["id"]},
            {"part_id": oil["id"], "lot": "L0"},
            {"part_id": oil["id"], "stock_owner_id": str(PUMPCO.id)},
            {"part_id": bearing["id"]},
        ]

        answers = [await asked(app, ticket, "reservations", lines=[{"quantity": "1", **wish}]) for wish in wishes]

        assert refusals(answers[1]) == [("/lines/0/lot", "inventory.lot.expired")]
        assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
            (409, "inventory.lot.expired"),
            (409, "inventory.lot.expired"),
            (409, "inventory.stock_owner.not_allowed"),
            (409, "inventory.part.not_active"),
        ]

    async def test_may_want_pieces_without_naming_them(self, app: TestApp) -> None:
        pump, nanjing = await part(app, "PUMP", tracking="serial"), await location(app)
        for serial in ("SN-1", "SN-2"):
            await received(app, pump, nanjing, "1", serial=serial)
        ticket = await app.ticket(contract="plain")

        made = await reserved(app, ticket, pump, "2")
        named = await reserved(app, ticket, pump, "1", serial="SN-1")

        assert [hold["serial"] for hold in made["holds"]] == ["SN-1", "SN-2"]
        assert named["missing"] == "1.000"


class TestATransition:
    async def test_is_of_a_reservation_of_that_ticket(self, app: TestApp) -> None:
        bearing = await part(app)
        ticket, other = await app.ticket(contract="plain"), await app.ticket(contract="plain")
        made = await reserved(app, ticket, bearing, "1")

        answers = [
            await asked(app, other, f"reservations/{made['id']}/transitions", action="release"),
            await asked(app, ticket, f"reservations/{UNKNOWN}/transitions", action="release"),
        ]

        assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
            (404, "inventory.reservation.not_found")
        ] * 2
        assert await standing(app, ticket) == [("open", "0.000", "1.000")]
