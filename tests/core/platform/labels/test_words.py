"""The words of core: none is missing, none is left over."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from wellkept.app import Wellkept
from wellkept.platform.access.permissions import CORE_PERMISSIONS
from wellkept.platform.labels import words
from wellkept.platform.labels.locales import Locale
from wellkept.platform.labels.words import CORE, all_words, problem
from wellkept_calendars import plugin as calendars

ROOT = Path(__file__).parents[4]
CODE = re.compile(r"^\| `([a-z_.]+)` \|", re.MULTILINE)
WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@pytest.fixture(scope="module")
def said() -> dict[str, Any]:
    return tomllib.loads(Path(words.__file__).with_name("words.toml").read_text(encoding="utf-8"))


@pytest.fixture
def schemas(composed_app: Wellkept) -> dict[str, Any]:
    components: Any = composed_app.document["components"]
    return {name: schema for name, schema in components["schemas"].items() if not name.startswith("Words")}


def enums(schemas: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    for name, schema in schemas.items():
        if "enum" in schema:
            yield snake(name), schema["enum"]
        for field, inner in schema.get("properties", {}).items():
            for each in [inner, *inner.get("anyOf", []), *inner.get("oneOf", [])]:
                if "enum" in each:
                    yield f"{snake(name)}_{field}", each["enum"]


def snake(name: str) -> str:
    return WORD.sub("_", name).lower()


class TestWordsOfCore:
    def test_name_every_field_of_the_document_and_no_other(self, said: dict[str, Any], schemas: dict[str, Any]) -> None:
        fields = {field for schema in schemas.values() for field in schema.get("properties", {})}

        assert set(said["fields"]) == fields - {"labels"}

    def test_name_every_value_of_every_enum_and_no_other(self, said: dict[str, Any], schemas: dict[str, Any]) -> None:
        shown = {name: sorted(values) for name, values in enums(schemas) if name != "locale"}

        assert {name: sorted(values) for name, values in said["choices"].items()} == shown

    def test_name_every_permission_and_no_other(self, said: dict[str, Any]) -> None:
        assert set(said["permissions"]) == set(CORE_PERMISSIONS)

    def test_name_every_code_of_the_guide_and_no_other(self, said: dict[str, Any]) -> None:
        guide = (ROOT / "docs/errors.md").read_text(encoding="utf-8").partition("## Codes of the plugin")[0]

        assert set(said["problems"]) == set(CODE.findall(guide))

    def test_are_there_in_both_languages_and_differ(self, said: dict[str, Any]) -> None:
        flat = [*said["fields"].items(), *said["permissions"].items(), *said["problems"].items()]
        flat += [item for values in said["choices"].values() for item in values.items()]

        assert [key for key, (zh_cn, en) in flat if not zh_cn.strip() or not en.strip()] == []
        assert [key for key, (zh_cn, en) in flat if zh_cn == en and key != "sha256"] == []


class TestWordsOfPlugins:
    def test_stand_beside_those_of_core_sorted_by_what_they_name(self) -> None:
        words.know([calendars])

        found = all_words(Locale.ZH_CN)

        assert list(found) == [CORE, "calendars"]
        assert set(found["calendars"].permissions) == {each.name for each in calendars.permissions}
        assert set(found["calendars"].problems) == {each.code for each in calendars.errors}
        assert found["calendars"].name != "calendars"
        assert problem(calendars.errors[0].code, Locale.ZH_CN) == found["calendars"].problems[calendars.errors[0].code]

    def test_are_forgotten_with_the_plugins(self) -> None:
        words.know([])

        assert list(all_words(Locale.EN)) == [CORE]
        assert problem(calendars.errors[0].code, Locale.EN) is None
