"""
The tables of calendars, and what they hold from the first day: the years 2007 to 2026 of China, and two calendars.

Ids and times are fixed, so that every deployment has the same rows.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

_YEARS: Final = range(2007, 2027)
_DATA: Final = Path(__file__).parents[1] / "data" / "cn"
_MADE_AT: Final = "2026-11-22 00:00:00+00:00"
_SET_ID: Final = "01a2008d-7400-7000-8000-000000000001"
_EVERY_DAY: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _year_id(year: int) -> str:
    return f"01a2008d-7400-7000-8000-00000000{year}"


def _digest(document: object) -> str:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return sha256(text.encode()).hexdigest()


def _quoted(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return "'" + text.replace("'", "''") + "'"


def _insert(table: str, **values: object) -> str:
    row = ", ".join(str(value) if type(value) in {bool, int} else _quoted(value) for value in values.values())
    return f"INSERT INTO {table} ({', '.join(values)}) VALUES ({row})"


def _known_years() -> list[dict[str, Any]]:
    return [json.loads((_DATA / f"{year}.json").read_text(encoding="utf-8")) for year in _YEARS]


def _year_hash(known: dict[str, Any]) -> str:
    return _digest({name: known[name] for name in ("year", "status", "sources", "days")})


def _holidays() -> Iterator[str]:
    yield _insert("calendars_holiday_set", id=_SET_ID, code="cn", name="中国法定节假日", region_code="CN")
    for known in _known_years():
        yield _insert(
            "calendars_holiday_year",
            id=_year_id(known["year"]),
            holiday_set_id=_SET_ID,
            **{**known, "revision": 1, "content_hash": _year_hash(known), "created_at": _MADE_AT},
        )


def _preset(number: int, code: str, name: str, *, weekly: dict[str, Any], set_codes: tuple[str, ...]) -> Iterator[str]:
    calendar_id = f"01a2008d-7400-7000-8000-0000000001{number:02}"
    revision_id = f"01a2008d-7400-7000-8000-0000000002{number:02}"
    said: dict[str, Any] = {"time_zone": "Asia/Shanghai", "weekly": weekly, "make_up_like": "mon", "exceptions": []}
    hashes = [_year_hash(known) for known in _known_years()]
    known_sets = [{"set_code": set_code, "years": hashes} for set_code in set_codes]
    pins = [{"set_code": set_code, "year_ids": [_year_id(year) for year in _YEARS]} for set_code in set_codes]
    yield _insert(
        "calendars_calendar",
        id=calendar_id,
        code=code,
        name=name,
        preset=True,
        current_revision_id=revision_id,
        created_at=_MADE_AT,
        updated_at=_MADE_AT,
        version=1,
    )
    yield _insert(
        "calendars_revision",
        id=revision_id,
        calendar_id=calendar_id,
        number=1,
        **said,
        holiday_year_ids=pins,
        content_hash=_digest({**said, "holiday_sets": known_sets}),
        reason="",
        apply_to="new_clocks",
        created_at=_MADE_AT,
    )


def _presets() -> Iterator[str]:
    always = [{"opens": "00:00", "closes": "24:00"}]
    office = [{"opens": "08:30", "closes": "12:00"}, {"opens": "13:30", "closes": "18:00"}]
    yield from _preset(1, "24x7", "全天候", weekly=dict.fromkeys(_EVERY_DAY, always), set_codes=())
    yield from _preset(2, "cn-standard", "标准工作日", weekly=dict.fromkeys(_EVERY_DAY[:5], office), set_codes=("cn",))


STATEMENTS = (
    """CREATE TABLE calendars_calendar (
    "id" UUID PRIMARY KEY NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "preset" BOOLEAN NOT NULL DEFAULT FALSE,
    "archived_at" TIMESTAMPTZ,
    "current_revision_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "version" BIGINT NOT NULL DEFAULT 1
)""",
    """CREATE UNIQUE INDEX calendars_calendar__code ON calendars_calendar (code)""",
    """CREATE INDEX calendars_calendar__code__id ON calendars_calendar (code, id)""",
    """CREATE TABLE calendars_holiday_set (
    "id" UUID PRIMARY KEY NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "region_code" TEXT NOT NULL,
    "missed_year" INTEGER
)""",
    """CREATE UNIQUE INDEX calendars_holiday_set__code ON calendars_holiday_set (code)""",
    """CREATE TABLE calendars_revision (
    "id" UUID PRIMARY KEY NOT NULL,
    "calendar_id" UUID NOT NULL REFERENCES calendars_calendar (id) ON DELETE RESTRICT,
    "number" INTEGER NOT NULL,
    "time_zone" TEXT NOT NULL,
    "weekly" JSONB NOT NULL,
    "make_up_like" TEXT NOT NULL,
    "exceptions" JSONB NOT NULL,
    "holiday_year_ids" JSONB NOT NULL,
    "content_hash" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "apply_to" TEXT NOT NULL,
    "actor_id" UUID,
    "created_at" TIMESTAMPTZ NOT NULL,
    CONSTRAINT calendars_revision__number CHECK (number >= 1),
    CONSTRAINT calendars_revision__apply_to CHECK (apply_to IN ('open_clocks', 'new_clocks')),
    CONSTRAINT calendars_revision__content_hash CHECK (length(content_hash) = 64)
)""",
    """CREATE UNIQUE INDEX calendars_revision__calendar_id__number ON calendars_revision (calendar_id, number)""",
    """CREATE TABLE calendars_holiday_year (
    "id" UUID PRIMARY KEY NOT NULL,
    "holiday_set_id" UUID NOT NULL REFERENCES calendars_holiday_set (id) ON DELETE RESTRICT,
    "year" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "sources" JSONB NOT NULL,
    "checked_on" DATE NOT NULL,
    "days" JSONB NOT NULL,
    "content_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    CONSTRAINT calendars_holiday_year__year CHECK (year BETWEEN 1900 AND 2200),
    CONSTRAINT calendars_holiday_year__status CHECK (status IN ('published', 'not_yet_published')),
    CONSTRAINT calendars_holiday_year__content_hash CHECK (length(content_hash) = 64)
)""",
    """CREATE UNIQUE INDEX calendars_holiday_year__holiday_set_id__year__revision ON calendars_holiday_year (holiday_set_id, year, revision)""",
    *_holidays(),
    *_presets(),
)
