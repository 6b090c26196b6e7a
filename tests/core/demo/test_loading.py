import asyncio
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from wellkept.demo.loading import DatabaseNotEmptyError, DemoSummary, is_empty, load_demo
from wellkept.platform.migrations.apps import core_app
from wellkept.platform.migrations.runner import create_all
from wellkept.platform.object_store import ObjectStore
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.engines import bind, engine_for
from wellkept_sdk.db.database import Dialect
from wellkept_sdk.now import now
from wellkept_sdk.records.tickets import Action, FactKind, HoldReason, LogKind, TicketStatus, Visibility

TICKETS = """
SELECT number, title, description, channel, grade, urgency, fault_code, status, reported_at, resolved_at, closed_at,
    hold_reason, hold_until, repeat_count, handover_count, reopen_count, escalation_level, dedup_key,
    previous_ticket_id IS NULL AS is_first, moved_at, fact_count, customer.locale, customer.time_zone, project.kind
FROM ticket JOIN customer ON customer.id = ticket.customer_id JOIN project ON project.id = ticket.project_id
ORDER BY number
"""
FACTS = """
SELECT ticket.number, position, ticket_fact.kind, action, from_status, to_status, ticket_fact.occurred_at, actor_name,
    on_behalf_of, note
FROM ticket_fact JOIN ticket ON ticket.id = ticket_fact.ticket_id ORDER BY ticket.number, position
"""
LOG = """
SELECT ticket.number, kind, text, visibility, ticket_log_entry.occurred_at, actor_name
FROM ticket_log_entry JOIN ticket ON ticket.id = ticket_log_entry.ticket_id ORDER BY ticket_log_entry.id
"""
FILES = "SELECT name, media_type, size_bytes, sha256, visibility, taken_at FROM ticket_attachment ORDER BY id"
INSTALLED_BASE = """
SELECT customer.code AS customer, project.code AS project, equipment.code, equipment.name, equipment.serial_number,
    equipment.status, equipment.installed_on
FROM equipment JOIN project ON project.id = equipment.project_id JOIN customer ON customer.id = project.customer_id
ORDER BY project.code, equipment.code
"""


Rows = list[dict[str, Any]]


class Demo(Struct, frozen=True, kw_only=True):
    """What the demo left in a database, without ids and moments of recording."""

    present: datetime
    summary: DemoSummary
    heard: list[tuple[str, int, int]]
    was_empty: list[bool]
    installed_base: Rows
    tickets: Rows
    facts: Rows
    log: Rows
    files: Rows

    def words(self, part: str, column: str) -> set[Any]:
        """Return the different values of a column."""
        return {row[column] for row in getattr(self, part)}


async def load(database: Database, *, present: datetime, folder: Path) -> Demo:
    """Load the demo into an empty database, twice: the second time is refused."""
    heard: list[tuple[str, int, int]] = []

    def hear(what: str, done: int, total: int) -> None:
        heard.append((what, done, total))

    store = ObjectStore(None, folder=folder)
    before = await is_empty()
    summary = await load_demo(at=present, progress=hear, store=store)
    with pytest.raises(DatabaseNotEmptyError):
        await load_demo(at=present, progress=hear, store=store)
    return Demo(
        present=present,
        summary=summary,
        heard=heard,
        was_empty=[before, await is_empty()],
        installed_base=await database.fetch(INSTALLED_BASE),
        tickets=await database.fetch(TICKETS),
        facts=await database.fetch(FACTS),
        log=await database.fetch(LOG),
        files=await database.fetch(FILES),
    )


async def loaded(url: str, *, present: datetime, folder: Path) -> Demo:
    """Load the demo into the database at a URL."""
    engine = engine_for(url)
    await engine.open()
    bind(engine)
    try:
        return await load(engine, present=present, folder=folder)
    finally:
        await engine.close()


async def make_schema_anew(url: str) -> None:
    engine = engine_for(url)
    await engine.open()
    try:
        await engine.execute("DROP SCHEMA public CASCADE")
        await engine.execute("CREATE SCHEMA public")
    finally:
        await engine.close()
    await create_all(engine_for(url), [core_app()])


@pytest.fixture(scope="module")
def present() -> datetime:
    return now() - timedelta(hours=1)


@pytest.fixture(scope="module", params=list(Dialect), ids=str)
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, present: datetime) -> Demo:
    """The demo in either database; loaded once, because the tests only look at it."""
    folder = tmp_path_factory.mktemp("demo")
    if request.param is Dialect.POSTGRES:
        url = request.getfixturevalue("blank_postgres_url")
        asyncio.run(make_schema_anew(url))
    else:
        path = shutil.copy(request.getfixturevalue("sqlite_template"), folder / "demo.sqlite")
        url = f"sqlite:///{path}"
    return asyncio.run(loaded(url, present=present, folder=folder / "files"))


@pytest.mark.slow
class TestDemo:
    def test_fills_an_empty_database_once(self, demo: Demo) -> None:
        assert demo.was_empty == [True, False]
        assert (demo.summary.customers, demo.summary.projects, demo.summary.tickets) == (12, 20, 300)
        assert (demo.summary.equipment, demo.summary.tickets) == (len(demo.installed_base), len(demo.tickets))
        assert demo.summary.equipment > 350
        assert demo.summary.attachments == len(demo.files) > 30

    def test_reports_its_progress(self, demo: Demo) -> None:
        assert demo.heard[0] == ("projects", 1, 20)
        assert demo.heard[-1] == ("tickets", 300, 300)

    def test_shows_everything_that_tickets_can_be(self, demo: Demo) -> None:
        assert demo.words("tickets", "status") == set(TicketStatus)
        assert demo.words("tickets", "hold_reason") == {None, *HoldReason}
        assert demo.words("tickets", "grade") == {1, 2, 3}
        assert demo.words("tickets", "channel") == {"phone", "email", "portal", "mini_program", "monitoring", "visit"}
        assert demo.words("tickets", "kind") == {"plant", "line", "building", "ship", "network"}
        assert demo.words("facts", "action") == {None, *Action}
        assert demo.words("facts", "kind") == set(FactKind) - {FactKind.ACTIVATION}
        assert demo.words("log", "kind") == set(LogKind)
        assert demo.words("log", "visibility") == set(Visibility)

    def test_has_what_is_out_of_the_ordinary(self, demo: Demo) -> None:
        assert sum(not ticket["is_first"] for ticket in demo.tickets) >= 12
        assert sum(ticket["repeat_count"] for ticket in demo.tickets) > 20
        assert max(ticket["handover_count"] for ticket in demo.tickets) == 4
        assert sum(ticket["reopen_count"] for ticket in demo.tickets) > 15
        assert sum(ticket["escalation_level"] for ticket in demo.tickets) > 10

    def test_speaks_the_language_of_each_customer(self, demo: Demo) -> None:
        chinese = [ticket for ticket in demo.tickets if ticket["locale"] == "zh-CN"]
        english = [ticket for ticket in demo.tickets if ticket["locale"].startswith("en")]

        assert len(chinese) > 150
        assert len(english) > 40
        assert len(chinese) + len(english) == 300
        assert all(is_chinese(ticket["title"]) and is_chinese(ticket["description"]) for ticket in chinese)
        assert not any(is_chinese(ticket["title"] + ticket["description"]) for ticket in english)
        assert {"Asia/Shanghai", "Europe/Berlin", "Europe/London"} <= demo.words("tickets", "time_zone")

    def test_obeys_the_rules_of_tickets(self, demo: Demo) -> None:
        for ticket in demo.tickets:
            history = [fact for fact in demo.facts if fact["number"] == ticket["number"]]
            moves = [fact for fact in history if fact["to_status"] is not None]
            moments = [fact["occurred_at"] for fact in history]
            assert [fact["position"] for fact in history] == list(range(1, ticket["fact_count"] + 1))
            assert [fact["from_status"] for fact in moves] == [None, *(fact["to_status"] for fact in moves[:-1])]
            assert moves[-1]["to_status"] == ticket["status"]
            assert moves[-1]["occurred_at"] == ticket["moved_at"]
            assert moments == sorted(moments)
            assert demo.present - timedelta(days=185) < moments[0] <= moments[-1] <= demo.present

    def test_stays_as_it_is_on_its_first_day(self, demo: Demo) -> None:
        waits = [t["resolved_at"] for t in demo.tickets if t["status"] == "resolved" and t["escalation_level"] == 0]
        holds = [ticket["hold_until"] for ticket in demo.tickets if ticket["hold_until"] is not None]

        assert waits
        assert holds
        assert min(waits) > demo.present - timedelta(days=9)
        assert min(holds) > demo.present + timedelta(hours=12)

    def test_is_the_same_in_every_database(self, demo: Demo, sqlite_template: Path, tmp_path: Path) -> None:
        path = shutil.copy(sqlite_template, tmp_path / "other.sqlite")

        other = asyncio.run(loaded(f"sqlite:///{path}", present=demo.present, folder=tmp_path / "files"))

        assert other.installed_base == demo.installed_base
        assert other.tickets == demo.tickets
        assert other.facts == demo.facts
        assert other.log == demo.log
        assert other.files == demo.files


class TestMoment:
    async def test_of_old_is_refused(self, database: Database) -> None:
        def hear(_what: str, _done: int, _total: int) -> None:
            raise AssertionError

        with pytest.raises(ValueError, match="present"):
            await load_demo(at=datetime(2026, 1, 1, tzinfo=UTC), progress=hear)

        assert await is_empty()


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)
