from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from msgspec.structs import replace

from wellkept.activation.terms import CoreTerms
from wellkept.demo.cast import Cast, Member
from wellkept.demo.catalogue import Catalogue, catalogue
from wellkept.demo.installed_base import Item, Place
from wellkept.demo.plan import stories
from wellkept.demo.scene import World
from wellkept.demo.story import Story
from wellkept.tickets.rules.actions import CancelAction, CloseAction, ConfirmAction, ReopenAction
from wellkept_sdk.actor import Actor, ActorKind
from wellkept_sdk.ids import CustomerId, EquipmentId, ProjectId, UserId, uuid7
from wellkept_sdk.records.tickets import TicketStatus

MOMENTS = [
    datetime(2026, 11, 21, 0, 30, tzinfo=UTC),
    datetime(2026, 11, 21, 13, 59, 59, tzinfo=UTC),
    datetime(2026, 3, 29, 1, 0, tzinfo=UTC),  # clocks go forward in Europe
    datetime(2026, 10, 25, 1, 0, tzinfo=UTC),  # and back
    datetime(2028, 2, 29, 23, 59, tzinfo=UTC),
]


@pytest.fixture(scope="module")
def world() -> World:
    known = catalogue()
    return World(items=items(known), cast=cast(known), known=known, at=MOMENTS[0])


def items(known: Catalogue) -> list[Item]:
    """Two items of each family at every customer."""
    places = [
        Place(project_id=ProjectId(uuid7()), customer_id=CustomerId(uuid7()), customer=customer)
        for customer in known.customers.customers
    ]
    return [
        Item(
            place=place,
            equipment_id=EquipmentId(uuid7()),
            code=f"{family}-{number}",
            name=f"{family} {number}",
            family=family,
            weight=1,
        )
        for place in places
        for family in known.faults
        for number in (1, 2)
    ]


def cast(known: Catalogue) -> Cast:
    return Cast(
        members=[
            Member(
                actor=Actor(
                    kind=ActorKind.USER,
                    id=UserId(uuid7()),
                    name=person.name,
                    role=person.role,
                    permissions=frozenset(),
                ),
                language=person.language,
            )
            for person in known.people
        ]
    )


def told(world: World, at: datetime) -> list[Story]:
    return stories(replace(world, at=at), rng=Random("any"))  # noqa: S311 - dice, not secrets


class TestPlan:
    @pytest.mark.parametrize("at", MOMENTS, ids=str)
    def test_tells_three_hundred_stories_in_the_order_of_their_reports(self, world: World, at: datetime) -> None:
        reports = [story.reported_at for story in told(world, at)]

        assert len(reports) == 300
        assert reports == sorted(reports)
        assert at - timedelta(days=185) < reports[0]

    @pytest.mark.parametrize("at", MOMENTS, ids=str)
    def test_keeps_every_story_in_order_and_in_the_past(self, world: World, at: datetime) -> None:
        for story in told(world, at):
            moments = [story.reported_at, *(step.at for step in story.steps)]
            assert moments == sorted(moments)
            assert moments[-1] <= at

    @pytest.mark.parametrize("at", MOMENTS, ids=str)
    def test_reopens_only_what_could_still_be_reopened_some_days_later(self, world: World, at: datetime) -> None:
        finished_at = [moment for story in told(world, at) for moment in moments_before_reopening(story)]

        assert len(finished_at) > 10
        assert min(finished_at) > at - timedelta(days=CoreTerms().reopen_within_days - 3)

    def test_ends_in_every_status(self, world: World) -> None:
        endings = Counter(story.ending for story in told(world, MOMENTS[0]))

        assert endings.keys() == set(TicketStatus)
        assert min(endings.values()) > 10

    def test_tells_no_two_ordinary_stories_of_one_fault_on_one_item(self, world: World) -> None:
        subjects = Counter((story.item.equipment_id, story.fault_code) for story in told(world, MOMENTS[0]))

        assert subjects.most_common(1)[0][1] <= 3
        assert sum(count > 1 for count in subjects.values()) <= 18


def moments_before_reopening(story: Story) -> list[datetime]:
    finishing = (ConfirmAction, CloseAction, CancelAction)
    return [
        before.at
        for before, step in zip(story.steps, story.steps[1:], strict=False)
        if isinstance(step.deed, ReopenAction) and isinstance(before.deed, finishing)
    ]
