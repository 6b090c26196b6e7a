"""Plugins that are really installed, as far as Python can tell: packages with metadata in a folder of the test."""

from contextlib import AbstractContextManager
from pathlib import Path
from shutil import rmtree

from site_folder import SiteFolder, imported_from, write_metadata

HEAD = """
from datetime import timedelta

import click
from msgspec import Struct
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from wellkept_sdk import Command, Ctx, Job, Manifest, Plugin
from wellkept_sdk.db import TableSet, columns, core_table, index
"""
SHELVES = (
    HEAD
    + """
class Shelf(Table, tablename="shelves_shelf"):
    id = columns.primary_key()
    name = columns.text()


class Book(Table, tablename="shelves_book"):
    id = columns.primary_key()
    shelf_id = columns.reference(Shelf, on_delete=OnDelete.restrict)
    ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.cascade, null=True)
    lent_at = columns.moment(null=True)
    tags = columns.document(default=[])


class ShelvesSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    room: str = "attic"
    books_max: int = 100


async def count(ctx: Ctx, shelf: str) -> int:
    row = await ctx.db.fetch_one("SELECT COUNT(*) AS count FROM shelves_shelf WHERE name = ?", shelf)
    click.echo(f"{row['count']} in the {ctx.settings(ShelvesSettings).room}, asked by {ctx.actor.kind}")
    return 0 if row["count"] else 1


class ShelvesPlugin(Plugin):
    manifest = Manifest(name="shelves", version="1.2.0", sdk=">=1.0,<2")
    settings = ShelvesSettings
    schema = TableSet(
        tables=(Book, Shelf),
        migrations="shelves_plugin.migrations",
        indexes=(index("shelves_book", "lent_at", where="lent_at IS NOT NULL"),),
        sequences=("CREATE SEQUENCE shelves_number AS BIGINT CACHE 1",),
    )
    commands = (Command(name="count", help="Count shelves.", run=count, params=[click.Argument(["shelf"])]),)


plugin = ShelvesPlugin()
"""
)
FIRST_SHELVES = '''"""Make shelves and books."""

STATEMENTS = (
    """-- PostgreSQL only
CREATE SEQUENCE shelves_number AS BIGINT CACHE 1""",
    """CREATE TABLE shelves_shelf (
    "id" UUID PRIMARY KEY NOT NULL,
    "name" TEXT NOT NULL
)""",
    """CREATE TABLE shelves_book (
    "id" UUID PRIMARY KEY NOT NULL,
    "shelf_id" UUID NOT NULL REFERENCES shelves_shelf (id) ON DELETE RESTRICT,
    "ticket_id" UUID REFERENCES ticket (id) ON DELETE CASCADE,
    "lent_at" TIMESTAMPTZ,
    "tags" JSONB NOT NULL DEFAULT '[]'
)""",
    """CREATE INDEX shelves_book__shelf_id ON shelves_book (shelf_id)""",
    """CREATE INDEX shelves_book__ticket_id ON shelves_book (ticket_id)""",
    """CREATE INDEX shelves_book__lent_at__3f32f0f1 ON shelves_book (lent_at) WHERE lent_at IS NOT NULL""",
)
'''
SHELVES_PLUS = (
    HEAD
    + """
class Note(Table, tablename="shelves_plus_note"):
    id = columns.primary_key()
    words = columns.text()


class ShelvesPlusPlugin(Plugin):
    manifest = Manifest(name="shelves_plus", version="0.1.0", sdk=">=1.0,<2", requires=("shelves",))
    schema = TableSet(tables=(Note,), migrations="shelves_plus_plugin.migrations")


plugin = ShelvesPlusPlugin()
"""
)
FIRST_PLUS = '''"""Make notes."""

STATEMENTS = (
    """CREATE TABLE shelves_plus_note (
    "id" UUID PRIMARY KEY NOT NULL,
    "words" TEXT NOT NULL
)""",
)
'''


class Installer(SiteFolder):
    """Installs plugins that are written here."""

    def install(self, name: str, source: str, *, version: str = "1.2.0", **migrations: str) -> None:
        """Install a plugin, in the place of an earlier version; its earlier migrations stay."""
        package = self.folder / f"{name}_plugin"
        package.mkdir(exist_ok=True)
        (package / "__init__.py").write_text(source)
        if migrations:
            (package / "migrations").mkdir(exist_ok=True)
            (package / "migrations" / "__init__.py").write_text("")
        for file, text in migrations.items():
            (package / "migrations" / f"{file}.py").write_text(text)
        entry_points = {"wellkept.plugins": {name: f"{package.name}:plugin"}}
        write_metadata(self.folder, name=f"{name}-plugin", version=version, entry_points=entry_points)
        self.packages.add(package.name)
        self.forget_modules()

    def shelves(self) -> None:
        """Install a plugin with two tables, settings and a command."""
        self.install("shelves", SHELVES, shelves_1_first_tables=FIRST_SHELVES)

    def shelves_plus(self) -> None:
        """Install a plugin that requires the other, and whose name begins with the other's."""
        self.install("shelves_plus", SHELVES_PLUS, version="0.1.0", shelves_plus_1_notes=FIRST_PLUS)

    def remove(self, name: str) -> None:
        """Remove the package, as `pip uninstall` does."""
        rmtree(self.folder / f"{name}_plugin")
        rmtree(self.folder / f"{name}_plugin-1.dist-info")
        self.forget_modules()


def installing_into(folder: Path) -> AbstractContextManager[Installer]:
    """Let Python find what is installed into a folder, for a while."""
    return imported_from(Installer(folder))
