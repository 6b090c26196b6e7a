"""What the law asks, and seasons."""

from typing import Annotated

from wellkept_liability import errors
from wellkept_liability.permissions import DECIDE, READ
from wellkept_liability.queries import law as queries
from wellkept_liability.queries.law import RuleFilters, SeasonFilters
from wellkept_liability.rules.seasons import LiabilitySeasonKind
from wellkept_liability.schemas.law import (
    LiabilitySeasonCreate,
    LiabilitySeasonRead,
    LiabilityStatutoryRuleCreate,
    LiabilityStatutoryRuleRead,
)
from wellkept_liability.service import law as service
from wellkept_sdk import Ctx
from wellkept_sdk.http import (
    FromQuery,
    JSONBody,
    NamedDependency,
    Page,
    PageRequest,
    Provide,
    QueryParameter,
    documents,
    get,
    needs,
    post,
    require_staff,
)
from wellkept_sdk.services.parties import PartyScope
from wellkept_sdk.text import Code

CREATED = 201
_RULE = {
    "stricter": {
        "code": "CN-SH-7",
        "jurisdiction": "CN-SH",
        "scope": "waterproofing",
        "minimum": {"kind": "calendar", "years": 8},
        "article": "7",
        "source": "A city's own rule",
        "effective_from": "2026-01-01",
    }
}
_SEASON = {
    "north_east": {
        "region_prefix": "23",
        "season": "heating",
        "starts_md": "10-20",
        "ends_md": "04-20",
        "source": "Announced by the city",
    }
}


def provide_rule_filters(
    jurisdiction: Annotated[Code | None, QueryParameter(description="Exactly this one.")] = None,
    # Litestar keeps the name `scope` for itself.
    of_scope: Annotated[PartyScope | None, QueryParameter(name="scope", description="Of what.")] = None,
) -> RuleFilters:
    """Return which statutory rules the caller asks for."""
    return RuleFilters(jurisdiction=jurisdiction, scope=of_scope)


def provide_season_filters(season: FromQuery[LiabilitySeasonKind | None] = None) -> SeasonFilters:
    """Return which seasons the caller asks for."""
    return SeasonFilters(season=season)


@get(
    "/statutory-rules",
    opt=needs(READ.name),
    dependencies={"filters": Provide(provide_rule_filters, sync_to_thread=False)},
)
async def list_statutory_rules(
    filters: NamedDependency[RuleFilters], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[LiabilityStatutoryRuleRead]:
    """List the least lengths that laws allow, by code; `verified` tells whether somebody has read the law itself."""
    require_staff(ctx.actor, READ.name)
    return await queries.rule_page(ctx, page, filters=filters)


@post(
    "/statutory-rules",
    opt=needs(DECIDE.name) | documents(problems=[errors.StatutoryRuleTaken], examples=_RULE),
    status_code=CREATED,
)
async def create_statutory_rule(
    data: JSONBody[LiabilityStatutoryRuleCreate], ctx: NamedDependency[Ctx]
) -> LiabilityStatutoryRuleRead:
    """Record a statutory rule; warranties whose days are counted from now on are held to it."""
    return await service.add_rule(ctx, data)


@get(
    "/seasons",
    opt=needs(READ.name),
    dependencies={"filters": Provide(provide_season_filters, sync_to_thread=False)},
)
async def list_seasons(
    filters: NamedDependency[SeasonFilters], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[LiabilitySeasonRead]:
    """List heating and cooling seasons by region; of several for a place, the longest prefix holds."""
    require_staff(ctx.actor, READ.name)
    return await queries.season_page(ctx, page, filters=filters)


@post(
    "/seasons",
    opt=needs(DECIDE.name) | documents(problems=[errors.SeasonTaken], examples=_SEASON),
    status_code=CREATED,
)
async def create_season(data: JSONBody[LiabilitySeasonCreate], ctx: NamedDependency[Ctx]) -> LiabilitySeasonRead:
    """Record a season of a region; warranties whose days are counted from now on follow it."""
    return await service.add_season(ctx, data)


ROUTES = (list_statutory_rules, create_statutory_rule, list_seasons, create_season)
