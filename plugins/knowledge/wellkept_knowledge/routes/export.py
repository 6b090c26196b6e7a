"""Articles as training material."""

from typing import Annotated, Final, Literal

from wellkept_knowledge.permissions import READ
from wellkept_knowledge.queries.export import ExportFilters
from wellkept_knowledge.service import exporting
from wellkept_sdk import Ctx
from wellkept_sdk.http import FromQuery, NamedDependency, QueryParameter, Response, documents, get, needs, require_staff

ZIP: Final = "application/zip"


@get("/export", opt=needs(READ.name) | documents(answer_media_type=ZIP))
async def export_articles(
    ctx: NamedDependency[Ctx],
    category: FromQuery[str | None] = None,
    model: FromQuery[str | None] = None,
    form: Annotated[  # noqa: ARG001 - there is one so far
        Literal["markdown"], QueryParameter(name="format", description="Of the files in the archive.")
    ] = "markdown",
) -> Response[bytes]:
    """Return a ZIP archive of the published articles, one file each, as training material; for our own house."""
    require_staff(ctx.actor, READ.name)
    content = await exporting.archive(ctx, ExportFilters(category=category, model=model))
    headers = {"Content-Disposition": 'attachment; filename="knowledge.zip"'}
    return Response(content, media_type=ZIP, headers=headers)


ROUTES = (export_articles,)
