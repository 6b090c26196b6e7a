from pathlib import Path

from installed_plugins import installing_into
from wellkept.platform.installed_plugins import installed_names, owner_of


class TestInstalledNames:
    def test_are_read_without_importing_the_plugin(self, tmp_path: Path) -> None:
        with installing_into(tmp_path) as installer:
            installer.install("shelves", "raise RuntimeError")

            assert "shelves" in installed_names()

        assert "shelves" not in installed_names()


class TestOwnerOf:
    def test_is_the_plugin_with_the_longest_name(self) -> None:
        assert owner_of("sla_plus_warn", ["sla", "sla_plus"]) == "sla_plus"
        assert owner_of("sla_warn", ["sla", "sla_plus"]) == "sla"

    def test_is_nobody_where_no_name_fits(self) -> None:
        assert owner_of("slam_warn", ["sla"]) is None
        assert owner_of("sla", ["sla"]) is None
