"""Questions about what the law asks, and about seasons."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from msgspec import Struct

from wellkept_liability.rules.floors import StatutoryRule
from wellkept_liability.rules.seasons import LiabilitySeasonKind
from wellkept_liability.schemas.law import LiabilitySeasonRead, LiabilityStatutoryRuleRead
from wellkept_liability.terms import LiabilityTerms, StatutoryFloor
from wellkept_sdk import Ctx
from wellkept_sdk.db import Clause, ListDeclaration, Sort, all_of, equal
from wellkept_sdk.http import Page, PageRequest
from wellkept_sdk.services.parties import PartyScope

_rules: Final = ListDeclaration(
    select="SELECT * FROM liability_statutory_rule", sorts={"code": Sort("code", str)}, sort_default="code"
)
_seasons: Final = ListDeclaration(
    select="SELECT * FROM liability_season",
    sorts={"region_prefix": Sort("region_prefix", str)},
    sort_default="region_prefix",
)
_IN_FORCE: Final = "SELECT code, scope, minimum, effective_from FROM liability_statutory_rule WHERE jurisdiction = ?"


class RuleFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which statutory rules a list shows."""

    jurisdiction: str | None = None
    scope: PartyScope | None = None

    def clause(self) -> Clause:
        """Return the condition that all given filters make together."""
        return all_of(*(equal(name, getattr(self, name)) for name in self.__struct_fields__))


class SeasonFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which seasons a list shows."""

    season: LiabilitySeasonKind | None = None

    def clause(self) -> Clause:
        """Return the condition that the filter makes."""
        return equal("season", self.season)


async def rule_page(ctx: Ctx, page: PageRequest, *, filters: RuleFilters) -> Page[LiabilityStatutoryRuleRead]:
    """Return one page of statutory rules by code; one statement."""
    found = await ctx.db.page(_rules, page, where=filters.clause(), filters=msgspec.to_builtins(filters))
    items = msgspec.convert(found.items, list[LiabilityStatutoryRuleRead])
    return Page(items=items, next_cursor=found.next_cursor)


async def season_page(ctx: Ctx, page: PageRequest, *, filters: SeasonFilters) -> Page[LiabilitySeasonRead]:
    """Return one page of seasons by region; one statement."""
    found = await ctx.db.page(_seasons, page, where=filters.clause(), filters=msgspec.to_builtins(filters))
    return Page(items=msgspec.convert(found.items, list[LiabilitySeasonRead]), next_cursor=found.next_cursor)


async def rules_of(ctx: Ctx, terms: LiabilityTerms) -> Mapping[PartyScope, Sequence[StatutoryRule]]:
    """Return what the law of the terms asks, by scope; nothing where nobody looks. At most one statement."""
    found: defaultdict[PartyScope, list[StatutoryRule]] = defaultdict(list)
    if terms.statutory_floor is StatutoryFloor.OFF:
        return found
    for row in await ctx.db.fetch(_IN_FORCE, terms.jurisdiction):
        found[PartyScope(row["scope"])].append(msgspec.convert(row, StatutoryRule))
    return found
