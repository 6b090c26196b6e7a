"""Whether the place of a matter is known."""

from uuid import UUID

import pytest

from wellkept.tickets.queries.lookups import Place
from wellkept.tickets.service.places import place_mistakes
from wellkept_sdk.ids import uuid7

PROJECT, EQUIPMENT = uuid7(), uuid7()


def place(equipment_project_id: UUID | None) -> Place:
    return Place(
        customer_id=uuid7(),
        customer_type_id=uuid7(),
        time_zone="Asia/Shanghai",
        equipment_project_id=equipment_project_id,
    )


class TestPlaceMistakes:
    @pytest.mark.parametrize(
        ("found", "equipment_id", "expected"),
        [
            (None, None, ("/project_id", "unknown_reference")),
            (place(None), None, None),
            (place(PROJECT), EQUIPMENT, None),
            (place(None), EQUIPMENT, ("/equipment_id", "unknown_reference")),
            (place(uuid7()), EQUIPMENT, ("/equipment_id", "tickets.equipment.other_project")),
        ],
    )
    def test_name_the_first_thing_that_is_wrong(
        self, found: Place | None, equipment_id: UUID | None, expected: tuple[str, str] | None
    ) -> None:
        mistakes = place_mistakes(found, project_id=PROJECT, equipment_id=equipment_id)

        told = [(error.pointer, error.code) for mistake in mistakes for error in mistake.errors]
        assert told == ([] if expected is None else [expected])
