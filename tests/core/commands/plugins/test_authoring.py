"""Writing the migrations of a plugin."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from installed_plugins import SHELVES, Installer
from wellkept.platform.migrations.difference import found_schema
from wellkept.platform.storage.engines import engine_for

Command = Callable[..., Result]
Allow = Callable[..., None]

WIDER = SHELVES.replace(
    "    name = columns.text()\n", "    name = columns.text()\n    width = columns.integer(default=80)\n"
)


class TestMigration:
    def test_is_written_beside_the_plugin_and_named_after_it(
        self, command: Command, installer: Installer, allowed: Allow
    ) -> None:
        allowed()
        installer.install("shelves", SHELVES)

        result = command("plugins", "migration", "shelves", "First tables.")

        assert result.exit_code == 0, result.output
        written = Path(result.output.strip())
        assert written.parent == installer.folder / "shelves_plugin" / "migrations"
        assert written.name.startswith("shelves_20")
        assert written.name.endswith("_first_tables.py")
        assert written.read_text().startswith('"""First tables."""\n')

    def test_is_not_written_where_nothing_has_changed(self, command: Command, installer: Installer) -> None:
        installer.install("shelves", SHELVES)
        command("plugins", "migration", "shelves", "First tables.")
        installer.forget_modules()

        result = command("plugins", "migration", "shelves", "Nothing.")

        assert result.output == "Nothing to do: the migrations of shelves make its tables.\n"

    def test_leads_to_one_schema_from_an_older_version_and_from_nothing(
        self, command: Command, installer: Installer, allowed: Allow, blank_url: str, tmp_path: Path
    ) -> None:
        allowed("shelves")
        installer.install("shelves", SHELVES)
        command("plugins", "migration", "shelves", "First tables.")
        installer.forget_modules()
        command("migrate", database_url=blank_url)
        installer.install("shelves", WIDER)

        command("plugins", "migration", "shelves", "Give shelves a width.")
        installer.forget_modules()
        upgraded = command("plugins", "upgrade", "shelves", database_url=blank_url)
        fresh = f"sqlite:///{tmp_path / 'fresh.sqlite'}"
        installed = command("plugins", "install", "shelves", database_url=fresh)

        assert (upgraded.exit_code, installed.exit_code) == (0, 0)
        assert asyncio.run(parts(blank_url)) == asyncio.run(parts(fresh))
        assert "shelves_shelf.width" in asyncio.run(parts(fresh))

    def test_needs_tables_and_words(self, command: Command, installer: Installer) -> None:
        installer.install("shelves", SHELVES.replace("schema = TableSet", "tables = TableSet"))

        assert "shelves stores nothing" in command("plugins", "migration", "shelves", "First tables.").stderr
        assert command("plugins", "migration", "shelves", "第一").exit_code == 2


async def parts(url: str) -> set[str]:
    """Return the parts of the plugin's tables in a database."""
    engine = engine_for(url)
    await engine.open()
    try:
        found = {part for part in await found_schema(engine) if part.table.startswith("shelves_")}
        return {str(part) for part in found} | {f"{part.table}.{part.name}" for part in found}
    finally:
        await engine.close()
