"""The promise of the tree: whatever is made and moved, at once or in turn, a path is the chain of parents."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from installed_base import ADMIN, ANY_VERSION, make_equipment, make_project
from wellkept.equipment.schemas import EquipmentPatch
from wellkept.equipment.service import equipment as service
from wellkept.platform.storage.database import Database
from wellkept_sdk.db.database import Row
from wellkept_sdk.errors import Invalid
from wellkept_sdk.ids import EquipmentId, uuid7

ITEMS = 6
Move = tuple[int, int | None]

moves = st.lists(st.tuples(st.integers(0, ITEMS - 1), st.none() | st.integers(0, ITEMS - 1)), max_size=12)


async def move(item_id: UUID, *, under: UUID | None) -> None:
    patch = EquipmentPatch(parent_id=None if under is None else EquipmentId(under))
    await service.update(EquipmentId(item_id), patch=patch, if_match=ANY_VERSION, actor=ADMIN)


async def parents_and_paths(database: Database, project_id: UUID) -> dict[UUID, Row]:
    rows = await database.fetch("SELECT id, parent_id, path FROM equipment WHERE project_id = ?", project_id)
    return {row["id"]: row for row in rows}


def chain_of(item_id: UUID, rows: dict[UUID, Row]) -> str:
    """The path as it follows from the parents alone; a cycle fails."""
    chain: list[UUID] = []
    step: UUID | None = item_id
    while step is not None:
        assert step not in chain, "a cycle"
        chain.insert(0, step)
        step = rows[step]["parent_id"]
    return "".join(f"{link}/" for link in chain)


def require_true_paths(rows: dict[UUID, Row]) -> None:
    assert {item_id: row["path"] for item_id, row in rows.items()} == {
        item_id: chain_of(item_id, rows) for item_id in rows
    }


class TestTree:
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(moves=moves)
    async def test_has_true_paths_after_any_moves(self, database: Database, moves: Sequence[Move]) -> None:
        project = await make_project(f"P-{uuid7()}")
        items = [(await make_equipment(f"E{number}", project_id=project["id"]))["id"] for number in range(ITEMS)]

        expected: dict[int, int | None] = dict.fromkeys(range(ITEMS))
        for item, parent in moves:
            if is_above(item, parent, expected):
                continue
            expected[item] = parent
            await move(items[item], under=None if parent is None else items[parent])

        rows = await parents_and_paths(database, project["id"])
        require_true_paths(rows)
        assert [rows[items[item]]["parent_id"] for item in range(ITEMS)] == [
            None if parent is None else items[parent] for parent in expected.values()
        ]

    async def test_never_gets_a_cycle_from_two_moves_at_once(self, database: Database) -> None:
        project = await make_project()
        for number in range(10):
            left, right = [
                (await make_equipment(f"{side}-{number}", project_id=project["id"]))["id"] for side in ("L", "R")
            ]

            outcomes = await asyncio.gather(move(left, under=right), move(right, under=left), return_exceptions=True)

            refused = [outcome for outcome in outcomes if isinstance(outcome, Invalid)]
            assert [refusal.code for refusal in refused] == ["equipment.parent.cycle"]
            assert outcomes.count(None) == 1

        require_true_paths(await parents_and_paths(database, project["id"]))

    async def test_keeps_true_paths_while_children_are_made_under_moving_parents(self, database: Database) -> None:
        project = await make_project()
        halls = [(await make_equipment(f"HALL-{side}", project_id=project["id"]))["id"] for side in "AB"]
        line = (await make_equipment("LINE", project_id=project["id"], parent_id=halls[0]))["id"]

        await asyncio.gather(
            *(move(line, under=halls[turn % 2]) for turn in range(12)),
            *(make_equipment(f"PUMP-{number}", project_id=project["id"], parent_id=line) for number in range(12)),
        )

        rows = await parents_and_paths(database, project["id"])
        assert len(rows) == 15
        require_true_paths(rows)


def is_above(item: int, parent: int | None, parents: dict[int, int | None]) -> bool:
    """Whether the item is the wanted parent or stands above it, so that the move would be a cycle."""
    while parent is not None:
        if parent == item:
            return True
        parent = parents[parent]
    return False
