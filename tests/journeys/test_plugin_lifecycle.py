"""The life of a plugin in a deployment: installed, upgraded over its data, disabled, removed in three ways."""

import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from installed_base import make_project
from third_party import WEATHER_HOLD, SitePackages, site_packages
from wellkept.platform.storage.engines import PgEngine, SqliteEngine, bind, engine_for
from wellkept_sdk.db.database import Dialect

GUSTS = "*_gusts.py"
SECONDS_MAX = 60
OLD_READING = """
INSERT INTO weather_hold_reading (id, created_at, project_id, measured_at, wind_dmps)
SELECT id, created_at, id, created_at, 123 FROM project
"""
TABLES = {
    Dialect.SQLITE: "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'weather_hold%'",
    Dialect.POSTGRES: "SELECT tablename FROM pg_tables WHERE tablename LIKE 'weather_hold%'",
}
OTHER_REMAINS = """
SELECT name FROM migration WHERE app_name = 'weather_hold'
UNION SELECT name FROM job WHERE name LIKE 'weather_hold%'
UNION SELECT kind FROM timer WHERE plugin = 'weather_hold'
"""


class Terminal:
    """Somebody who types commands, on a database and a folder of installed packages."""

    def __init__(self, site: SitePackages, engine: SqliteEngine | PgEngine, *, database_url: str, folder: Path) -> None:
        self.site = site
        self.engine = engine
        self.folder = folder
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("WELLKEPT_")}
        ours = {"PYTHONPATH": str(site.folder), "WELLKEPT_DATABASE_URL": database_url, "WELLKEPT_DATA_DIR": str(folder)}
        self._environ = {**inherited, **ours, "COLUMNS": "200"}

    def says(self, *words: str, plugins: str = "weather_hold") -> str:
        """Run a command that must succeed, with these plugins enabled, and return what it prints."""
        done = subprocess.run(  # noqa: S603 - our own command line
            [sys.executable, "-m", "wellkept", *words],
            cwd=self.folder,
            env={**self._environ, "WELLKEPT_PLUGINS": plugins},
            capture_output=True,
            text=True,
            timeout=SECONDS_MAX,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    async def with_old_data(self) -> "Terminal":
        """Install the release before gusts were measured, and let it keep a reading."""
        self.site.install(WEATHER_HOLD, without=GUSTS)
        self.says("plugins", "install", "weather_hold", plugins="")
        await self.engine.open()
        bind(self.engine)
        await make_project()
        await self.engine.execute(OLD_READING)
        return self

    async def tables(self) -> int:
        """Return how many tables of the plugin there are."""
        return len(await self.engine.fetch(TABLES[self.engine.dialect]))


@pytest.mark.slow
class TestInstalling:
    async def test_makes_the_tables_of_a_plugin_that_is_not_enabled_yet(self, terminal: Terminal) -> None:
        terminal.site.install(WEATHER_HOLD)
        terminal.says("migrate", plugins="")

        said = terminal.says("plugins", "install", "weather_hold", plugins="")

        assert "weather_hold 2.0.0 is installed." in said
        assert "It is called once WELLKEPT_PLUGINS names weather_hold." in said
        assert "Migrated: weather_hold_20261015080000_gusts" in said

    async def test_is_shown_with_its_state(self, terminal: Terminal) -> None:
        terminal.site.install(WEATHER_HOLD)
        terminal.says("migrate")

        enabled = line_of("weather_hold", terminal.says("plugins", "list"))
        disabled = line_of("weather_hold", terminal.says("plugins", "list", plugins=""))

        assert [word in enabled for word in ("active", "wellkept-weather-hold", "2.0.0")] == [True, True, True]
        assert "disabled" in disabled

    async def test_brings_its_command(self, terminal: Terminal) -> None:
        await terminal.with_old_data()
        terminal.site.install(WEATHER_HOLD)
        terminal.says("plugins", "upgrade", "weather_hold")
        code = (await terminal.engine.fetch("SELECT code FROM project"))[0]["code"]

        assert "12.3 m/s" in terminal.says("weather_hold", "readings", "--project", code)


class TestUpgrading:
    async def test_keeps_what_was_stored(self, terminal: Terminal) -> None:
        await terminal.with_old_data()
        terminal.site.install(WEATHER_HOLD)

        said = terminal.says("plugins", "upgrade", "weather_hold")

        assert said.splitlines()[0] == "Migrated: weather_hold_20261015080000_gusts"
        rows = await terminal.engine.fetch("SELECT wind_dmps, gust_dmps FROM weather_hold_reading")
        assert rows == [{"wind_dmps": 123, "gust_dmps": 123}]

    async def test_leaves_the_tables_that_a_fresh_install_makes(self, terminal: Terminal) -> None:
        await terminal.with_old_data()
        terminal.site.install(WEATHER_HOLD)

        terminal.says("plugins", "upgrade", "weather_hold")

        assert "Nothing to do" in terminal.says("plugins", "migration", "weather_hold", "Nothing new")


class TestDisabling:
    async def test_keeps_its_data(self, terminal: Terminal) -> None:
        await terminal.with_old_data()

        terminal.says("migrate", plugins="")

        assert await terminal.tables() == 4


class TestUninstalling:
    async def test_may_keep_the_tables(self, terminal: Terminal) -> None:
        await terminal.with_old_data()

        terminal.says("plugins", "uninstall", "weather_hold", "--data", "keep", plugins="")

        assert len(await terminal.engine.fetch("SELECT id FROM weather_hold_reading")) == 1

    async def test_may_export_them_first(self, terminal: Terminal) -> None:
        await terminal.with_old_data()
        out = terminal.folder / "export"

        terminal.says("plugins", "uninstall", "weather_hold", "--data", "export", "--out", str(out), plugins="")

        manifest = json.loads((out / "manifest.json").read_text())
        assert {table["table"]: table["rows"] for table in manifest["tables"]}["weather_hold_reading"] == 1
        assert json.loads((out / "weather_hold_reading.ndjson").read_text())["wind_dmps"] == 123
        assert await terminal.tables() == 0

    async def test_may_leave_nothing_behind(self, terminal: Terminal) -> None:
        await terminal.with_old_data()

        terminal.says("plugins", "uninstall", "weather_hold", "--data", "drop", plugins="")

        assert await terminal.tables() == 0
        assert await terminal.engine.fetch(OTHER_REMAINS) == []

    async def test_works_after_the_package_has_gone(self, terminal: Terminal) -> None:
        await terminal.with_old_data()
        terminal.site.remove()

        terminal.says("plugins", "uninstall", "weather_hold", "--gone", "--data", "drop", plugins="")

        assert await terminal.tables() == 0


@pytest.fixture
async def terminal(tmp_path: Path, blank_url: str) -> AsyncIterator[Terminal]:
    engine = engine_for(blank_url)
    with site_packages(tmp_path / "site") as site:
        yield Terminal(site, engine, database_url=blank_url, folder=tmp_path)
    await engine.close()


def line_of(name: str, text: str) -> str:
    """Return the line of a table that begins with a name."""
    return next(line for line in text.splitlines() if name in line)
