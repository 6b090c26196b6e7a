"""Installing, upgrading and removing what plugins store."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import Result

from installed_plugins import FIRST_SHELVES, SHELVES, Installer
from wellkept.commands.plugins import lifecycle
from wellkept.platform.migrations.difference import found_schema
from wellkept.platform.plugin_host.lifecycle.remains import Remains, drop_everything
from wellkept.platform.storage.engines import PgEngine, SqliteEngine, engine_for
from wellkept_sdk.errors import Unavailable
from wellkept_sdk.now import now

Command = Callable[..., Result]
Allow = Callable[..., None]

SHELF = UUID(int=1)
MORE_COLUMNS = '''"""Give shelves a width."""

STATEMENTS = ("""ALTER TABLE shelves_shelf ADD COLUMN "width" BIGINT NOT NULL DEFAULT 80""",)
'''
FILL: tuple[tuple[str, tuple[object, ...]], ...] = (
    ("INSERT INTO shelves_shelf (id, name) VALUES (?, 'north')", (SHELF,)),
    ("INSERT INTO shelves_book (id, shelf_id, lent_at, tags) VALUES (?, ?, ?, ?)", (UUID(int=2), SHELF, now(), ["a"])),
    ("INSERT INTO shelves_book (id, shelf_id, tags) VALUES (?, ?, ?)", (UUID(int=3), SHELF, {"b": 1})),
    (
        (
            "INSERT INTO timer (id, plugin, kind, record_id, due_at, next_at, state, attempts)"
            " VALUES (?, 'shelves', 'late', ?, ?, ?, 'ready', 0)"
        ),
        (UUID(int=4), SHELF, now(), now()),
    ),
    (
        (
            "INSERT INTO timer (id, plugin, kind, record_id, due_at, next_at, state, attempts)"
            " VALUES (?, 'shelves_plus', 'late', ?, ?, ?, 'ready', 0)"
        ),
        (UUID(int=5), SHELF, now(), now()),
    ),
    (
        (
            "INSERT INTO event (id, seq, type, subject, data, actor_kind, occurred_at, recorded_at)"
            " VALUES (?, 1, 'tickets.ticket.opened', 'tickets/1', ?, 'system', ?, ?)"
        ),
        (UUID(int=6), {}, now(), now()),
    ),
    (
        (
            "INSERT INTO event_delivery (id, event_id, subscriber, subject, event_seq, state, attempts, next_at)"
            " VALUES (?, ?, 'shelves.on_opened', 'tickets/1', 1, 'ready', 0, ?)"
        ),
        (UUID(int=7), UUID(int=6), now()),
    ),
    (
        "INSERT INTO job (id, name, state, attempts, next_at) VALUES (?, 'shelves.sweep', 'ready', 0, ?)",
        (UUID(int=8), now()),
    ),
)


@pytest.fixture
def on_blank(command: Command, blank_url: str) -> Command:
    """Return what runs `wellkept plugins …` on a database without any table."""

    def run(*words: str) -> Result:
        return command(*words, database_url=blank_url)

    return run


@pytest.fixture
def filled(on_blank: Command, blank_url: str, installer: Installer, allowed: Allow) -> Command:
    """Return the same on a database where two plugins are active and one of them has data and work."""
    installer.shelves()
    installer.shelves_plus()
    allowed("shelves", "shelves_plus")
    assert on_blank("migrate").exit_code == 0
    for statement, values in FILL:
        ask(blank_url, statement, *values)
    return on_blank


class TestInstall:
    def test_makes_the_tables_of_the_plugin_and_of_what_it_requires(
        self, on_blank: Command, blank_url: str, installer: Installer, allowed: Allow
    ) -> None:
        installer.shelves()
        installer.shelves_plus()
        allowed()

        result = on_blank("plugins", "install", "shelves_plus")

        assert result.exit_code == 0, result.output
        assert "Migrated: shelves_1_first_tables\nMigrated: shelves_plus_1_notes\n" in result.output
        assert "shelves_plus 0.1.0 is installed." in result.output
        assert "WELLKEPT_PLUGINS names shelves, shelves_plus" in result.output
        assert ask(blank_url, "SELECT * FROM shelves_plus_note") == []

    def test_refuses_a_plugin_that_is_not_there(self, on_blank: Command) -> None:
        result = on_blank("plugins", "install", "shelves")

        assert result.exit_code == 1
        assert "shelves is unmet" in result.stderr
        assert "is not installed" in result.stderr

    def test_refuses_a_plugin_that_cannot_be_used(self, on_blank: Command, installer: Installer) -> None:
        installer.install("shelves", "raise RuntimeError('The roof leaks.')")

        result = on_blank("plugins", "install", "shelves")

        assert result.exit_code == 1
        assert "shelves is import_failed" in result.stderr
        assert "The roof leaks." in result.stderr

    def test_refuses_migrations_that_might_clash_with_others(self, on_blank: Command, installer: Installer) -> None:
        installer.shelves()
        (installer.folder / "shelves_plugin" / "migrations" / "first.py").write_text("STATEMENTS = ()\n")

        result = on_blank("plugins", "install", "shelves")

        assert result.exit_code == 1
        assert "The migration first of shelves must be named shelves_…" in result.stderr


class TestMigrate:
    def test_brings_core_and_active_plugins_up_to_date(
        self, on_blank: Command, blank_url: str, installer: Installer, allowed: Allow
    ) -> None:
        installer.shelves()
        installer.shelves_plus()
        allowed("shelves")

        result = on_blank("migrate")

        assert "Migrated: shelves_1_first_tables\n" in result.output
        assert "shelves_plus" not in result.output
        assert tables_of(blank_url, "shelves") == {"shelves_book", "shelves_shelf"}


class TestUpgrade:
    def test_runs_what_a_new_version_brings(self, filled: Command, blank_url: str, installer: Installer) -> None:
        installer.install("shelves", (installer.folder / "shelves_plugin/__init__.py").read_text(),
                          shelves_2_width=MORE_COLUMNS)  # fmt: skip

        result = filled("plugins", "upgrade", "shelves")

        assert result.exit_code == 0, result.output
        assert result.output == "Migrated: shelves_2_width\nshelves 1.2.0 is up to date.\n"
        assert ask(blank_url, "SELECT name, width FROM shelves_shelf") == [{"name": "north", "width": 80}]

    def test_refuses_a_plugin_that_was_never_installed(
        self, on_blank: Command, installer: Installer, allowed: Allow
    ) -> None:
        allowed()
        on_blank("migrate")
        installer.shelves()

        result = on_blank("plugins", "upgrade", "shelves")

        assert result.exit_code == 1
        assert "`wellkept plugins install shelves` does that" in result.stderr


class TestUninstall:
    def test_is_refused_while_an_active_plugin_needs_it(self, filled: Command, blank_url: str) -> None:
        result = filled("plugins", "uninstall", "shelves", "--data", "drop")

        assert result.exit_code == 1
        assert "shelves is required by shelves_plus; uninstall those first." in result.stderr
        assert len(ask(blank_url, "SELECT * FROM shelves_book")) == 2

    def test_never_takes_a_table_that_another_plugin_declares(
        self, on_blank: Command, blank_url: str, installer: Installer, allowed: Allow
    ) -> None:
        odd = SHELVES.replace("shelves_book", "shelves_plus_book")
        installer.install(
            "shelves", odd, shelves_1_first_tables=FIRST_SHELVES.replace("shelves_book", "shelves_plus_book")
        )
        allowed("shelves")
        on_blank("migrate")
        installer.shelves_plus()

        result = on_blank("plugins", "uninstall", "shelves_plus", "--data", "drop")

        assert result.exit_code == 1
        assert "An active plugin declares shelves_plus_book" in result.stderr
        assert ask(blank_url, "SELECT * FROM shelves_plus_book") == []

    def test_that_keeps_data_cancels_only_what_waits(self, filled: Command, blank_url: str, allowed: Allow) -> None:
        allowed("shelves")

        result = filled("plugins", "uninstall", "shelves", "--data", "keep")

        assert result.exit_code == 0, result.output
        assert "its tables stay: shelves_book, shelves_shelf." in result.output
        assert "Take shelves out of WELLKEPT_PLUGINS" in result.output
        assert len(ask(blank_url, "SELECT * FROM shelves_book")) == 2
        assert work_of(blank_url) == {"timer": ["shelves_plus"], "event_delivery": [], "job": []}
        assert filled("plugins", "upgrade", "shelves").output == "shelves 1.2.0 is up to date.\n"

    def test_that_drops_leaves_nothing_behind(self, filled: Command, blank_url: str, allowed: Allow) -> None:
        allowed()

        result = filled("plugins", "uninstall", "shelves", "--data", "drop")

        assert result.exit_code == 0, result.output
        assert "Removed of shelves: tables: shelves_book, shelves_shelf;" in result.output
        assert tables_of(blank_url, "shelves") == {"shelves_plus_note"}
        assert work_of(blank_url) == {"timer": ["shelves_plus"], "event_delivery": [], "job": []}
        names = [row["name"] for row in ask(blank_url, "SELECT name FROM migration WHERE app_name <> 'core'")]
        assert names == ["shelves_plus_1_notes"]
        if blank_url.startswith("postgresql"):
            assert ask(blank_url, "SELECT * FROM pg_sequences WHERE sequencename LIKE 'shelves%'") == []

    def test_and_install_again_makes_the_same_schema(self, filled: Command, blank_url: str, allowed: Allow) -> None:
        allowed("shelves")
        before = asyncio.run(schema(blank_url))
        filled("plugins", "uninstall", "shelves", "--data", "drop")

        filled("plugins", "install", "shelves")

        assert asyncio.run(schema(blank_url)) == before
        assert ask(blank_url, "SELECT * FROM shelves_shelf") == []

    def test_writes_the_data_to_files_before_it_drops_them(
        self, filled: Command, blank_url: str, allowed: Allow, tmp_path: Path
    ) -> None:
        allowed()

        result = filled("plugins", "uninstall", "shelves", "--data", "export", "--out", str(tmp_path / "out"))

        assert result.exit_code == 0, result.output
        manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
        assert (manifest["plugin"], manifest["migrations"]) == ("shelves", ["shelves_1_first_tables"])
        assert [(each["file"], each["rows"]) for each in manifest["tables"]] == [
            ("shelves_book.ndjson", 2),
            ("shelves_shelf.ndjson", 1),
        ]
        books = [json.loads(line) for line in (tmp_path / "out" / "shelves_book.ndjson").read_text().splitlines()]
        assert [book["tags"] for book in books] == [["a"], {"b": 1}]
        assert tables_of(blank_url, "shelves") == {"shelves_plus_note"}

    def test_drops_nothing_where_the_data_cannot_be_written(
        self, filled: Command, blank_url: str, allowed: Allow, tmp_path: Path
    ) -> None:
        allowed()
        (tmp_path / "note.txt").write_text("Here is something already.")

        result = filled("plugins", "uninstall", "shelves", "--data", "export", "--out", str(tmp_path))

        assert result.exit_code == 1
        assert "is not empty" in result.stderr
        assert len(ask(blank_url, "SELECT * FROM shelves_book")) == 2

    def test_that_fails_half_way_leaves_all_as_it_was(
        self, filled: Command, blank_url: str, allowed: Allow, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        allowed()
        before = asyncio.run(schema(blank_url))
        monkeypatch.setattr(lifecycle, "drop_everything", dropped_before_the_power_went)

        result = filled("plugins", "uninstall", "shelves", "--data", "drop")

        assert result.exit_code == 1
        assert asyncio.run(schema(blank_url)) == before
        assert len(ask(blank_url, "SELECT * FROM shelves_book")) == 2

    def test_of_a_plugin_whose_code_is_gone_asks_for_a_word_of_confirmation(
        self, filled: Command, blank_url: str, installer: Installer, allowed: Allow
    ) -> None:
        allowed()
        installer.remove("shelves")

        refused = filled("plugins", "uninstall", "shelves", "--data", "drop")
        confirmed = filled("plugins", "uninstall", "shelves", "--data", "drop", "--gone")

        assert (refused.exit_code, confirmed.exit_code) == (1, 0)
        assert "If it is gone for good, say --gone." in refused.stderr
        assert tables_of(blank_url, "shelves") == {"shelves_plus_note"}

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("core", "--data", "drop"), "core is no plugin."),
            (("shelves", "--data", "export"), "--data export and --out FOLDER belong together."),
            (("shelves", "--data", "drop", "--out", "x"), "--data export and --out FOLDER belong together."),
            (("shelves",), "Missing option '--data'"),
        ],
    )
    def test_refuses_what_makes_no_sense(self, on_blank: Command, words: tuple[str, ...], said: str) -> None:
        result = on_blank("plugins", "uninstall", *words)

        assert result.exit_code == 2
        assert said in result.stderr


async def dropped_before_the_power_went(plugin: str, remains: Remains) -> None:
    """Drop everything, and fail before anybody could commit it."""
    await drop_everything(plugin, remains)
    raise Unavailable


def ask(url: str, sql: str, *values: object) -> list[dict[str, object]]:
    """Return the rows of a statement."""

    async def fetched() -> list[dict[str, object]]:
        engine = engine_for(url)
        await engine.open()
        try:
            return await engine.fetch(sql, *values)
        finally:
            await engine.close()

    return asyncio.run(fetched())


def tables_of(url: str, prefix: str) -> set[str]:
    parts = asyncio.run(schema(url))
    return {table for table, *_ in parts if table.startswith(f"{prefix}_")}


async def schema(url: str) -> set[tuple[str, str, str]]:
    engine: SqliteEngine | PgEngine = engine_for(url)
    await engine.open()
    try:
        return {(part.table, part.name, part.definition) for part in await found_schema(engine)}
    finally:
        await engine.close()


def work_of(url: str) -> dict[str, list[object]]:
    """Return whose timers, deliveries and jobs there are."""
    columns = {"timer": "plugin", "event_delivery": "subscriber", "job": "name"}
    return {
        table: [row[column] for row in ask(url, f"SELECT {column} FROM {table}")] for table, column in columns.items()
    }
