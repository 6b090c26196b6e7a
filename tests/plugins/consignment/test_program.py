"""Any order of uses, returns, prices, claims, statements and answers: the books of both sides agree."""

import asyncio
from collections import defaultdict
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from consignment_house import Shelf, claimed, consignment_app, shelf
from consignment_statements import (
    EVIDENCE,
    STATEMENTS,
    answered,
    confirmed,
    disputed,
    done,
    ended,
    money,
    seen,
    statement_lines,
    try_drawn,
)
from inventory_house import line, returned
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, TestApp, dialects

DAYS = st.sampled_from([10, 11, 11, 12])
PICKS = st.integers(0, 99)
PERIOD_ENDS = ("2026-01-12", "2026-03-03", "2026-03-03")
OUTCOMES = st.sampled_from([None, "upheld", "conceded", "conceded", "carried"])
NIL = "00000000-0000-0000-0000-000000000000"
CONSUMED_WITHOUT_ONE_LINE = (
    "SELECT move.id FROM inventory_move move JOIN inventory_location target ON target.id = move.to_location_id"
    f" WHERE target.kind = 'consumed' AND move.stock_owner_id <> '{NIL}'"
    " AND (SELECT COUNT(*) FROM consignment_line line WHERE line.move_id = move.id) <> 1"
)


class House:
    """The application on a loop of its own, which all examples share."""

    def __init__(self, dialect: Dialect) -> None:
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.codes = count(1)
        self.app: TestApp = self.run(self.stack.enter_async_context(consignment_app(dialect)))

    def run(self, call: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(call)

    def close(self) -> None:
        self.run(self.stack.aclose())
        self.runner.close()


class Settlement(RuleBasedStateMachine):
    """One supplier's oil, used for one ticket on three days of January, and settled in March."""

    house: House

    def __init__(self) -> None:
        super().__init__()
        self.app = self.house.app
        self.oil: Shelf = self.run(
            shelf(
                self.app,
                f"OIL-{next(self.house.codes)}",
                quantity="99999",
                prices=((333, "2026-01-01", "2026-01-12"),),
                part_values={"unit": "kg", "whole_units": False},
            )
        )
        self.ticket: Json = self.run(self.app.ticket(contract="plain"))
        #: What both sides have agreed, by statement.
        self.agreed: dict[str, Json] = {}
        self.first_day = date(2026, 1, 1)
        for day in (10, 11):
            self.run(self.oil.use(self.ticket, "1.500", at=f"2026-01-{day}T02:00:00Z"))
        self.used_milli = 3_000

    def run(self, call: Coroutine[Any, Any, Any]) -> Any:
        return self.house.run(call)

    @rule(milli=st.integers(1, 2_999), day=DAYS)
    def use(self, milli: int, day: int) -> None:
        self.run(self.oil.use(self.ticket, text(milli), at=f"2026-01-{day}T02:00:00Z"))
        self.used_milli += milli

    @precondition(lambda self: self.used_milli)
    @rule(percent=st.sampled_from([10, 50, 100]))
    def bring_back(self, percent: int) -> None:
        milli = max(self.used_milli * percent // 100, 1)
        answer = self.run(returned(self.app, self.ticket, line(self.oil.part, text(milli), condition="unused")))
        assert answer.status_code == 201, answer.text
        self.used_milli -= milli

    @rule(minor=st.integers(0, 999), day=DAYS, days=st.integers(1, 3))
    def price(self, minor: int, day: int, days: int) -> None:
        self.run(self.oil.price(minor, f"2026-01-{day}", f"2026-01-{day + days}"))

    @rule(pick=PICKS, percent=st.sampled_from([20, 45, 80, 100]))
    def claim(self, pick: int, percent: int) -> None:
        uses = self.run(self.oil.lines(kind="withdrawal"))
        use = uses[pick % len(uses)]
        answer = self.run(claimed(self.app, use, f"{percent // 100}.{percent % 100:02d}"))
        refusal = "not_claimable" if use["amount"] is None else "exceeds_line"
        assert answer.status_code == 201 or answer.json()["code"] == f"consignment.claim.{refusal}"

    @rule(days=st.sampled_from([0, 1, 1, 1]), period_to=st.sampled_from(PERIOD_ENDS))
    def draw(self, days: int, period_to: str) -> None:
        self.first_day -= timedelta(days=days)
        require_code(self.run(try_drawn(self.oil, self.first_day.isoformat(), period_to)), "period_taken", "empty")

    @rule(pick=PICKS, outcome=OUTCOMES, then=st.sampled_from(["agree", "agree", "cancel", None]))
    def settle(self, pick: int, outcome: str | None, then: str | None) -> None:
        if not self.statements(status="draft"):
            self.draw(1, PERIOD_ENDS[-1])
        open_ones = [*self.statements(status="draft"), *self.statements(status="issued")]
        if open_ones:
            self.go_on(open_ones[pick % len(open_ones)], pick, outcome, then)

    def go_on(self, statement: Json, pick: int, outcome: str | None, then: str | None) -> None:
        """Issue a statement if that can be, answer it, and agree or cancel it."""
        require_code(self.run(done(self.app, statement, "issue")), "wrong_state", "unpriced")
        if self.run(seen(self.app, statement))["status"] == "issued":
            self.answer(statement, pick, outcome)
        if then is not None:
            said = {"reason": "Again."} if then == "cancel" else {}
            answer = self.run(done(self.app, statement, then, **said))
            require_code(answer, "wrong_state", "unanswered")
            if then == "agree" and answer.status_code == 201:
                self.agreed[statement["id"]] = answer.json()["total"]

    def answer(self, statement: Json, pick: int, outcome: str | None) -> None:
        """Dispute one line, where there is to be an outcome, and confirm all others that are pending."""
        pending = [each for each in self.run(statement_lines(self.app, statement)) if each["answer"] == "pending"]
        if pending and outcome is not None:
            self.end(statement, pending.pop(pick % len(pending)), outcome)
        if pending:
            answers = [confirmed(each) for each in pending]
            answer = self.run(answered(self.app.client, statement, *answers, evidence=EVIDENCE))
            assert answer.status_code == 200, answer.text

    def end(self, statement: Json, place: Json, outcome: str) -> None:
        """Dispute a line, and end the dispute; only what is still used is agreed at half its amount."""
        answer = self.run(answered(self.app.client, statement, disputed(place), evidence=EVIDENCE))
        assert answer.status_code == 200, answer.text
        said: Json = {"statement_line_id": place["id"], "outcome": outcome, "note": "Talked over."}
        if outcome == "conceded":
            if self.left_of(place["line"]) == 0:
                said["outcome"] = "upheld"
            else:
                said["amount"] = money(place["line"]["amount"]["amount_minor"] // 2)
        answer = self.run(ended(self.app, statement, said))
        assert answer.status_code == 200, answer.text

    def left_of(self, owed: Json) -> Decimal:
        """Return what has not come back of the use that a line belongs to."""
        return next(
            (total_of_quantities(group) for group in self.groups() if owed["id"] in {each["id"] for each in group}),
            Decimal(0),
        )

    def statements(self, **query: str) -> list[Json]:
        params = {"agreement_id": self.oil.agreement["id"], "limit": 200, **query}
        answer = self.run(self.app.client.get(STATEMENTS, params=params))
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]

    def groups(self) -> list[list[Json]]:
        """Return each use with all that takes it back, corrects and claims it."""
        roots: dict[str, str] = {}
        found: defaultdict[str, list[Json]] = defaultdict(list)
        for each in self.run(self.oil.lines()):
            root = roots.get(each["corrects_line_id"] or "") or str(each["id"])
            roots[each["id"]] = root
            found[root].append(each)
        return list(found.values())

    @invariant()
    def holds(self) -> None:
        groups = self.groups()
        lines = [each for group in groups for each in group]
        shown = [each for each in self.statements() if each["status"] != "cancelled"]

        settled = sum(each["total"]["amount_minor"] for each in shown)
        unsettled = total_of(each for each in lines if each["statement_id"] is None)
        assert settled + unsettled == total_of(lines)
        assert [total_of(group) for group in groups if total_of_quantities(group) == 0 and total_of(group)] == []
        assert {each["id"]: each["total"] for each in shown if each["id"] in self.agreed} == self.agreed

    def teardown(self) -> None:
        assert self.run(self.app.house.fetch(CONSUMED_WITHOUT_ONE_LINE)) == []


def text(milli: int) -> str:
    return f"{milli // 1000}.{milli % 1000:03d}"


def total_of(lines: Any) -> int:
    return sum(each["amount"]["amount_minor"] for each in lines if each["amount"] is not None)


def total_of_quantities(lines: list[Json]) -> Decimal:
    return sum((Decimal(each["quantity"]) for each in lines), Decimal(0))


def require_code(answer: httpx.Response, *codes: str) -> None:
    """Check that something was done, or refused for one of these reasons."""
    assert answer.status_code == 201 or answer.json()["code"] in {f"consignment.statement.{code}" for code in codes}


class TestProgram:
    @pytest.mark.parametrize("dialect", dialects(), ids=str)
    def test_of_any_length_keeps_the_books_of_both_sides(self, dialect: Dialect) -> None:
        class Opened(Settlement):
            house = House(dialect)

        try:
            run_state_machine_as_test(
                Opened,
                settings=settings(
                    max_examples=10,
                    stateful_step_count=25,
                    derandomize=True,
                    deadline=None,
                    suppress_health_check=[HealthCheck.too_slow],
                ),
            )
        finally:
            Opened.house.close()
