"""Laws that hold whatever is done in which order: sums are those of the lines, and nothing vanishes in a split."""

from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from costs_house import RATES, adding, cny, correcting, costs_app, lines, reversing, summary
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, TestApp, dialects

TERMS: Final[Json] = {
    "rates": RATES,
    "allowances": {"hours": {"kind_of_cost": "labour", "unit": "h", "quantity": "7.777", "period": "contract"}},
    "approval_threshold": cny(300000),
    "goodwill_limit": cny(100000),
}
QUANTITY: Final = st.integers(1, 9_999).map(lambda milli: f"{milli // 1000}.{milli % 1000:03}")
STEP: Final = st.one_of(
    st.tuples(
        st.just("add"),
        st.fixed_dictionaries(
            {"quantity": QUANTITY},
            optional={
                "unit_cost": st.integers(0, 999).map(cny),
                "unit_price": st.integers(0, 999).map(cny),
                "covered_by": st.sampled_from(["warranty", "contract", "goodwill", "chargeable"]),
            },
        ),
    ),
    st.tuples(st.just("reverse"), st.integers(0, 30)),
    st.tuples(st.just("correct"), st.tuples(st.integers(0, 30), QUANTITY)),
)


@pytest.mark.parametrize("dialect", dialects(), ids=str)
class TestATicket:
    @settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(steps=st.lists(STEP, min_size=4, max_size=14))
    async def test_comes_to_the_sum_of_its_lines(self, dialect: Dialect, steps: list[tuple[str, Any]]) -> None:
        async with costs_app(dialect, terms={"hours": TERMS}) as app:
            ticket = await app.ticket(contract="hours")

            for what, values in steps:
                await _done(app, ticket, what, values)

            found = await lines(app, ticket)
            await _sums_hold(app, ticket, found)
            _pairs_hold(found)
            _splits_hold(found)
            await _allowances_hold(app, found)


async def _done(app: TestApp, ticket: Json, what: str, values: Any) -> None:
    if what == "add":
        answer = await adding(app, ticket, **values)
    else:
        found = await lines(app, ticket)
        if not found:
            return
        place: int = values if what == "reverse" else values[0]
        line = found[place % len(found)]
        answer = await (reversing(app, line) if what == "reverse" else correcting(app, line, quantity=values[1]))
    assert answer.status_code in {201, 409}, answer.text


async def _sums_hold(app: TestApp, ticket: Json, found: list[Json]) -> None:
    [row] = await app.house.fetch("SELECT * FROM costs_ticket") or [dict.fromkeys(SUMS, 0)]
    charged = [each for each in found if each["covered_by"] == "chargeable"]
    sums = (_sum(found, "cost"), _sum(found, "price"), _sum(charged, "price"))
    told = await summary(app, ticket)
    assert tuple(row[name] for name in SUMS) == sums
    assert tuple(told[name]["amount_minor"] for name in ("cost", "price", "chargeable")) == sums
    assert sum(each["price"]["amount_minor"] for each in told["by_kind"].values()) == sums[1]


def _pairs_hold(found: list[Json]) -> None:
    by_id = {each["id"]: each for each in found}
    for back in found:
        if back["reverses_line_id"] is not None:
            line = by_id[back["reverses_line_id"]]
            assert line["cost"]["amount_minor"] + back["cost"]["amount_minor"] == 0
            assert line["price"]["amount_minor"] + back["price"]["amount_minor"] == 0
            assert back["quantity"] == f"-{line['quantity']}"


def _splits_hold(found: list[Json]) -> None:
    by_id = {each["id"]: each for each in found}
    for rest in found:
        if rest["split_from_id"] is not None:
            first = by_id[rest["split_from_id"]]
            milli = sum(round(float(each["quantity"]) * 1000) for each in (first, rest))
            for unit, amount in (("unit_cost", "cost"), ("unit_price", "price")):
                whole = (rest[unit]["amount_minor"] * milli * 2 + 1000) // 2000
                assert _sum([first, rest], amount) == whole


async def _allowances_hold(app: TestApp, found: list[Json]) -> None:
    rows = await app.house.fetch("SELECT used_milli FROM costs_allowance_use")
    covered = sum(round(float(each["quantity"]) * 1000) for each in found if each["allowance_code"])
    assert sum(row["used_milli"] for row in rows) == covered
    assert 0 <= covered <= 7777


def _sum(found: list[Json], name: str) -> int:
    return sum(each[name]["amount_minor"] for each in found)


SUMS: Final = ("cost_minor", "price_minor", "chargeable_minor")
