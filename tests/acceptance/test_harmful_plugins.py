"""Acceptance 15 over HTTP: a plugin fails in every phase and every way; nobody but the plugin is named, nor suffers."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from tempfile import TemporaryDirectory

import pytest

from api import Api, Json, api_as
from broken_plugins import MAKE_TABLES
from harmful_plugins import ACTS, CONDITIONS, Harmful, harmful, neighbours, spawned
from refusals import refusal
from wellkept.app import Wellkept, build
from wellkept.background import worker_for
from wellkept.hosting import bindings_restored, listening, use
from wellkept.platform.plugin_host.calling import deadline
from wellkept.platform.plugin_host.extensions.composition import composition
from wellkept.platform.plugin_host.hooks.breaker import Breaker
from wellkept.platform.settings import Settings
from wellkept.platform.storage import engines
from wellkept.platform.storage.engines import PgEngine, SqliteEngine, bind
from wellkept_sdk import FailurePolicy, RecordName
from wellkept_sdk.actor import Role
from wellkept_sdk.ids import uuid7

HOOKS = {"decide": "ticket_opening", "apply": "ticket_opened", "store": "ticket_extension_store"}
WORK = {"react": "on_opened", "timer": "timer", "job": "sweep"}
#: What ends with its work in the background; a task that never ends is limited in tests/core/platform/jobs.
ENDING = sorted(set(ACTS) - {"hangs"})
#: Where it does not matter whether the plugin may fail.
ONCE = pytest.mark.parametrize("composed", [FailurePolicy.OPTIONAL], indirect=True, scope="module")
QUIET = {"answers rubbish"}  # a reaction has no answer that anybody looks at


@pytest.fixture(scope="module", params=list(FailurePolicy), ids=str)
def composed(request: pytest.FixtureRequest) -> Iterator[tuple[Wellkept, Harmful]]:
    """Compose the application once with the plugin that may fail, and once with the one that must not."""
    broken = harmful(request.param)
    with TemporaryDirectory() as folder:
        with bindings_restored():
            app = build(Settings(data_dir=folder, hook_seconds_max=0.2), plugins=[broken, *neighbours()])
        assert len(app.host.plugins) == 3, [found.reason for found in app.host.found]
        yield app, broken


@pytest.fixture
async def broken(
    composed: tuple[Wellkept, Harmful], database: SqliteEngine | PgEngine, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Harmful]:
    """Return the plugin, which does no harm yet and has never failed, on an empty database."""
    app, plugin = composed
    monkeypatch.setattr(deadline, "GRACE_SECONDS", 0.1)
    bind(database)
    with bindings_restored():
        use(app.host, plan="default", subscriptions=listening(app.host))
        forget_failures(app)
        for statement in MAKE_TABLES:
            await database.execute(statement)
        plugin.phase, plugin.condition = "", None
        yield plugin
        await settled()
        for statement in MAKE_TABLES[:2]:
            await database.execute(statement)


@pytest.fixture
def app(composed: tuple[Wellkept, Harmful], broken: Harmful) -> Wellkept:
    return composed[0]


@pytest.fixture
async def boss(app: Wellkept) -> Api:
    """Return an admin, in a house whose default plan has all three plugins."""
    api = await api_as(app, Role.ADMIN)
    plugins: Json = {"alpha": {}, "broken": {}, "zeta": {}}
    await api.created("/v1/service-plans", {"code": "default", "name": "Default", "plugins": plugins})
    return api


@pytest.fixture
async def project(boss: Api) -> Json:
    return await boss.project()


def forget_failures(app: Wellkept) -> None:
    calls = [call for hook in HOOKS.values() for call in app.host.plans.of(hook, frozenset(app.host.plugins))]
    calls += app.host.plans.of("ticket_visibility", frozenset(app.host.plugins))
    for contribution in composition().records[RecordName.TICKET].contributions:
        calls += [contribution.loading, contribution.storing]
    for call in calls:
        call.breaker = Breaker()


async def settled() -> int:
    """Wait for what was started beside the calls, and return how many rows it wrote."""
    done = await asyncio.gather(*spawned, return_exceptions=True)
    spawned.clear()
    return sum(1 for each in done if not isinstance(each, BaseException))


async def count(table: str) -> int:
    (row,) = await engines.database().fetch(f"SELECT count(*) AS found FROM {table}")
    return row["found"]


async def failures(boss: Api) -> Json:
    return (await boss.found("/v1/plugins/broken"))["failures"]


def opening(project: Json, title: str = "Pump trips") -> Json:
    return {
        "title": title,
        "channel": "phone",
        "project_id": project["id"],
        "extensions": {"broken": {"note": "Ring twice."}},
    }


class TestChange:
    @pytest.mark.parametrize("act", ACTS)
    @pytest.mark.parametrize("phase", HOOKS)
    async def test_names_a_required_plugin_or_goes_on_without_an_optional_one(
        self, app: Wellkept, boss: Api, project: Json, broken: Harmful, phase: str, act: str
    ) -> None:
        broken.harm(phase, ACTS[act])

        answer = await boss.post("/v1/tickets", opening(project))
        own = await settled()
        broken.phase = ""

        assert await count("broken_row") == own
        if broken.manifest.failure is FailurePolicy.REQUIRED:
            problem = refusal(answer, 409)
            assert (problem["code"], problem["plugin"], problem["hook"]) == ("plugin_failed", "broken", HOOKS[phase])
            tables = ("ticket", "ticket_fact", "event_delivery", "neighbour_row", "plugin_failure")
            assert [await count(table) for table in tables] == [0, 0, 0, 0, 0]
        else:
            assert answer.status_code == 201, answer.text
            kept = await failures(boss)
            assert (kept["count"], kept["last_hook"]) == (1, HOOKS[phase])
            assert await count("neighbour_row") == 2

    @pytest.mark.parametrize("act", ACTS)
    async def test_that_is_only_asked_for_is_asked_of_all_others(
        self, app: Wellkept, boss: Api, project: Json, broken: Harmful, act: str
    ) -> None:
        ticket = await boss.created("/v1/tickets", opening(project))
        broken.harm("load", ACTS[act])

        answers = [
            await boss.get(f"/v1/tickets/{ticket['id']}"),
            await boss.get("/v1/tickets", params={"include": "broken"}),
        ]
        own = await settled()

        assert await count("broken_row") == own
        for answer in answers:
            if broken.manifest.failure is FailurePolicy.REQUIRED:
                problem = refusal(answer, 409)
                assert (problem["plugin"], problem["hook"]) == ("broken", "ticket_extension_load")
            else:
                assert answer.status_code == 200, answer.text
                assert "Fine." not in answer.text
        if broken.manifest.failure is FailurePolicy.OPTIONAL:
            assert (await failures(boss))["count"] == 2


@ONCE
class TestRoute:
    @pytest.mark.parametrize("act", ENDING)
    async def test_that_fails_is_named_and_leaves_nothing(
        self, app: Wellkept, boss: Api, project: Json, broken: Harmful, act: str
    ) -> None:
        ticket = await boss.created("/v1/tickets", opening(project))
        path, headers = f"/v1/tickets/{ticket['id']}/broken", {"Idempotency-Key": "k-1"}
        broken.harm("route", ACTS[act])

        added = await boss.post(path, {"note": "x"}, headers=headers)
        own = await settled()
        left = await count("broken_row")
        broken.phase = ""
        again = await boss.post(path, {"note": "x"}, headers=headers)

        problem = refusal(added, 409)
        assert (problem["code"], problem["plugin"], problem["hook"]) == ("plugin_failed", "broken", "broken_add_note")
        assert left == own
        assert (again.status_code, again.headers.get("Idempotency-Replayed")) == (201, None)

    async def test_that_reads_is_named_as_well(self, boss: Api, project: Json, broken: Harmful) -> None:
        ticket = await boss.created("/v1/tickets", opening(project))

        for act in ("raises", "raises an error that blames us", "breaks a statement", "exits", "cancels itself"):
            broken.harm("route", ACTS[act])
            problem = refusal(await boss.get(f"/v1/tickets/{ticket['id']}/broken"), 409, case=act)
            assert (problem["plugin"], problem["hook"]) == ("broken", "broken_show_note")

    async def test_is_not_blamed_before_it_is_reached(self, boss: Api, broken: Harmful) -> None:
        broken.harm("route", ACTS["raises"])

        assert refusal(await boss.get(f"/v1/tickets/{uuid7()}/broken"), 404)["code"] == "not_found"


@ONCE
class TestWork:
    @pytest.mark.parametrize("act", ENDING)
    @pytest.mark.parametrize("phase", WORK)
    async def test_in_the_background_fails_alone_and_is_tried_again(
        self, app: Wellkept, boss: Api, project: Json, broken: Harmful, phase: str, act: str
    ) -> None:
        broken.harm(phase, ACTS[act])

        await boss.created("/v1/tickets", opening(project))
        # A worker of its own, for one remembers that it has stored when its jobs are due.
        await worker_for(app.settings, host=app.host, store=app.store).drain()
        own = await settled()

        assert await count("neighbour_row") == 4
        if act in QUIET or (phase == "job" and act == "swallows"):
            return
        kept = await failures(boss)
        assert (kept["count"], kept["last_hook"]) == (1, WORK[phase])
        if phase != "job":
            # What a job writes it commits by itself, step by step.
            assert await count("broken_row") == own


@ONCE
class TestVisibility:
    @pytest.mark.parametrize("case", CONDITIONS)
    async def test_of_others_stays(self, app: Wellkept, boss: Api, project: Json, broken: Harmful, case: str) -> None:
        shown = await boss.created("/v1/tickets", opening(project, "Shown"))
        await boss.created("/v1/tickets", opening(project))
        partner = await api_as(app, Role.PARTNER, party_id=str(uuid7()))
        broken.condition = CONDITIONS[case]

        listed = await partner.all_items("/v1/tickets")
        logged = await partner.post(f"/v1/tickets/{shown['id']}/log", {"kind": "note", "text": "Seen."})

        assert [ticket["id"] for ticket in listed] == [shown["id"]]
        assert logged.status_code == 201, logged.text
        kept = await failures(boss)
        assert kept["count"] >= 1
        assert kept["last_hook"] == "ticket_visibility"

    @pytest.mark.parametrize("case", CONDITIONS)
    async def test_through_a_filter_names_the_plugin(self, boss: Api, broken: Harmful, case: str) -> None:
        broken.condition = CONDITIONS[case]

        problem = refusal(await boss.get("/v1/tickets", params={"extensions.broken.note": "x"}), 409)

        assert (problem["plugin"], problem["hook"]) == ("broken", "ticket_extension_filter")
