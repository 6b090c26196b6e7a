"""Answers with a link that is shown once."""

from typing import Any, Final, TypeVar

from wellkept_sdk.http import Request, Response

CREATED: Final = 201
#: What holds a secret is kept by nobody on the way.
NO_STORE: Final = {"Cache-Control": "no-store"}

LinkT = TypeVar("LinkT")


def secret(link: LinkT) -> Response[LinkT]:
    """Return the answer with a new link, which nobody on the way keeps."""
    return Response(link, status_code=CREATED, headers=NO_STORE)


def origin_of(request: Request[Any, Any, Any]) -> str:
    """Return scheme and host by which the caller has reached us."""
    return f"{request.url.scheme}://{request.url.netloc}"
