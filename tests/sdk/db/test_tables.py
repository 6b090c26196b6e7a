from wellkept_sdk.db import TableSet, core_table


class TestCoreTable:
    def test_is_found_by_name_so_that_core_is_not_imported(self) -> None:
        reference = core_table("Ticket")

        assert (reference.table_class_name, reference.app_name) == ("Ticket", "core")


class TestTableSet:
    def test_needs_no_more_than_tables_and_migrations(self) -> None:
        tables = TableSet(tables=(), migrations="wellkept_sla.migrations")

        assert (tables.indexes, tables.checks, tables.sequences) == ((), (), ())
