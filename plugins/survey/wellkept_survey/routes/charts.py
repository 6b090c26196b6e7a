"""Results as charts."""

from typing import Annotated

from wellkept_sdk import Ctx
from wellkept_sdk.http import (
    NamedDependency,
    Provide,
    QueryParameter,
    Response,
    documents,
    get,
    needs,
    require_staff,
)
from wellkept_survey import errors
from wellkept_survey.permissions import READ
from wellkept_survey.queries.results import ResultFilters, ResultGroup
from wellkept_survey.routes.results import GroupBy, provide_filters
from wellkept_survey.rules.chart_words import Locale
from wellkept_survey.rules.charts import ChartKind
from wellkept_survey.schemas.charts import SurveyChart
from wellkept_survey.service import charts
from wellkept_survey.service.charts import ChartFormat

_MEDIA_TYPES = {
    ChartFormat.VEGA_LITE: "application/json",
    ChartFormat.SVG: "image/svg+xml",
    ChartFormat.PNG: "image/png",
}


@get(
    "/results/chart",
    opt=needs(READ.name) | documents(problems=[errors.ChartsNotInstalled], answer=SurveyChart, answer_media_type="*/*"),
    dependencies={"filters": Provide(provide_filters, sync_to_thread=False)},
)
async def get_results_chart(
    filters: NamedDependency[ResultFilters],
    ctx: NamedDependency[Ctx],
    chart: Annotated[ChartKind, QueryParameter(description="What it shows; a trend is of months, whatever is asked.")],
    group_by: GroupBy = None,
    form: Annotated[
        ChartFormat | None,
        QueryParameter(name="format", description="A specification or a picture; by default `vega-lite`."),
    ] = None,
    locale: Annotated[
        Locale | None,
        QueryParameter(description="The language of titles and axes; by default that of `WELLKEPT_SURVEY_LOCALE`."),
    ] = None,
) -> Response[bytes]:
    """
    Return results as a chart: a Vega-Lite specification that carries its data, or a picture, SVG or PNG.

    It shows the first 200 groups. Pictures need the extra `charts`; their letters are those of fonts on the server.
    """
    require_staff(ctx.actor, READ.name)
    spec = await charts.specification(ctx, chart, by=group_by or ResultGroup.NONE, filters=filters, locale=locale)
    wanted = form or ChartFormat.VEGA_LITE
    return Response(await charts.drawn(spec, form=wanted), media_type=_MEDIA_TYPES[wanted])


ROUTES = (get_results_chart,)
