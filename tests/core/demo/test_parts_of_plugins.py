from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta

import pytest

from demo_scenes import PRESENT, small_scene
from made_plugins import made_plugin
from wellkept.demo.parts_of_plugins import tell_parts
from wellkept_sdk import ActivationLevel, Ctx, Plugin, RecordName, RecordRef
from wellkept_sdk.db import Dialect
from wellkept_sdk.demo import Demo, DemoDeed, DemoScene
from wellkept_sdk.now import now
from wellkept_sdk.records.tickets import TicketStatus
from wellkept_sdk.testing import TestApp, dialects

LONG_AGO = PRESENT - timedelta(days=100)
WANTED = [("pump", TicketStatus.IN_PROGRESS), ("lift", TicketStatus.CLOSED)]

#: What was done: by which plugin, when by the clock and by the context, by whom, about which record.
Told = list[tuple[str, datetime, datetime, str, RecordRef | None]]


class Teller:
    """The part of a plugin that only remembers what it is asked to tell, and what it has done."""

    def __init__(self) -> None:
        self.scenes: list[DemoScene] = []
        self.told: Told = []

    def plugin(self, name: str, activation: ActivationLevel) -> Plugin:
        return made_plugin(name, activation=activation, members={"demo": Demo(tell=self.tell)})

    def tell(self, scene: DemoScene) -> Sequence[DemoDeed]:
        self.scenes.append(scene)
        pump, lift = (RecordRef(RecordName.PROJECT, scene.project_ids[code]) for code in ("DC-CHP-1", "HY-TOWER-A"))
        return [
            DemoDeed(at=PRESENT, actor=scene.engineer, run=self.do, record=pump),
            DemoDeed(at=LONG_AGO, actor=scene.dispatcher, run=self.do, record=lift),
            DemoDeed(at=LONG_AGO, actor=scene.dispatcher, run=self.do),
        ]

    async def do(self, ctx: Ctx) -> None:
        self.told.append((ctx.plugin, now(), ctx.at, ctx.actor.name, ctx.record))


@pytest.fixture
def teller() -> Teller:
    return Teller()


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest, teller: Teller) -> AsyncIterator[TestApp]:
    dialect: Dialect = request.param
    plugins = [
        made_plugin("silent"),
        teller.plugin("everywhere", ActivationLevel.DEPLOYMENT),
        teller.plugin("sometimes", ActivationLevel.CONTRACT),
    ]
    async with TestApp(plugins=plugins, contracts={"bare": {}}, database=dialect) as app:
        yield app


class TestPartOfPlugin:
    async def test_is_told_in_its_order_at_its_own_moments_where_it_serves(self, app: TestApp, teller: Teller) -> None:
        scene = await small_scene(app, WANTED, contract="bare")
        pump, lift = (RecordRef(RecordName.PROJECT, scene.project_ids[code]) for code in ("DC-CHP-1", "HY-TOWER-A"))
        dispatcher, engineer = scene.dispatcher.name, scene.engineer.name

        await tell_parts(scene)

        assert teller.told == [
            ("everywhere", PRESENT, PRESENT, engineer, pump),
            ("everywhere", LONG_AGO, LONG_AGO, dispatcher, lift),
            ("everywhere", LONG_AGO, LONG_AGO, dispatcher, None),
            ("sometimes", LONG_AGO, LONG_AGO, dispatcher, None),
        ]
        assert now() == PRESENT

    async def test_knows_the_tickets_that_the_plugin_serves(self, app: TestApp, teller: Teller) -> None:
        scene = await small_scene(app, WANTED, contract="bare")

        await tell_parts(scene)

        assert [each.tickets for each in teller.scenes] == [scene.tickets, []]
