from pathlib import Path

from wellkept.platform.settings_file import read_file, tables_of


class TestReadFile:
    def test_is_nothing_without_a_file(self) -> None:
        assert read_file(None) == ({}, [])

    def test_tells_why_a_file_cannot_be_read(self, tmp_path: Path) -> None:
        config = tmp_path / "wellkept.toml"
        config.write_text("port = = 1")

        said, mistakes = read_file(config)

        assert said == {}
        assert [mistake.partition(": ")[0] for mistake in mistakes] == [f"{config} cannot be read"]


class TestTablesOf:
    def test_are_told_from_the_settings_of_core(self) -> None:
        assert tables_of({"sla"}, given={"port": 1, "sla": {"warn": 5}}) == ({"sla": {"warn": 5}}, {"port": 1}, [])

    def test_are_missed_where_a_plugin_has_a_value(self) -> None:
        tables, rest, mistakes = tables_of({"sla"}, given={"sla": 5})

        assert (tables, rest) == ({}, {})
        assert mistakes == ["sla is a plugin; its settings stand in the table [sla]."]
