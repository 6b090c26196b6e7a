"""What core gets when it asks a plugin's service, whatever the plugin does, on both databases."""

from collections.abc import Callable
from typing import Any

import pytest

from broken_plugins import FAILING, MAKE_TABLES, ROW, Behaving, hosting, named, occasion_for
from wellkept.hosting import bindings_restored
from wellkept.platform.plugin_host.calling.services import answer_of, is_offered
from wellkept.platform.plugin_host.current import bind_host
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk import Ctx, FailurePolicy, Plugin, ServiceKey, provide
from wellkept_sdk.errors import PluginFailed


class Gauge:
    """A service that counts how often it was asked, for the provider's own context."""

    asked = 0

    def __init__(self, ctx: Ctx) -> None:
        self.ctx = ctx

    async def read(self) -> dict[str, int] | None:
        type(self).asked += 1
        found = await self.ctx.db.fetch_one("SELECT 7 AS value")
        return found and {"value": found["value"]}


GAUGE: ServiceKey[Gauge] = ServiceKey("gauges.gauge", version=1)
#: Those whose harm does not lie in an answer of a wrong type, which a service has no declaration of.
HARMFUL = [kind for kind in FAILING if kind.__name__ not in {"AnswersRubbish", "SpawnsTask"}]


@pytest.fixture(autouse=True)
def restored() -> Any:
    with bindings_restored():
        yield


@pytest.fixture
async def store(database: Database) -> Database:
    for statement in MAKE_TABLES:
        await database.execute(statement)
    return database


def offering(make: Callable[[Ctx], Any], *, failure: FailurePolicy = FailurePolicy.OPTIONAL) -> Plugin:
    return named(Plugin, "gauges", failure=failure, provides=("gauges.gauge",), services=(provide(GAUGE, make),))


def bound(plugin: Plugin) -> Occasion:
    bind_host(hosting(plugin))
    return occasion_for([plugin.manifest.name])


def harmful(kind: type[Behaving]) -> Callable[[Ctx], Any]:
    """Return what makes a service that does the same harm as a plugin of this kind."""

    class Broken:
        def __init__(self, ctx: Ctx) -> None:
            self.ctx = ctx

        async def read(self) -> Any:
            return await named(kind).act(self.ctx)

    return Broken


async def read(gauge: Gauge) -> dict[str, int] | None:
    return await gauge.read()


class TestAnswer:
    async def test_comes_from_the_service_in_its_providers_context(self, store: Database) -> None:
        occasion = bound(offering(Gauge))
        plugins: list[str] = []

        async def ask(gauge: Gauge) -> dict[str, int] | None:
            plugins.append(gauge.ctx.plugin)
            return await gauge.read()

        async with transaction():
            before = store.statements
            answer = await answer_of(GAUGE, ask, occasion=occasion)
            statements = store.statements - before

        assert (answer, plugins) == ({"value": 7}, ["gauges"])
        # The service's own, and around it the savepoint of an optional plugin.
        assert statements <= 3

    async def test_is_none_where_nobody_offers_the_service(self) -> None:
        bind_host(hosting())

        assert not is_offered(GAUGE, occasion_for([]))
        assert await answer_of(GAUGE, read, occasion=occasion_for([])) is None

    async def test_is_none_where_the_provider_is_not_active(self) -> None:
        bind_host(hosting(offering(Gauge)))
        before = Gauge.asked

        answer = await answer_of(GAUGE, read, occasion=occasion_for([]))

        assert (answer, Gauge.asked) == (None, before)


@pytest.mark.parametrize("kind", HARMFUL, ids=lambda kind: kind.__name__)
class TestFailure:
    async def test_of_an_optional_plugin_is_no_answer_and_is_kept(self, store: Database, kind: type[Behaving]) -> None:
        occasion = bound(offering(harmful(kind)))

        async with transaction():
            answer = await answer_of(GAUGE, read, occasion=occasion)

        assert answer is None
        assert await store.fetch("SELECT id FROM broken_row WHERE id = ?", ROW) == []
        [failure] = await store.fetch("SELECT plugin, hook FROM plugin_failure")
        assert failure == {"plugin": "gauges", "hook": "gauges.gauge"}

    async def test_of_a_required_plugin_fails_the_change_by_name(self, store: Database, kind: type[Behaving]) -> None:
        occasion = bound(offering(harmful(kind), failure=FailurePolicy.REQUIRED))

        with pytest.raises(PluginFailed) as caught:
            async with transaction():
                await answer_of(GAUGE, read, occasion=occasion)

        assert caught.value.context == {"plugin": "gauges", "hook": "gauges.gauge"}
        assert await store.fetch("SELECT id FROM broken_row") == []


class TestPluginThatFailsAgainAndAgain:
    async def test_is_left_alone_for_a_while(self, store: Database) -> None:
        tries: list[int] = []

        def make(ctx: Ctx) -> Gauge:
            tries.append(len(tries))
            raise KeyError(ctx.plugin)

        occasion = bound(offering(make))

        async with transaction():
            for _ in range(7):
                assert await answer_of(GAUGE, read, occasion=occasion) is None

        assert len(tries) == 5
        assert len(await store.fetch("SELECT id FROM plugin_failure")) == 5
