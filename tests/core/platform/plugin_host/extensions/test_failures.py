import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from api import Api, Json, api_as
from extended_house import composed_with, serving
from weather_plugin import GatekeeperNote, GatekeeperPlugin, gatekeeper_extension
from wellkept.app import Wellkept
from wellkept.platform.storage.engines import PgEngine, SqliteEngine
from wellkept_sdk import FailurePolicy, Plugin, RecordName
from wellkept_sdk.actor import Role

SECONDS_MAX = 0.1
RING = {"gatekeeper": {"note": "Ring twice."}, "moody": {"note": "Fine."}}


class Mood:
    """What the loader and the writer do next."""

    load: Callable[..., Any]
    store: Callable[..., Any]

    def __init__(self) -> None:
        self.be_good()

    def be_good(self) -> None:
        async def load(ctx: Any, ids: Any) -> Any:
            del ctx
            return {record_id: MoodyNote(note="Fine.") for record_id in ids}

        async def store(ctx: Any, record_id: Any, value: Any) -> None: ...

        self.load, self.store = load, store


mood = Mood()


class MoodyNote(GatekeeperNote, frozen=True, kw_only=True):
    """A note that comes from memory."""


class MoodyNoteInput(gatekeeper_extension(RecordName.TICKET).write, frozen=True, kw_only=True):  # type: ignore[misc, valid-type]
    """A note that goes nowhere."""


async def load(ctx: Any, ids: Any) -> Any:
    return await mood.load(ctx, ids)


async def store(ctx: Any, record_id: Any, value: Any) -> Any:
    return await mood.store(ctx, record_id, value)


async def raises(*_: Any) -> Any:
    raise RuntimeError("The note has gone.")


async def hangs(*_: Any) -> Any:
    await asyncio.sleep(30)


async def answers_rubbish(*_: Any) -> Any:
    return "rubbish"


async def answers_rubbish_for_one(_: Any, ids: Any) -> Any:
    return {record_id: GatekeeperNote(note="Not mine.") for record_id in ids}


async def answers_wrong_fields(_: Any, ids: Any) -> Any:
    return {record_id: MoodyNote(note=7) for record_id in ids}  # pyright: ignore[reportArgumentType]


async def breaks_a_statement(ctx: Any, *_: Any) -> Any:
    await ctx.db.execute("DELETE FROM nowhere")


FAILURES = {
    "raises": raises,
    "hangs": hangs,
    "rubbish": answers_rubbish,
    "rubbish for one": answers_rubbish_for_one,
    "wrong fields": answers_wrong_fields,
    "statement": breaks_a_statement,
}
STORE_FAILURES = {name: FAILURES[name] for name in ("raises", "hangs", "rubbish", "statement")}


def moody(failure: FailurePolicy) -> Plugin:
    class Moody(Plugin):
        manifest = replace(GatekeeperPlugin.manifest, name="moody", failure=failure)
        extensions = (
            replace(
                gatekeeper_extension(RecordName.TICKET),
                read=MoodyNote,
                write=MoodyNoteInput,
                load=load,
                store=store,
                filters={},
                sorts={},
            ),
        )

    return Moody()


@pytest.fixture(scope="module")
def optional() -> Iterator[Wellkept]:
    """Compose the application with a moody plugin that may fail."""
    with composed_with([GatekeeperPlugin(), moody(FailurePolicy.OPTIONAL)]) as made:
        yield made


@pytest.fixture(scope="module")
def required() -> Iterator[Wellkept]:
    """Compose the application with a moody plugin that must not fail."""
    with composed_with([GatekeeperPlugin(), moody(FailurePolicy.REQUIRED)]) as made:
        yield made


@pytest.fixture
async def boss(request: pytest.FixtureRequest, database: SqliteEngine | PgEngine, failure: str) -> AsyncIterator[Api]:
    """Return an admin's client of the application that the test asks for, its moody plugin in a good mood."""
    mood.be_good()
    app: Wellkept = request.getfixturevalue(failure)
    async with serving(app, database):
        app.host.hook_seconds_max = SECONDS_MAX
        yield await api_as(app, Role.ADMIN)


@pytest.fixture
async def ticket(boss: Api) -> Json:
    """Return a ticket with both extensions."""
    return await boss.ticket(extensions=RING)


@pytest.mark.parametrize("failure", ["optional"])
class TestOptionalPlugin:
    @pytest.mark.parametrize("way", FAILURES)
    async def test_that_cannot_load_is_left_out_and_its_failure_kept(
        self, database: SqliteEngine | PgEngine, boss: Api, ticket: Json, way: str
    ) -> None:
        mood.load = FAILURES[way]

        one = await boss.found(f"/v1/tickets/{ticket['id']}")
        [listed] = await boss.all_items("/v1/tickets", include="moody,gatekeeper")

        assert one["extensions"] == listed["extensions"] == {"gatekeeper": RING["gatekeeper"]}
        kept = await database.fetch("SELECT plugin, hook, subject FROM plugin_failure ORDER BY id")
        assert [(row["plugin"], row["hook"]) for row in kept] == [("moody", "ticket_extension_load")] * 2
        assert kept[0]["subject"] == f"tickets/{ticket['id']}"

    @pytest.mark.parametrize("way", STORE_FAILURES)
    async def test_that_cannot_store_leaves_the_change_standing(
        self, database: SqliteEngine | PgEngine, boss: Api, ticket: Json, way: str
    ) -> None:
        mood.store = STORE_FAILURES[way]

        answer = await boss.patch(
            f"/v1/tickets/{ticket['id']}",
            {"title": "New", "extensions": {"moody": {"note": "Odd."}, "gatekeeper": {"note": "Once."}}},
        )

        assert (answer.status_code, answer.json()["title"]) == (200, "New")
        assert answer.json()["extensions"]["gatekeeper"] == {"note": "Once."}
        [kept] = await database.fetch("SELECT hook FROM plugin_failure")
        assert kept["hook"] == "ticket_extension_store"

    async def test_that_cannot_say_what_there_is_cannot_be_patched(self, boss: Api, ticket: Json) -> None:
        mood.load = raises

        answer = await boss.patch(f"/v1/tickets/{ticket['id']}", {"extensions": {"moody": {"note": "Odd."}}})

        problem = answer.json()
        assert (answer.status_code, problem["code"], problem["plugin"]) == (409, "plugin_failed", "moody")


@pytest.mark.parametrize("failure", ["required"])
class TestRequiredPlugin:
    @pytest.mark.parametrize("way", FAILURES)
    async def test_that_cannot_load_fails_the_request(self, boss: Api, ticket: Json, way: str) -> None:
        mood.load = FAILURES[way]

        answer = await boss.get(f"/v1/tickets/{ticket['id']}")

        problem = answer.json()
        assert (answer.status_code, problem["code"], problem["plugin"]) == (409, "plugin_failed", "moody")
        assert problem["hook"] == "ticket_extension_load"

    @pytest.mark.parametrize("way", STORE_FAILURES)
    async def test_that_cannot_store_fails_the_change(self, boss: Api, ticket: Json, way: str) -> None:
        mood.store = STORE_FAILURES[way]

        answer = await boss.patch(
            f"/v1/tickets/{ticket['id']}", {"title": "New", "extensions": {"moody": {"note": "Odd."}}}
        )

        assert (answer.status_code, answer.json()["code"]) == (409, "plugin_failed")
        mood.be_good()
        assert await boss.found(f"/v1/tickets/{ticket['id']}") == ticket
