"""Charts of results: the specification, and the picture that an optional extra draws of it."""

import asyncio
from enum import StrEnum
from typing import Any, Final

import msgspec

from wellkept_sdk import Ctx
from wellkept_sdk.http import PageRequest
from wellkept_sdk.http.paging import PAGE_SIZE_MAX
from wellkept_survey.errors import ChartsNotInstalled
from wellkept_survey.queries.results import ResultFilters, ResultGroup
from wellkept_survey.rules.chart_words import Locale
from wellkept_survey.rules.charts import ChartKind, Drawing, Specification, chart
from wellkept_survey.service.results import results
from wellkept_survey.settings import SurveySettings

#: The newest that every release of the extra draws.
_VEGA_LITE: Final = "5.20"
#: Pixels of a picture for each of the specification.
_SCALE: Final = 2


class ChartFormat(StrEnum):
    """In what form a chart is given."""

    VEGA_LITE = "vega-lite"  #: The specification, in JSON.
    SVG = "svg"  #: A drawing.
    PNG = "png"  #: A picture.


async def specification(
    ctx: Ctx, kind: ChartKind, *, by: ResultGroup, filters: ResultFilters, locale: Locale | None
) -> Specification:
    """
    Return the specification of a chart of the first 200 groups; as many statements as the results have.

    Args:
        ctx: of a deployment route, whose caller may see all customers.
        kind: what it shows; a trend is of months, whatever else is asked for.
        by: what makes a group.
        filters: which invitations count.
        locale: of titles and axes; None for the one nearest to that of templates.
    """
    group = ResultGroup.MONTH if kind is ChartKind.TREND else by
    found = await results(ctx, PageRequest(limit=PAGE_SIZE_MAX), by=group, filters=filters)
    language = locale or Locale.nearest(ctx.settings(SurveySettings).locale)
    return chart(kind, Drawing(groups=found.items, locale=language, is_monthly=group is ResultGroup.MONTH))


async def drawn(spec: Specification, *, form: ChartFormat) -> bytes:
    """
    Return a chart in a form; drawing it takes time, in which others are served.

    Raises:
        ChartsNotInstalled: a picture is asked for, and nothing here can draw.
    """
    if form is ChartFormat.VEGA_LITE:
        return msgspec.json.encode(spec)
    return await asyncio.to_thread(_picture, spec, form)


def _picture(spec: Specification, form: ChartFormat) -> bytes:
    try:
        import vl_convert  # noqa: PLC0415 # pyright: ignore[reportMissingTypeStubs] - an extra, and slow to load
    except ImportError:
        raise ChartsNotInstalled from None
    converter: Any = vl_convert
    # The data stand in the specification: nothing is to be fetched.
    said: dict[str, Any] = {"vl_version": _VEGA_LITE, "allowed_base_urls": []}
    if form is ChartFormat.PNG:
        return converter.vegalite_to_png(spec, scale=_SCALE, **said)
    svg: str = converter.vegalite_to_svg(spec, **said)
    return svg.encode()
