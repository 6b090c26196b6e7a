"""Whatever is done with parts, ours and a supplier's, by one or by many at once: all books are as they must."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from consignment_house import consignment_app
from inventory_house import integrity
from stock_laws import require_laws, require_told_once
from stock_program import VERBS, Program
from stock_world import Caller, StockWorld, project
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import TestApp, dialects

TODAY = date(2026, 3, 2)
EXAMPLES = 7
STEPS = 12
TURNS = 5
SEEDS = st.integers(0, 2**32 - 1)
#: Programs in which one of these never happens would show little.
SEEN = {
    *VERBS,
    "act agree",
    "act cancel",
    "answer disputed",
    "end_dispute upheld",
    "end_dispute conceded",
    "end_dispute carried",
    "too late: inventory.stock.insufficient",
    "too late: inventory.return.exceeds_issue",
    "too late: inventory.posting.already_reversed",
    "too late: inventory.count.not_open",
    "too late: inventory.reservation.ended",
    "too late: consignment.statement.period_taken",
    "too late: consignment.statement.wrong_state",
    "too late: consignment.claim.exceeds_line",
}


class House:
    """The application on a loop of its own, which all examples share."""

    def __init__(self, dialect: Dialect) -> None:
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.app: TestApp = self.run(self.stack.enter_async_context(consignment_app(dialect)))
        self.project: str = self.run(project(Caller(self.app.client), {"inventory": {}, "consignment": {}}))
        self.seen: Counter[str] = Counter()

    def run(self, call: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(call)

    def close(self) -> None:
        self.run(self.stack.aclose())
        self.runner.close()


class Stock(RuleBasedStateMachine):
    """Two parts at two places, ours and a supplier's, for two tickets under one agreement."""

    house: House
    program: Program

    @initialize()
    def begin(self) -> None:
        self.turn = 0
        world = StockWorld(Caller(self.house.app.client), today=TODAY)
        self.house.run(world.open(self.house.project))
        self.program = Program(world, self.house.seen)
        self.house.run(self.program.begin())

    @rule(seed=SEEDS)
    def go_on(self, seed: int) -> None:
        self.repeat(self.program.go_on, seed)

    @rule(seed=SEEDS)
    def do_much_at_once(self, seed: int) -> None:
        self.repeat(self.program.at_once, seed)

    def teardown(self) -> None:
        self.house.run(require_told_once(self.house.app.house.fetch))
        told = self.house.run(integrity(self.house.app))
        assert (told["balanced"], told["negative"], told["differences"]) == (True, 0, [])

    def repeat(self, verb: Callable[[Random], Coroutine[Any, Any, None]], seed: int) -> None:
        """Do so a few times; after each, models, answers and rows must say the same."""
        for _ in range(TURNS):
            self.turn += 1
            random = Random(f"{seed} {self.turn}")  # noqa: S311 - the same program in every run
            # Nothing happens at the same moment but what is asked for at once.
            self.house.app.clock.advance(timedelta(seconds=1))
            self.house.run(verb(random))
            self.house.run(self.program.check())
            self.house.run(require_laws(self.house.app.house.fetch))


class TestProgram:
    @pytest.mark.parametrize("dialect", dialects(), ids=str)
    def test_of_any_length_by_one_or_many_keeps_all_books(self, dialect: Dialect) -> None:
        class Opened(Stock):
            house = House(dialect)

        try:
            run_state_machine_as_test(
                Opened,
                settings=settings(
                    max_examples=EXAMPLES,
                    stateful_step_count=STEPS,
                    derandomize=True,
                    # A shorter seed is no simpler program: what has failed is told as it was.
                    phases=[Phase.generate],
                    deadline=None,
                    suppress_health_check=[HealthCheck.too_slow],
                ),
            )
        finally:
            Opened.house.close()
        assert SEEN - Opened.house.seen.keys() == set()
