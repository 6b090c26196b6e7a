"""Finding articles."""

from typing import Annotated, Final

from msgspec import Meta

from wellkept_knowledge.permissions import READ
from wellkept_knowledge.queries.search import Question
from wellkept_knowledge.rules.languages import canonical_tag
from wellkept_knowledge.rules.queries import QUERY_LENGTH_MAX, asked
from wellkept_knowledge.schemas.search import KnowledgeHitRead
from wellkept_knowledge.service import searching
from wellkept_sdk import Ctx
from wellkept_sdk.http import FromQuery, NamedDependency, Page, QueryParameter, get, needs

LIMIT_DEFAULT: Final = 20
LIMIT_MAX: Final = 50

_Text = Annotated[str, Meta(min_length=1, max_length=QUERY_LENGTH_MAX)]
_Limit = Annotated[int, Meta(ge=1, le=LIMIT_MAX)]


@get("/search", opt=needs(READ.name))
async def search_articles(  # noqa: PLR0913, PLR0917 - one argument for each parameter
    ctx: NamedDependency[Ctx],
    q: Annotated[_Text, QueryParameter(description='Words in any order; parts in "quotation marks" are required.')],
    model: FromQuery[str | None] = None,
    fault_code: FromQuery[str | None] = None,
    category: FromQuery[str | None] = None,
    language: FromQuery[str | None] = None,
    limit: Annotated[_Limit, QueryParameter(description="Most hits of one page.")] = LIMIT_DEFAULT,
    cursor: Annotated[
        str | None, QueryParameter(description="`next_cursor` of the page before; with the same query and filters.")
    ] = None,
) -> Page[KnowledgeHitRead]:
    """Return the articles that the words find, the best first; 200 hits at most over all pages."""
    question = Question(
        query=asked(q),
        model=model,
        fault_code=fault_code,
        category=category,
        language=language and (canonical_tag(language) or language),
        limit=limit,
        cursor=cursor,
    )
    return await searching.search(ctx, question)


ROUTES = (search_articles,)
