"""The route of the words, and the language of a request."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery
from msgspec import Struct

from wellkept.platform.labels.locales import Locale, preferred
from wellkept.platform.labels.words import Words, all_words
from wellkept_sdk.http.access import signed_in


class Labels(Struct, frozen=True, kw_only=True):
    """What people see in one language: of `core` and of every active plugin, by its name."""

    locale: Locale
    labels: dict[str, Words]


def provide_language(request: Request[Any, Any, Any], locale: FromQuery[Locale | None] = None) -> Locale:
    """Return the language that is asked for: by `locale`, else by `Accept-Language`; the dependency `language`."""
    return locale or preferred(request.headers.get("accept-language"))


IN_LANGUAGE = {"language": Provide(provide_language, sync_to_thread=False)}


def said_in(language: Locale) -> dict[str, str]:
    """Return the headers of an answer that is said in a language."""
    return {"Content-Language": language, "Vary": "Accept-Language"}


@get("/labels", opt=signed_in(), dependencies=IN_LANGUAGE)
async def list_labels(language: NamedDependency[Locale]) -> Response[Labels]:
    """Return the words for every plugin, field, value of an enum, permission and problem, in one language."""
    said = Labels(locale=language, labels=all_words(language))
    return Response(content=said, headers=said_in(language))


ROUTES = [list_labels]
