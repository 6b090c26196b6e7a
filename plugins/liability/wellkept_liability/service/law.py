"""Recording what the law asks, and seasons."""

from datetime import date
from typing import Final

import msgspec

from wellkept_liability.errors import SeasonTaken, StatutoryRuleTaken
from wellkept_liability.rules.floors import Minimum
from wellkept_liability.rules.lengths import LiabilityCalendarLength, is_empty
from wellkept_liability.rules.seasons import month_day
from wellkept_liability.schemas.law import (
    LiabilitySeasonCreate,
    LiabilitySeasonRead,
    LiabilityStatutoryRuleCreate,
    LiabilityStatutoryRuleRead,
)
from wellkept_liability.tables import LiabilitySeason, LiabilityStatutoryRule
from wellkept_sdk import Ctx
from wellkept_sdk.errors import Invalid, invalid, refuse

_CODE: Final = "SELECT 1 AS found FROM liability_statutory_rule WHERE code = ?"
_SEASON: Final = "SELECT 1 AS found FROM liability_season WHERE region_prefix = ? AND season = ?"


async def add_rule(ctx: Ctx, draft: LiabilityStatutoryRuleCreate) -> LiabilityStatutoryRuleRead:
    """
    Record a statutory rule; warranties whose days are counted from now on are held to it.

    Raises:
        Invalid: the minimum names nothing.
        StatutoryRuleTaken: there is one with this code.
    """
    refuse(_minimum_mistakes(draft.minimum))
    async with ctx.db.transaction():
        if await ctx.db.fetch_one(_CODE, draft.code) is not None:
            raise StatutoryRuleTaken.at("/code")
        values = msgspec.to_builtins(draft, builtin_types=(date,))
        row = await ctx.db.insert(LiabilityStatutoryRule, created_at=ctx.at, **values)
        await ctx.audit("liability.statutory_rule.recorded", subject=f"liability/rules/{row['id']}", after=values)
        return msgspec.convert(row, LiabilityStatutoryRuleRead)


async def add_season(ctx: Ctx, draft: LiabilitySeasonCreate) -> LiabilitySeasonRead:
    """
    Record a season of a region; warranties whose days are counted from now on follow it.

    Raises:
        Invalid: a day does not exist.
        SeasonTaken: the region has such a season.
    """
    refuse([*_day_mistakes("/starts_md", draft.starts_md), *_day_mistakes("/ends_md", draft.ends_md)])
    async with ctx.db.transaction():
        if await ctx.db.fetch_one(_SEASON, draft.region_prefix, draft.season) is not None:
            raise SeasonTaken.at("/region_prefix")
        values = msgspec.to_builtins(draft)
        row = await ctx.db.insert(LiabilitySeason, created_at=ctx.at, **values)
        await ctx.audit("liability.season.recorded", subject=f"liability/seasons/{row['id']}", after=values)
        return msgspec.convert(row, LiabilitySeasonRead)


def _minimum_mistakes(minimum: Minimum) -> list[Invalid]:
    if isinstance(minimum, LiabilityCalendarLength) and is_empty(minimum):
        return [invalid("/minimum", "required", "Names years, months or days.")]
    return []


def _day_mistakes(pointer: str, day: str) -> list[Invalid]:
    return [invalid(pointer, "type", "There is no such day.")] if month_day(day) is None else []
