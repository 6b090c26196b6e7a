"""What the suite lets its users say, and whom it spares."""

import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest
from msgspec import Struct

from wellkept_sdk import ActivationLevel, Manifest, Plugin, Terms
from wellkept_sdk.scaffold import write_project
from wellkept_sdk.testing import PluginCompliance

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


class LampSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    watts: int


class LampTerms(Terms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    version: ClassVar[int] = 2

    colour: str = "white"

    @classmethod
    def migrated(cls, document: dict[str, Any], *, from_version: int) -> dict[str, Any]:
        return {"colour": document["color"]} if from_version == 1 else document


class Lamp(Plugin):
    """Acts for every record, stores nothing, and must be told how bright it is."""

    manifest = Manifest(name="lamp", version="1.0.0", sdk=">=1.0,<2", activation=ActivationLevel.DEPLOYMENT)
    settings = LampSettings
    terms = LampTerms


class Suite(PluginCompliance):
    plugin = Lamp
    settings: ClassVar[Mapping[str, Any]] = {"lamp_watts": 40}
    earlier_terms: ClassVar[Mapping[int, Mapping[str, Any]]] = {1: {"color": "red"}}


class TestSuite:
    def test_asks_nothing_about_what_a_plugin_has_not(self) -> None:
        suite = Suite()

        suite.test_foreign_keys_have_an_index()
        suite.test_tables_begin_with_the_plugins_name()
        suite.test_settings_may_be_left_empty()

    def test_takes_examples_of_earlier_terms(self) -> None:
        Suite().test_terms_of_every_earlier_version_are_migrated()

    async def test_spares_a_plugin_that_acts_for_every_record_the_questions_about_contracts(self) -> None:
        with pytest.raises(pytest.skip.Exception, match="every record"):
            await Suite().test_routes_are_not_there_where_the_plugin_is_inactive()

    async def test_opens_wellkept_for_a_plugin_that_acts_for_every_record(self) -> None:
        await Suite().test_plugin_loads_alone()

    def test_skips_what_is_exempt_with_its_reason(self, tmp_path: Path) -> None:
        write_project("excused", tmp_path, at=AT)
        (tmp_path / "README.md").unlink()
        compliance = tmp_path / "tests" / "test_compliance.py"
        text = compliance.read_text(encoding="utf-8")
        excuse = '    exempt = {"readme_says_what_the_plugin_is_for": "nobody reads it"}\n\n    async def use('
        compliance.write_text(text.replace("    async def use(", excuse), encoding="utf-8")

        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-k", "readme or exemptions"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, text=True, timeout=60)  # noqa: S603 - our own tool

        assert "1 passed, 1 skipped" in done.stdout, done.stdout
        assert "nobody reads it" in done.stdout
