"""One caller after the other: each posting is accepted or refused as a plain model of the books says."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from itertools import count
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from fake_parties import PUMPCO
from inventory_house import balances, inventory_app, line, location, part, posted, taken_back
from inventory_invariants import require_sound_books
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, TestApp, dialects

PLACES = st.integers(0, 1)
OWNERS = st.sampled_from([None, str(PUMPCO.id)])
QUANTITIES = st.integers(1, 5)
Key = tuple[str | None, int]


class House:
    """The application on a loop of its own, which all examples share."""

    def __init__(self, dialect: Dialect) -> None:
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.codes = count(1)
        self.app: TestApp = self.run(self.stack.enter_async_context(inventory_app(dialect)))

    def run(self, call: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(call)

    def close(self) -> None:
        self.run(self.stack.aclose())
        self.runner.close()


class Ledger(RuleBasedStateMachine):
    """One part at two places, ours and a party's."""

    house: House

    def __init__(self) -> None:
        super().__init__()
        house = self.house
        number = next(house.codes)
        self.part: Json = house.run(part(house.app, f"P-{number}"))
        self.places: list[Json] = [house.run(location(house.app, f"L-{number}-{place}")) for place in range(2)]
        self.stock: Counter[Key] = Counter()
        self.posted: list[tuple[Json, dict[Key, int]]] = []
        self.reversed: set[str] = set()

    @rule(place=PLACES, owner=OWNERS, quantity=QUANTITIES)
    def receive(self, place: int, owner: str | None, quantity: int) -> None:
        body = {"location_id": self.places[place]["id"], "stock_owner_id": owner}
        self._ask({(owner, place): quantity}, kind="receipt", lines=[line(self.part, str(quantity))], **body)

    @rule(place=PLACES, owner=OWNERS, quantity=QUANTITIES)
    def transfer(self, place: int, owner: str | None, quantity: int) -> None:
        body = {"from_location_id": self.places[place]["id"], "to_location_id": self.places[1 - place]["id"]}
        change = {(owner, place): -quantity, (owner, 1 - place): quantity}
        lines = [line(self.part, str(quantity), stock_owner_id=owner)]
        self._ask(change, kind="transfer", lines=lines, **body)

    @rule(place=PLACES, quantity=QUANTITIES)
    def scrap(self, place: int, quantity: int) -> None:
        body = {"location_id": self.places[place]["id"], "reason": "Worn."}
        lines = [line(self.part, str(quantity), stock_owner_id=None)]
        self._ask({(None, place): -quantity}, kind="scrap", lines=lines, **body)

    @rule(pick=st.integers(0, 100))
    def reverse(self, pick: int) -> None:
        if not self.posted:
            return
        posting, change = self.posted[pick % len(self.posted)]
        answer: httpx.Response = self.house.run(taken_back(self.house.app, posting))
        mirrored = {key: -quantity for key, quantity in change.items()}
        if posting["id"] in self.reversed:
            assert answer.json()["code"] == "inventory.posting.already_reversed"
        elif self._judge(answer, mirrored):
            self.reversed.add(posting["id"])

    @invariant()
    def says_what_the_model_says(self) -> None:
        found = self.house.run(balances(self.house.app, part_id=self.part["id"]))
        places = [place["id"] for place in self.places]
        told = {(each["stock_owner_id"], places.index(each["location_id"])): each["quantity"] for each in found}
        assert told == {key: f"{quantity}.000" for key, quantity in self.stock.items() if quantity}

    def teardown(self) -> None:
        self.house.run(require_sound_books(self.house.app))

    def _ask(self, change: dict[Key, int], **body: Any) -> None:
        answer: httpx.Response = self.house.run(posted(self.house.app, **body))
        if self._judge(answer, change):
            self.posted.append((answer.json(), change))

    def _judge(self, answer: httpx.Response, change: dict[Key, int]) -> bool:
        """Check the answer against the model, and return whether the posting was to be accepted."""
        after = self.stock + Counter[Key]()
        after.update(change)
        if min(after.values(), default=0) < 0:
            assert (answer.status_code, answer.json()["code"]) == (409, "inventory.stock.insufficient")
            return False
        assert answer.status_code == 201, answer.text
        self.stock = after
        return True


class TestModel:
    @pytest.mark.parametrize("dialect", dialects(), ids=str)
    def test_agrees(self, dialect: Dialect) -> None:
        class Opened(Ledger):
            house = House(dialect)

        try:
            run_state_machine_as_test(
                Opened,
                settings=settings(
                    max_examples=6,
                    stateful_step_count=20,
                    derandomize=True,
                    deadline=None,
                    suppress_health_check=[HealthCheck.too_slow],
                ),
            )
        finally:
            Opened.house.close()
