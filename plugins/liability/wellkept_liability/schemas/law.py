"""What the law asks, and seasons, as callers record them and as they are shown."""

from datetime import date, datetime
from typing import Annotated, Final
from uuid import UUID

from msgspec import Meta, Struct

from wellkept_liability.rules.floors import Minimum
from wellkept_liability.rules.seasons import MONTH_DAY_PATTERN, LiabilitySeasonKind
from wellkept_sdk.services.parties import PartyScope
from wellkept_sdk.text import Code

TEXT_LENGTH_MAX: Final = 500
REGION_LENGTH_MAX: Final = 64

Words = Annotated[str, Meta(min_length=1, max_length=TEXT_LENGTH_MAX)]
RegionPrefix = Annotated[str, Meta(max_length=REGION_LENGTH_MAX, description="Empty for everywhere.", examples=["21"])]
MonthDay = Annotated[str, Meta(pattern=MONTH_DAY_PATTERN, description="Month and day.", examples=["11-15"])]


class LiabilityStatutoryRuleCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    The least length that a law allows for a scope.

    Args:
        code: its own for good.
        jurisdiction: the terms of plans and contracts name one.
        minimum: without a `season`, of the seasons that a warranty counts.
        article: where it stands.
        source: in which law.
        effective_from: warranties of what was accepted earlier are not held to it.
        checked_on: when somebody has last looked it up.
        verified: whether that was in the law's own text.
    """

    code: Code
    jurisdiction: Code
    scope: PartyScope
    minimum: Minimum
    article: Words
    source: Words
    effective_from: date
    checked_on: date | None = None
    verified: bool = False


class LiabilityStatutoryRuleRead(Struct, frozen=True, kw_only=True):
    """A statutory rule; of those for one scope, the latest in force holds."""

    id: UUID
    code: str
    jurisdiction: str
    scope: PartyScope
    minimum: Minimum
    article: str
    source: str
    effective_from: date
    checked_on: date | None
    verified: bool
    created_at: datetime


class LiabilitySeasonCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When is heated or cooled in the regions whose code begins so; both days are included."""

    region_prefix: RegionPrefix
    season: LiabilitySeasonKind
    starts_md: MonthDay
    ends_md: MonthDay
    source: Words


class LiabilitySeasonRead(Struct, frozen=True, kw_only=True):
    """A season of a region; of several, the longest prefix holds."""

    id: UUID
    region_prefix: str
    season: LiabilitySeasonKind
    starts_md: str
    ends_md: str
    source: str
    created_at: datetime
