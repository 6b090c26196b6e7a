"""The report, and simulations."""

from datetime import date
from typing import Annotated, Any

from wellkept_sdk import Ctx
from wellkept_sdk.http import (
    JSONBody,
    MediaType,
    NamedDependency,
    QueryParameter,
    Request,
    Response,
    documents,
    get,
    needs,
    post,
    require_staff,
)
from wellkept_sla import errors
from wellkept_sla.permissions import READ
from wellkept_sla.schemas.reporting import GroupBy, SlaReport
from wellkept_sla.schemas.simulating import SlaSimulation, SlaSimulationCreate
from wellkept_sla.service.reporting import as_csv, report
from wellkept_sla.service.simulation import simulate

OK = 200
CSV = "text/csv"

_SIMULATION_PROBLEMS = (
    errors.SimulationSourceAmbiguous,
    errors.SimulationPlanWithoutSla,
    errors.TermsUnknownCalendar,
    errors.TermsUnknownParty,
    errors.HolderPartyMismatch,
)


@get("/report", opt=needs(READ.name) | documents(answer=SlaReport, answer_media_type=CSV))
async def get_report(
    request: Request[Any, Any, Any],
    ctx: NamedDependency[Ctx],
    from_on: Annotated[
        date, QueryParameter(description="The first day by UTC; clocks count when they end or are due.")
    ],
    to_on: Annotated[date, QueryParameter(description="The last day.")],
    group_by: Annotated[GroupBy, QueryParameter(description="What makes a group.")],
) -> Response[Any]:
    """Return how well promised times were kept, group by group; as CSV with `Accept: text/csv`; not for outsiders."""
    require_staff(ctx.actor, READ.name)
    said = await report(ctx, from_on=from_on, to_on=to_on, by=group_by)
    if request.accept.best_match([MediaType.JSON, CSV]) == CSV:
        return Response(as_csv(said), media_type=CSV, headers={"Vary": "Accept"})
    return Response(said, media_type=MediaType.JSON, headers={"Vary": "Accept"})


@post("/simulate", status_code=OK, opt=needs(READ.name) | documents(problems=_SIMULATION_PROBLEMS))
async def simulate_clocks(data: JSONBody[SlaSimulationCreate], ctx: NamedDependency[Ctx]) -> SlaSimulation:
    """Return what the clocks of a ticket would be under terms or a plan; nothing is stored; not for outsiders."""
    require_staff(ctx.actor, READ.name)
    return await simulate(ctx, data)


ON_DEPLOYMENT = (get_report, simulate_clocks)
