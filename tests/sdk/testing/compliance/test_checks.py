"""Each check finds what it is there to find: a scaffolded plugin passes, and with one mistake it fails that check."""

import inspect
import sys
from datetime import UTC, datetime
from importlib import import_module, invalidate_caches
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from wellkept_sdk import Plugin
from wellkept_sdk.scaffold import package_of, write_project
from wellkept_sdk.testing import PluginCompliance

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
_serial = count(1)


class Mistake(Struct, frozen=True):
    """What is written wrongly: in a file, instead of what the scaffold says; %% stands for the plugin's name."""

    check: str
    file: str
    right: str
    wrong: str
    complaint: str
    before_class: str = ""


SIZED = """
from msgspec import Struct


class Sized(Struct, frozen=True, kw_only=True):
    size: int
"""
ASKING = """
from wellkept_sdk import Ctx, ServiceKey

SHELF: ServiceKey[str] = ServiceKey("stock.shelf", version=1)


def shelf(ctx: Ctx) -> str:
    return ctx.service(SHELF)
"""
SWEEP = """
from datetime import timedelta

from wellkept_sdk import Job
from wellkept_sdk.ids import uuid7


async def sweep(ctx: Ctx) -> None:
    for row in await ctx.db.fetch("SELECT id FROM ticket"):
        values = (uuid7(), ctx.at, ctx.at, row["id"])
        columns = "id, created_at, updated_at, ticket_id, version, text"
        await ctx.db.execute(f"INSERT INTO %%_item ({columns}) VALUES (?, ?, ?, ?, 1, 'Swept')", *values)
"""
BEGUN = "\n\n_begun: list[UUID] = []\n"
ONCE = """    _begun.append(ticket_id)
    if len(_begun) > 1:
        raise RuntimeError("Once is enough.")
    first_item = """

OF_WORDS = [
    Mistake("manifest_is_valid", "plugin.py", 'name="%%"', 'name="Keys!"', "matching regex"),
    Mistake("manifest_covers_this_version_of_the_sdk", "plugin.py", ">=1.0,<2", ">=7", "no range that contains"),
    Mistake("manifest_covers_this_version_of_the_sdk", "plugin.py", ">=1.0,<2", "newest", "no range that contains"),
    Mistake(
        "manifest_provides_what_the_plugin_offers",
        "plugin.py",
        "failure=",
        'provides=("%%.x",), failure=',
        "Offered are",
    ),
    Mistake("plugin_is_made_without_arguments", "__init__.py", "import plugin\n", "import errors as plugin\n", "is no"),
    Mistake("tables_begin_with_the_plugins_name", "tables.py", 'tablename="%%_item"', 'tablename="item"', "table item"),
    Mistake("permissions_begin_with_the_plugins_name", "permissions.py", "%%:read", "items:read", "items:read"),
    Mistake("events_begin_with_the_plugins_name", "events.py", "%%.item.added", "%%.added", "must be"),
    Mistake("errors_begin_with_the_plugins_name", "errors.py", "%%.item.open", "open", "must be"),
    Mistake("labels_name_every_permission", "labels.py", '"%%:read"', '"%%:see"', "no label for"),
    Mistake("labels_name_every_error", "labels.py", '"%%.item.open"', '"open"', "no label for"),
    Mistake("labels_name_every_field_of_extensions_and_terms", "labels.py", '"first_item"', '"first"', "first_item"),
    Mistake("labels_are_there_in_both_languages", "labels.py", 'zh_cn="首个事项"', 'zh_cn=" "', "empty in one"),
    Mistake("errors_are_explained", "../README.md", "`%%.item.open`", "that", "No guide explains"),
    Mistake("errors_come_with_a_message", "errors.py", "that are not done.", "that are not done", "no sentence"),
    Mistake("terms_may_be_left_empty", "terms.py", ' = ""', "", "first_item"),
    Mistake("terms_refuse_what_they_do_not_know", "terms.py", "=True", "=False", "forbid"),
    Mistake(
        "terms_of_every_earlier_version_are_migrated",
        "terms.py",
        "    required: bool",
        "    version = 2\n    required: bool",
        "earlier_terms",
    ),
    Mistake("settings_may_be_left_empty", "plugin.py", "    schema", "    settings = Sized\n    schema", "size", SIZED),
    Mistake("foreign_keys_have_an_index", "tables.py", '"ticket_id", ', "", "no index that begins"),
    Mistake("source_imports_nothing_of_ours_but_the_sdk", "rules.py", "", "import wellkept.app\n", "imports wellkept"),
    Mistake("source_reads_no_clock_and_starts_no_tasks", "service.py", "uuid7()", "datetime.now()", "take ctx.at"),
    Mistake("manifest_uses_every_service_that_the_source_asks_for", "rules.py", "", ASKING, "not name stock.shelf"),
    Mistake("package_is_typed_for_others", "py.typed", "", "", "has no py.typed"),
    Mistake(
        "import_of_the_plugin_does_not_import_wellkept",
        "errors.py",
        "from wellkept",
        "import wellkept\n\nfrom wellkept",
        "was imported",
    ),
]
SIGNED_IN = "__import__('wellkept_sdk.http', fromlist=['signed_in']).signed_in()"
FIRST_TABLES = "migrations/%%_20261122010000_first_tables.py"
ONE_BY_ONE = "    [await open_count(ctx, each) for each in ticket_ids]\n    none ="
COUNTING = "UPDATE %%_item SET version = version + 1 WHERE"
JOBS = "    labels = LABELS\n    jobs = (Job(name='sweep', every=timedelta(hours=1), run=sweep),)"
OF_BEHAVIOUR = [
    Mistake("plugin_loads_alone", "plugin.py", ">=1.0,<2", ">=7", "incompatible"),
    Mistake("plugin_breaks_no_rule_of_the_house", "tables.py", "OnDelete.cascade", "OnDelete.restrict", "on_delete"),
    Mistake("openapi_document_tells_of_the_plugin", "routes.py", 'done"', 'done", include_in_schema=False', "not told"),
    Mistake("routes_ask_for_a_permission", "routes.py", "needs(READ.name)", SIGNED_IN, "asks for no permission"),
    Mistake("migrations_make_what_the_tables_declare", FIRST_TABLES, '"done_at" T', '"d" T', "done_at"),
    Mistake("later_installation_makes_the_same_tables", "tables.py", "null=True", "null=False", "done_at"),
    Mistake("extensions_are_loaded_with_one_statement", "queries.py", "    none =", ONE_BY_ONE, "101 statements"),
    Mistake(
        "reactions_do_nothing_more_when_an_event_comes_twice",
        "service.py",
        "DELETE FROM %%_item WHERE",
        COUNTING,
        "version",
    ),
    Mistake(
        "hooks_survive_the_rollback_of_a_savepoint", "service.py", "    first_item = ", ONCE, "plugin_failed", BEGUN
    ),
    Mistake("hooks_write_nothing_for_records_of_others", "plugin.py", "    labels = LABELS", JOBS, "Swept", SWEEP),
]


def suite_of(project: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return the compliance suite of the plugin in a project."""
    monkeypatch.setattr(sys, "path", [str(project), *sys.path])
    invalidate_caches()
    module = import_module(f"{package_of(name)}.plugin")
    kinds = [kind for kind in vars(module).values() if inspect.isclass(kind) and issubclass(kind, Plugin)]
    (plugin,) = [kind for kind in kinds if kind.__module__ == module.__name__]
    return type("Suite", (PluginCompliance,), {"plugin": plugin, "served_terms": {"first_item": "Call"}})()


def mistaken(mistake: Mistake, folder: Path) -> str:
    """Write a project with one mistake and return the plugin's name."""
    name = f"mistaken_{next(_serial)}_times"
    write_project(name, folder, at=AT)
    path = folder / package_of(name) / mistake.file.replace("%%", name)
    if path.name == "py.typed":
        path.unlink()
        return name
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    right, wrong, before = (part.replace("%%", name) for part in (mistake.right, mistake.wrong, mistake.before_class))
    assert right in text
    if before:
        first = next(word for word in ("\n\nclass ", "\n\nasync def ") if word in text)
        text = text.replace(first, f"{before}{first}", 1)
    path.write_text(text.replace(right, wrong) if right else wrong, encoding="utf-8")
    return name


class TestCheck:
    @pytest.mark.parametrize("mistake", OF_WORDS, ids=lambda mistake: f"{mistake.check}-{mistake.file}")
    def test_of_words_finds_the_mistake(
        self, mistake: Mistake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        suite = suite_of(tmp_path, mistaken(mistake, tmp_path), monkeypatch)

        with pytest.raises(Exception, match=mistake.complaint):
            getattr(suite, f"test_{mistake.check}")()

    @pytest.mark.parametrize("mistake", OF_BEHAVIOUR, ids=lambda mistake: mistake.check)
    async def test_of_behaviour_finds_the_mistake(
        self, mistake: Mistake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        suite = suite_of(tmp_path, mistaken(mistake, tmp_path), monkeypatch)

        with pytest.raises(Exception, match=mistake.complaint):
            await getattr(suite, f"test_{mistake.check}")()

    def test_of_words_finds_nothing_in_a_new_project(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write_project("spotless", tmp_path, at=AT)
        suite = suite_of(tmp_path, "spotless", monkeypatch)

        for mistake in OF_WORDS:
            getattr(suite, f"test_{mistake.check}")()
