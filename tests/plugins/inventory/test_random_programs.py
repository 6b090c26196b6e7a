"""Whatever is asked for, in any order and by many at once, the books are sound and say what a plain model says."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from itertools import count
from random import Random
from typing import Any, TypedDict

import httpx
import pytest

from fake_parties import PUMPCO
from inventory_house import inventory_app, location, part
from inventory_invariants import require_sound_books
from wellkept_sdk.testing import Json, TestApp, dialects

TASKS = 8
PLACES = 2
PROGRAMS = 6
STEPS = 8


class Step(TypedDict):
    """What one caller asks for; members that a verb does not need are not looked at."""

    verb: str
    tracking: str
    place: int
    quantity: int
    lot: int
    cost: int | None
    foreign: bool
    pick: int


_CODES = count(1)


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with inventory_app(request.param) as app:
        yield app


class Workshop:
    """One part of each tracking, two places and two tickets, with what became known of postings so far."""

    def __init__(self, app: TestApp) -> None:
        self.app = app
        self.parts: dict[str, Json] = {}
        self.places: list[Json] = []
        self.tickets: list[Json] = []
        self.postings: list[Json] = []
        self.reservations: list[tuple[Json, Json]] = []
        self.codes: set[str] = set()

    async def open(self) -> "Workshop":
        number = next(_CODES)
        for tracking in ("none", "lot", "serial"):
            self.parts[tracking] = await part(self.app, f"P-{number}-{tracking}", tracking=tracking)
        self.places = [await location(self.app, f"L-{number}-{place}") for place in range(PLACES)]
        self.tickets = [await self.app.ticket(contract="plain") for _ in range(2)]
        return self

    async def do(self, step: Step) -> None:
        """Do one step; nothing but success and a refusal is an answer."""
        answer = await getattr(self, f"_{step['verb']}")(step)
        if answer is None:
            return
        assert answer.status_code in {201, 409, 422}, answer.text
        if answer.status_code != 201:
            self.codes.add(answer.json()["code"])
        elif step["verb"] == "reserve":
            ticket = self.tickets[step["pick"] % 2]
            self.reservations += [(ticket, item) for item in answer.json()["items"]]
        elif step["verb"] != "release":
            self.postings.append(answer.json())

    async def _receive(self, step: Step) -> httpx.Response:
        owner = str(PUMPCO.id) if step["foreign"] else None
        line = self._line(step)
        if owner is None and step["cost"] is not None:
            line["unit_cost"] = {"amount_minor": step["cost"], "currency": "CNY"}
        return await self._posting(
            kind="receipt", location_id=self._place(step), stock_owner_id=owner, lines=[line, *self._second(step)]
        )

    async def _transfer(self, step: Step) -> httpx.Response:
        ends = [place["id"] for place in self.places]
        source, target = ends if step["pick"] % 2 else ends[::-1]
        lines = [self._line(step), *self._second(step)]
        return await self._posting(kind="transfer", from_location_id=source, to_location_id=target, lines=lines)

    async def _scrap(self, step: Step) -> httpx.Response:
        return await self._posting(
            kind="scrap", location_id=self._place(step), reason="Worn.", lines=[self._line(step)]
        )

    async def _give_back(self, step: Step) -> httpx.Response:
        body = {"lines": [{**self._line(step), "condition": ("unused", "used")[step["pick"] % 2]}]}
        return await self._of_ticket(step, "returns", {**body, "location_id": self._place(step)})

    async def _issue(self, step: Step) -> httpx.Response:
        return await self._of_ticket(step, "issues", {"location_id": self._place(step), "lines": [self._line(step)]})

    async def _reserve(self, step: Step) -> httpx.Response:
        return await self._of_ticket(step, "reservations", {"lines": [self._line(step)]})

    async def _issue_reserved(self, step: Step) -> httpx.Response | None:
        if not self.reservations:
            return None
        ticket, held = self.reservations[step["pick"] % len(self.reservations)]
        line: Json = {"part_id": held["part_id"], "quantity": f"{step['quantity']}", "reservation_id": held["id"]}
        path = f"/v1/tickets/{ticket['id']}/inventory/issues"
        return await self.app.client.post(path, json={"location_id": self._place(step), "lines": [line]})

    async def _release(self, step: Step) -> httpx.Response | None:
        if not self.reservations:
            return None
        ticket, held = self.reservations[step["pick"] % len(self.reservations)]
        path = f"/v1/tickets/{ticket['id']}/inventory/reservations/{held['id']}/transitions"
        return await self.app.client.post(path, json={"action": "release"})

    async def _reverse(self, step: Step) -> httpx.Response | None:
        if not self.postings:
            return None
        posting = self.postings[step["pick"] % len(self.postings)]
        path = f"/v1/inventory/postings/{posting['id']}/reversal"
        return await self.app.client.post(path, json={"reason": "A mistake."})

    async def _posting(self, **body: Any) -> httpx.Response:
        return await self.app.client.post("/v1/inventory/postings", json=body)

    async def _of_ticket(self, step: Step, path: str, body: Json) -> httpx.Response:
        ticket = self.tickets[step["pick"] % 2]
        return await self.app.client.post(f"/v1/tickets/{ticket['id']}/inventory/{path}", json=body)

    def _place(self, step: Step) -> str:
        return self.places[step["place"]]["id"]

    def _line(self, step: Step) -> Json:
        tracking = step["tracking"]
        named: Mapping[str, str] = {"lot": {"lot": f"B-{step['lot']}"}, "serial": {"serial": f"SN-{step['lot']}"}}.get(
            tracking, {}
        )
        quantity = 1 if tracking == "serial" else step["quantity"]
        return {"part_id": self.parts[tracking]["id"], "quantity": f"{quantity}", **named}

    def _second(self, step: Step) -> list[Json]:
        """Return a second line of the plain part, for half of the steps."""
        return [{"part_id": self.parts["none"]["id"], "quantity": "2"}] if step["pick"] % 2 else []


_VERBS = ("receive", "receive", "transfer", "scrap", "issue", "issue", "give_back", "reserve", "issue_reserved")
_RARE_VERBS = ("release", "reverse")


def made_step(random: Random) -> Step:
    """Return a step; the same for the same state of the generator."""
    return {
        "verb": random.choice(_VERBS * 2 + _RARE_VERBS * 3),
        "tracking": random.choice(("none", "none", "lot", "serial")),
        "place": random.randrange(PLACES),
        "quantity": random.randint(1, 4),
        "lot": random.randint(1, 2),
        "cost": random.choice((None, 0, 999, 1000, 1001)),
        "foreign": random.random() < 0.3,
        "pick": random.randrange(50),
    }


class TestPrograms:
    async def test_by_eight_tasks_leave_the_books_sound(self, app: TestApp) -> None:
        refused: set[str] = set()
        for seed in range(PROGRAMS):
            random = Random(seed)  # noqa: S311 - the same programs in every run
            workshop = await Workshop(app).open()
            await workshop.do(_first("none"))
            programs = [[made_step(random) for _ in range(STEPS)] for _ in range(TASKS)]

            async def run(program: Sequence[Step], workshop: Workshop = workshop) -> None:
                for step in program:
                    await workshop.do(step)

            await asyncio.gather(*(run(program) for program in programs))

            await require_sound_books(app)
            refused |= workshop.codes
        assert refused <= _REFUSALS
        # Programs that ask for nothing impossible would show little.
        assert refused >= {"inventory.stock.insufficient", "inventory.serial.in_stock", "inventory.lot.unknown"}


def _first(tracking: str) -> Step:
    """Return a receipt, so that there is something to begin with."""
    return {
        "verb": "receive",
        "tracking": tracking,
        "place": 0,
        "quantity": 4,
        "lot": 1,
        "cost": 1000,
        "foreign": False,
        "pick": 0,
    }


_REFUSALS = {
    "inventory.stock.insufficient",
    "inventory.serial.in_stock",
    "inventory.stock_owner.not_allowed",
    "inventory.posting.already_reversed",
    "inventory.posting.not_reversible",
    "inventory.return.exceeds_issue",
    "inventory.reservation.ended",
    # The members of a 422 say more: a lot that nobody received, a reservation that has ended.
    "validation_failed",
    "inventory.lot.unknown",
    "inventory.reservation.mismatch",
    # A reserved serial number that the issue does not name.
    "inventory.lot.required",
}
