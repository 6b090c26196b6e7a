"""
What Chinese law asks of builders' warranties, and when is heated and cooled where nothing closer is known.

The statute stands here as secondary sources tell it (checked on 2026-11-21), hence unverified. Another jurisdiction, a
later text or a region's own season is added through the API.
"""

from datetime import UTC, date, datetime
from uuid import UUID

from wellkept_sdk.db import Database, store

_AT = datetime(2026, 11, 22, tzinfo=UTC)
_SOURCE = "建设工程质量管理条例, 国务院令第279号"
_TWO_YEARS = {"kind": "calendar", "years": 2}
_RULES = (
    ("01a2038f-a865-79df-afad-d621c807ee4a", "CN-279-40-1", "structure", {"kind": "design_life", "years": 1}, "一"),
    (
        "01a2038f-a865-7b05-9807-ebe8ba9c060a",
        "CN-279-40-2",
        "waterproofing",
        {"kind": "calendar", "years": 5},
        "二",
    ),
    (
        "01a2038f-a865-7b3b-a1e8-ac477413fe94",
        "CN-279-40-3",
        "hvac",
        # Of heat two heating seasons, of cold two cooling seasons.
        {"kind": "seasons", "season": None, "count": 2},
        "三",
    ),
    ("01a2038f-a865-7b55-a38e-2a2cccad7a5a", "CN-279-40-4-electrical", "electrical", _TWO_YEARS, "四"),
    ("01a2038f-a865-7b6c-8a43-25ec4ca44f87", "CN-279-40-4-plumbing", "plumbing", _TWO_YEARS, "四"),
    ("01a2038f-a865-7b83-ba14-496c9d6cbaa2", "CN-279-40-4-installation", "installation", _TWO_YEARS, "四"),
    ("01a2038f-a865-7b9a-ae80-7ec3c47e7e76", "CN-279-40-4-fit_out", "fit_out", _TWO_YEARS, "四"),
)
_SEASONS = (
    ("01a2038f-a865-7bb9-9e83-483d2592fe10", "heating", "11-15", "03-15"),
    ("01a2038f-a865-7bdc-aa4b-cfae8c3adde6", "cooling", "06-15", "09-15"),
)


async def change(database: Database) -> None:
    """Store the rows."""
    await store(
        database,
        "liability_statutory_rule",
        columns=(
            *("id", "created_at", "code", "jurisdiction", "scope", "minimum"),
            *("article", "source", "effective_from", "checked_on", "verified"),
        ),
        rows=[
            (
                *(UUID(rule_id), _AT, code, "CN", scope, minimum),
                *(f"第四十条第一款第{item}项", _SOURCE, date(2000, 1, 30), date(2026, 11, 21), False),
            )
            for rule_id, code, scope, minimum, item in _RULES
        ],
    )
    await store(
        database,
        "liability_season",
        columns=("id", "created_at", "region_prefix", "season", "starts_md", "ends_md", "source"),
        rows=[
            (UUID(season_id), _AT, "", season, starts, ends, "Common dates of northern and central China")
            for season_id, season, starts, ends in _SEASONS
        ],
    )
