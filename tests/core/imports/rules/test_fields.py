from datetime import UTC, date, datetime
from typing import Any

import pytest

from wellkept.imports.rules import fields
from wellkept.imports.rules.fields import CellMistake, Field, fields_of
from wellkept.imports.rules.mapping import read_mapping

EQUIPMENT = """
kind = "equipment"
system = "plm"
source_id = "id"
missing = ["n/a"]
[columns]
code = "id"
name = "name"
project_code = "project"
installed_on = "day"
criticality = "class"
specifications.power = "power"
[values.criticality]
"1" = "a"
"*" = "c"
[values."specifications.power"]
"much" = 75
[defaults]
location = "Hall 1"
[texts]
metadata.label = "{name} in {project}!"
"""
DAYS = '[dates]\nday_format = "%d.%m.%Y"'
COLUMNS = {"id": 0, "name": 1, "project": 2, "day": 3, "class": 4, "power": 5}
MISSING = frozenset({"n/a"})


def field(name: str, *, more: str = "") -> Field:
    mapping = read_mapping(EQUIPMENT + more)
    return next(found for found in fields_of(mapping, COLUMNS) if found.name == name)


def value(name: str, *row: str, more: str = "") -> Any:
    found = field(name, more=more)
    return found.value(found.text([*row, *[""] * 6], MISSING))


def refusal(name: str, *row: str, more: str = "") -> str:
    with pytest.raises(CellMistake) as refused:
        value(name, *row, more=more)
    return refused.value.code


class TestValue:
    def test_is_the_stripped_text(self) -> None:
        assert value("name", "P-1", "  Pump ") == "Pump"

    def test_is_the_default_where_nothing_is_said(self) -> None:
        assert value("location") == "Hall 1"
        assert value("installed_on", "P-1", "Pump", "X", "n/a") is None

    def test_is_looked_up_among_the_values(self) -> None:
        assert value("criticality", "", "", "", "", "1") == "a"
        assert value("criticality", "", "", "", "", "something else") == "c"
        assert value("specifications.power", "", "", "", "", "", "much") == 75

    def test_is_the_same_when_it_comes_again(self) -> None:
        name = field("name")

        assert [name.value("Pump"), name.value("Pump")] == ["Pump", "Pump"]

    def test_is_read_again_where_too_many_are_remembered(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(fields, "_CACHED_MAX", 1)
        name = field("name")

        assert [name.value(text) for text in ("Pump", "Motor", "Motor")] == ["Pump", "Motor", "Motor"]

    def test_is_a_text_of_several_columns(self) -> None:
        assert value("metadata.label", "P-1", "Pump", "n/a") == "Pump in -!"

    def test_is_a_day(self) -> None:
        assert value("installed_on", "", "", "", "2026-03-01") == date(2026, 3, 1)
        assert value("installed_on", "", "", "", "1.3.2026", more=DAYS) == date(2026, 3, 1)

    def test_of_a_workbook_is_a_day_whatever_the_format(self) -> None:
        assert value("installed_on", "", "", "", "2026-03-01", more=DAYS) == date(2026, 3, 1)

    def test_is_refused_where_it_does_not_fit(self) -> None:
        assert refusal("code", "P 1") == "pattern"
        assert refusal("name", "P-1", "x" * 201) == "too_long"
        assert refusal("name", "P-1", "a\x00b") == "bad_characters"
        assert refusal("installed_on", "", "", "", "soon") == "type"
        assert refusal("specifications.power", "", "", "", "", "", "little") == "not_a_choice"
        assert refusal("code", "n/a") == "required"


class TestMoment:
    @pytest.mark.parametrize(
        ("text", "zone", "expected"),
        [
            ("2026-03-01T08:00", "Asia/Shanghai", datetime(2026, 3, 1, 0, tzinfo=UTC)),
            ("2026-03-01T08:00+02:00", "Asia/Shanghai", datetime(2026, 3, 1, 6, tzinfo=UTC)),
            ("2026-07-01 08:00:30", "Europe/Rome", datetime(2026, 7, 1, 6, 0, 30, tzinfo=UTC)),
        ],
    )
    def test_is_utc_whatever_the_zone(self, text: str, zone: str, expected: datetime) -> None:
        mapping = read_mapping(TICKETS_OF_ONE_ROW + f'[dates]\nzone = "{zone}"')
        reported = next(found for found in fields_of(mapping, {"id": 0, "at": 1}) if found.name == "reported_at")

        assert reported.value(text) == expected

    @pytest.mark.parametrize("text", ["noon", "0001-01-01T00:00"])
    def test_is_refused_where_it_is_none(self, text: str) -> None:
        mapping = read_mapping(TICKETS_OF_ONE_ROW + '[dates]\nzone = "Asia/Shanghai"')
        reported = next(found for found in fields_of(mapping, {"id": 0, "at": 1}) if found.name == "reported_at")

        with pytest.raises(CellMistake, match="Is no moment"):
            reported.value(text)


TICKETS_OF_ONE_ROW = """
kind = "tickets"
system = "desk"
source_id = "id"
[columns]
title = "id"
reported_at = "at"
[defaults]
project_code = "X"
channel = "phone"
"""
