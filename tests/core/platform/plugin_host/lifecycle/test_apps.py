from collections.abc import Mapping
from typing import Any

from piccolo.columns.base import OnDelete
from piccolo.table import Table

from wellkept.platform.plugin_host.host import Host
from wellkept.platform.plugin_host.lifecycle.apps import apps_of, apps_of_plugins, schema_mistakes
from wellkept_sdk import Manifest, Plugin
from wellkept_sdk.db import TableSet, columns, core_table


class Shelf(Table, tablename="shop_shelf"):
    id = columns.primary_key()
    ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.set_null, null=True)


class Holding(Table, tablename="shop_holding"):
    id = columns.primary_key()
    ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.restrict)


class Foreign(Table, tablename="elsewhere_note"):
    id = columns.primary_key()
    shelf_id = columns.reference(Shelf, on_delete=OnDelete.cascade)


class Kept(Table, tablename="shop_kept"):
    id = columns.primary_key()


def plugin(name: str, *tables: type[Table], requires: tuple[str, ...] = (), **more: Any) -> Plugin:
    schema = TableSet(tables=tables, migrations=f"{name}_none_yet", **more) if tables else None
    manifest = Manifest(name=name, version="1.0.0", sdk=">=1.0,<2", requires=requires)
    return type("SomePlugin", (Plugin,), {"manifest": manifest, "schema": schema})()


def by_name(*plugins: Plugin) -> Mapping[str, Plugin]:
    return {plugin.manifest.name: plugin for plugin in plugins}


class TestAppsOfPlugins:
    def test_are_core_and_those_plugins_that_store_something(self) -> None:
        apps = apps_of_plugins(by_name(plugin("idle"), plugin("shop", Shelf, requires=("idle",))))

        assert [app.name for app in apps] == ["core", "shop"]
        assert apps[1].tables == (Shelf,)
        assert apps[1].migrations_package == "shop_none_yet"

    def test_come_after_what_they_require(self) -> None:
        apps = apps_of_plugins(by_name(plugin("shop", Shelf), plugin("till", Kept, requires=("shop",))))

        assert apps[2].requires == ("core", "shop")

    def test_are_core_alone_on_a_host_without_plugins(self) -> None:
        assert [app.name for app in apps_of(Host.of())] == ["core"]


class TestSchemaMistakes:
    def test_are_none_where_names_and_references_keep_the_rules(self) -> None:
        sequences = ("CREATE SEQUENCE shop_number AS BIGINT CACHE 1",)

        assert schema_mistakes(by_name(plugin("shop", Shelf, Kept, sequences=sequences))) == {}

    def test_name_everything_that_would_get_into_others_ways(self) -> None:
        sequences = ("CREATE SEQUENCE number AS BIGINT CACHE 1",)

        assert schema_mistakes(by_name(plugin("shop", Holding, Foreign, sequences=sequences))) == {
            "shop": [
                "The table elsewhere_note must be named shop_…, and not as one of core or of another plugin.",
                "A sequence must be named shop_…: CREATE SEQUENCE number AS BIGINT CACHE 1",
                "shop_holding refers to ticket: on_delete must be cascade or set_null.",
                "elsewhere_note refers to shop_shelf of another plugin: keep its id without a key.",
            ]
        }

    def test_are_names_that_begin_as_those_of_another_plugin(self) -> None:
        note = type("Note", (Table,), {"id": columns.primary_key()}, tablename="shop_plus_note")

        found = schema_mistakes(by_name(plugin("shop", note), plugin("shop_plus", Foreign)))

        assert found["shop"] == [
            "The table shop_plus_note must be named shop_…, and not as one of core or of another plugin."
        ]

    def test_are_those_of_one_plugin_alone(self) -> None:
        lost = type("Lost", (Table,), {"id": columns.primary_key(), "x": columns.reference(
            core_table("Nowhere"), on_delete=OnDelete.cascade)}, tablename="lost_thing")  # fmt: skip

        found = schema_mistakes(by_name(plugin("shop", Shelf), plugin("lost", lost)))

        assert list(found) == ["lost"]
        assert found["lost"][0].startswith("Its tables and migrations cannot be looked at: ValueError")

    def test_are_no_migrations_yet(self) -> None:
        manifest = Manifest(name="shop", version="1.0.0", sdk=">=1.0,<2")
        for migrations in ("", "nowhere_at_all.migrations"):
            schema = TableSet(tables=(Shelf,), migrations=migrations)
            early = type("EarlyPlugin", (Plugin,), {"manifest": manifest, "schema": schema})()

            assert schema_mistakes(by_name(early)) == {}
