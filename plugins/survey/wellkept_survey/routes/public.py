"""The routes of links: the only ones without a login."""

from typing import Annotated, Any, Final

from msgspec import Meta

from wellkept_sdk import Ctx
from wellkept_sdk.http import (
    FromPath,
    JSONBody,
    NamedDependency,
    QueryParameter,
    Request,
    Response,
    anonymous,
    documents,
    get,
    post,
)
from wellkept_survey import errors
from wellkept_survey.rules.languages import wanted_languages
from wellkept_survey.rules.questions import Locale
from wellkept_survey.schemas.answers import SurveyPublicAnswer, SurveyPublicPage, SurveyThanks
from wellkept_survey.service import answering
from wellkept_survey.service.limiting import require_allowance

CREATED: Final = 201
TOKEN_LENGTH_MAX: Final = 200
#: The address is a secret: nobody keeps the page, and no page that is opened next learns where one came from.
_HEADERS: Final = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer"}
_ANSWER = {
    "content": {
        "answers": [
            {"question": "speed", "value": 5},
            {"question": "overall", "value": 4},
            {"question": "recommend", "value": 9},
        ],
        "comment": "谢谢",
    }
}

Token = Annotated[str, Meta(min_length=1, max_length=TOKEN_LENGTH_MAX)]


@get("/public/{token:str}", opt=anonymous() | documents(problems=[errors.InvitationExpired]))
async def read_public_page(
    token: FromPath[Token],
    request: Request[Any, Any, Any],
    ctx: NamedDependency[Ctx],
    language: Annotated[
        Locale | None, QueryParameter(description="Of the words; else as `Accept-Language` says.")
    ] = None,
) -> Response[SurveyPublicPage]:
    """Return the questions of a link with number and title of the ticket, nothing else; its address is the key."""
    require_allowance(ctx, _address(request))
    asked = await answering.page(ctx, token, wanted=_wanted(request, language))
    return Response(asked, headers=_HEADERS)


@post(
    "/public/{token:str}",
    opt=anonymous() | documents(problems=[errors.InvitationExpired, errors.InvitationAnswered], examples=_ANSWER),
)
async def give_public_answer(
    token: FromPath[Token],
    data: JSONBody[SurveyPublicAnswer],
    request: Request[Any, Any, Any],
    ctx: NamedDependency[Ctx],
) -> Response[SurveyThanks]:
    """Answer by a link, or replace the answer as long as that is possible; its address is the key."""
    require_allowance(ctx, _address(request))
    thanks = await answering.answer(ctx, token, data, wanted=_wanted(request, None))
    return Response(thanks, status_code=CREATED, headers=_HEADERS)


def _wanted(request: Request[Any, Any, Any], language: str | None) -> list[str]:
    accepted = wanted_languages(request.headers.get("accept-language", ""))
    return accepted if language is None else [language, *accepted]


def _address(request: Request[Any, Any, Any]) -> str:
    return "" if request.client is None else request.client.host


ROUTES = (read_public_page, give_public_answer)
