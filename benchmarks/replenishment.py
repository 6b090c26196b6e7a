"""What it takes to forecast and replenish thousands of parts: `python -m benchmarks.replenishment`."""

import argparse
import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from benchmarks.application import system_ctx
from benchmarks.databases import empty_database, names_of_databases
from benchmarks.plan import LOCAL_SERVER, Plan
from benchmarks.settlement import Effort, measured
from benchmarks.stockroom import Row, Stockroom, stockroom
from wellkept_inventory.service.forecasting import renew_due

PARTS: Final = 5_000
USES_PER_PART: Final = 12
#: Uses are spread evenly over so many minutes before now: nearly two years.
_SPAN_MINUTES: Final = 900_000
_PART, _BALANCE, _POLICY, _POSTING, _MOVE = 51, 52, 53, 54, 55


class ReplenishmentFigures(Struct, frozen=True, kw_only=True):
    """
    Parts with a policy and uses of two years, on one database.

    Args:
        database: its name.
        parts: how many.
        uses: that are forecast from.
        suggested: how many of them are to be bought or transferred.
        night: forecasting all of them, and judging their stock.
        asking: for what to buy and to transfer.
    """

    database: str
    parts: int
    uses: int
    suggested: int
    night: Effort
    asking: Effort


def replenishment_figures(plan: Plan) -> list[ReplenishmentFigures]:
    """Return the figures of SQLite, and of PostgreSQL where there is a server."""
    return [_of_database(plan, name) for name in names_of_databases(plan.postgres_url)]


def _of_database(plan: Plan, name: str) -> ReplenishmentFigures:
    with empty_database(name, postgres_url=plan.postgres_url) as (url, folder):
        return asyncio.run(_replenished(url, folder, name=name, plan=plan))


async def _replenished(url: str, folder: Path, *, name: str, plan: Plan) -> ReplenishmentFigures:
    parts, rounds = plan.replenished_parts, range(plan.stock_rounds)
    night, asking = Effort(seconds=[], statements=[]), Effort(seconds=[], statements=[])
    async with stockroom(url, folder=folder) as room:
        await _fill(room, parts=parts)
        await measured(room, night, lambda: _night(room))
        suggested = [len((await measured(room, asking, lambda: _suggestions(room)))["items"]) for _ in rounds]
        [row] = await room.app.database.fetch(
            "SELECT count(*) AS forecasts FROM inventory_forecast WHERE rate > '0.01'"
        )
        assert row["forecasts"] == parts, f"{row['forecasts']} of {parts} parts have a forecast of demand"
    return ReplenishmentFigures(
        database=name,
        parts=parts,
        uses=parts * USES_PER_PART,
        suggested=suggested[-1],
        night=night,
        asking=asking,
    )


async def _night(room: Stockroom) -> Row:
    await renew_due(system_ctx(room.app, "inventory"))
    return {}


async def _suggestions(room: Stockroom) -> Row:
    answer = await room.client.get("/inventory/suggestions")
    assert answer.is_success, answer.text
    return answer.json()


async def _fill(room: Stockroom, *, parts: int) -> None:
    """Give each part a policy, two years of use, and either plenty of stock or nearly none."""
    model = await room.part("MODEL")
    await room.receive(model)
    issue = await room.issue(await room.ticket(), model)
    policy = await room.made("/inventory/policies", part_id=model["id"], location_id=room.place["id"])
    speech, part = room.speech, room.speech.id(_PART, "n")
    await room.copy("inventory_part", parts, of={"id": model["id"]}, id=part, code="'P-' || n")
    await room.copy(
        "inventory_balance",
        parts,
        of={"part_id": model["id"], "location_id": room.place["id"]},
        id=speech.id(_BALANCE, "n"),
        part_id=part,
        quantity_milli="CASE WHEN n % 2 = 0 THEN 1000 ELSE 1000000 END",
    )
    await room.copy("inventory_policy", parts, of={"id": policy["id"]}, id=speech.id(_POLICY, "n"), part_id=part)
    await _copy_uses(room, issue, parts=parts)
    # The model itself is not replenished.
    for table in ("inventory_forecast", "inventory_policy"):
        column = "policy_id" if table == "inventory_forecast" else "id"
        await room.app.database.execute(f"DELETE FROM {table} WHERE {column} = ?", policy["id"])  # noqa: S608 - our own names
    await room.settle()


async def _copy_uses(room: Stockroom, issue: dict[str, Any], *, parts: int) -> None:
    speech, uses = room.speech, parts * USES_PER_PART
    at = room.ago(f"CAST(n AS BIGINT) * {_SPAN_MINUTES} / {uses}")
    await room.copy(
        "inventory_posting",
        uses,
        of={"id": issue["id"]},
        id=speech.id(_POSTING, "n"),
        number_seq="n + 1000",
        number="'ST-B-' || n",
        occurred_at=at,
        recorded_at=at,
    )
    await room.copy(
        "inventory_move",
        uses,
        of={"posting_id": issue["id"]},
        id=speech.id(_MOVE, "n"),
        posting_id=speech.id(_POSTING, "n"),
        part_id=speech.id(_PART, f"n % {parts} + 1"),
        recorded_at=at,
    )


def lines_of(figures: ReplenishmentFigures) -> Sequence[Sequence[str]]:
    """Return what both efforts were, for people."""
    return [
        (
            figures.database,
            what,
            f"{figures.parts:,}",
            effort.ms().text(0),
            f"{max(effort.statements)}",
        )
        for what, effort in (("forecasts of a night", figures.night), ("suggestions", figures.asking))
    ]


def main() -> None:
    """Print the figures of replenishment alone."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.replenishment", description=__doc__)
    parser.add_argument("--postgres", default=LOCAL_SERVER, help="a server on which databases may be made")
    parser.add_argument("--parts", type=int, default=PARTS, help="how many have a policy")
    given = parser.parse_args()
    plan = Plan(postgres_url=given.postgres or None, output=Path(), replenished_parts=given.parts)
    for figures in replenishment_figures(plan):
        for database, what, parts, ms, statements in lines_of(figures):
            print(f"{database}, {parts} parts, {what:<24}{ms} ms, {statements} statements")
        print(f"{figures.database}, {figures.uses:,} uses, {figures.suggested:,} suggestions")


if __name__ == "__main__":
    main()
