"""The document and the page that shows it, at `/openapi.json` and `/docs`; nothing is loaded from other hosts."""

from asyncio import to_thread
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from hashlib import sha256
from html import escape
from importlib.resources import files
from threading import Lock
from typing import Any, Final, cast

import msgspec
from litestar import Litestar, Request, Response, get
from litestar.params import FromPath
from msgspec import Struct

from wellkept.platform.openapi.document import finish
from wellkept.platform.openapi.narrowing import narrowed
from wellkept.platform.openapi.problems import all_errors
from wellkept.platform.openapi.walking import JsonObject
from wellkept_sdk.errors import NotFound, WellkeptError
from wellkept_sdk.http.access import anonymous

STATE_KEY: Final = "published_documents"
NARROWED_MAX: Final = 32
DIGEST_LENGTH: Final = 16
DOCUMENT_CACHING: Final = "no-cache"
#: Whose contract it is decides what it says, and who may read it.
NARROWED_CACHING: Final = "private, no-cache"
ASSET_CACHING: Final = "public, max-age=31536000, immutable"
CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
MEDIA_TYPES: Final[Mapping[str, str]] = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


class Published(Struct, frozen=True, kw_only=True):
    """Bytes ready to be sent, with the tag by which a caller knows them again."""

    content: bytes
    etag: str
    media_type: str


class Documents:
    """
    The document of a deployment, and as those front ends see it that only some plugins serve.

    Made when it is first asked for: most processes of a deployment start, work and stop without a reader.
    """

    def __init__(self, make: Callable[[], JsonObject]) -> None:
        """
        Remember how it is made.

        Args:
            make: returns the document; called once, and again only if it failed.
        """
        self._make = make
        self._making = Lock()
        self._whole: tuple[JsonObject, Published] | None = None
        self._narrowed: OrderedDict[frozenset[str], Published] = OrderedDict()

    @property
    def document(self) -> JsonObject:
        """The whole document."""
        return self._made()[0]

    @property
    def whole(self) -> Published:
        """The whole document, as it is sent."""
        return self._made()[1]

    def of(self, plugins: frozenset[str]) -> Published:
        """Return the document with core and these plugins only; few sets of plugins are in use at a time."""
        document = self.document
        with self._making:
            published = self._narrowed.pop(plugins, None) or _encoded(narrowed(document, plugins))
            self._narrowed[plugins] = published
            if len(self._narrowed) > NARROWED_MAX:
                self._narrowed.popitem(last=False)
        return published

    def _made(self) -> tuple[JsonObject, Published]:
        if self._whole is None:
            with self._making:
                if self._whole is None:
                    document = self._make()
                    self._whole = document, _encoded(document)
        return self._whole


def publish(app: Litestar, *, make: Callable[[], JsonObject] | None = None) -> Documents:
    """
    Keep the documents of an app where `/openapi.json` finds them, and return them.

    Args:
        app: whose routes are documented.
        make: how the document is made, if not from the app's routes alone.
    """
    documents = Documents(make or partial(finish, app))
    app.state[STATE_KEY] = documents
    return documents


async def narrowed_document(request: Request[Any, Any, Any], *, plugins: frozenset[str]) -> Response[bytes]:
    """Answer with the document as these plugins alone make it, the deployment-level ones among them."""
    published = await to_thread(_documents(request).of, plugins)
    return _send(published, request=request, caching=NARROWED_CACHING)


@get(
    "/openapi.json",
    opt=anonymous(),
    include_in_schema=False,
    media_type="application/json",
    sync_to_thread=True,  # the first caller waits until it is made; the others do not
)
def openapi_document(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Return the OpenAPI document of this deployment."""
    return _send(_documents(request).whole, request=request, caching=DOCUMENT_CACHING)


@get("/docs", opt=anonymous(), include_in_schema=False, media_type="text/html", sync_to_thread=False)
def docs_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Return the page that shows the OpenAPI document."""
    return _send(PAGE, request=request, caching=DOCUMENT_CACHING)


@get("/docs/problems", opt=anonymous(), include_in_schema=False, media_type="text/html", sync_to_thread=False)
def docs_problems(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Return the page that explains every code; the `type` of a problem points into it."""
    content = problems_page(all_errors())
    published = Published(content=content, etag=_etag(content), media_type="text/html")
    return _send(published, request=request, caching=DOCUMENT_CACHING)


@get("/docs/assets/{name:str}", opt=anonymous(), include_in_schema=False, sync_to_thread=False)
def docs_asset(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """Return a script or style sheet of the page; its name changes with its content."""
    asset = ASSETS.get(name)
    if asset is None:
        raise NotFound
    return _send(asset, request=request, caching=ASSET_CACHING)


def problems_page(kinds: Sequence[type[WellkeptError]]) -> bytes:
    """Return the page with one anchor for each code."""
    rows = [
        f'<tr id="{escape(kind.code)}"><td><code>{escape(kind.code)}</code></td>'
        f"<td>{kind.status}</td><td>{escape(kind.title())}</td></tr>"
        for kind in kinds
    ]
    return PROBLEMS_TEMPLATE.replace(b"<!-- rows -->", "\n".join(rows).encode())


def _documents(request: Request[Any, Any, Any]) -> Documents:
    return cast("Documents", request.app.state[STATE_KEY])


def _encoded(document: JsonObject) -> Published:
    content = msgspec.json.encode(document)
    return Published(content=content, etag=_etag(content), media_type="application/json")


def _send(published: Published, *, request: Request[Any, Any, Any], caching: str) -> Response[bytes]:
    is_known = request.headers.get("if-none-match") == published.etag
    return Response(
        b"" if is_known else published.content,
        status_code=304 if is_known else 200,
        media_type=published.media_type,
        headers={
            "ETag": published.etag,
            "Cache-Control": caching,
            "Content-Security-Policy": CONTENT_SECURITY_POLICY,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
        },
    )


def _etag(content: bytes) -> str:
    return f'"{_digest(content)}"'


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:DIGEST_LENGTH]


def _read(name: str) -> bytes:
    return (files("wellkept.platform.openapi") / "assets" / name).read_bytes()


def _asset(name: str) -> tuple[str, Published]:
    content = _read(name)
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{_digest(content)}.{suffix}", Published(
        content=content, etag=_etag(content), media_type=MEDIA_TYPES[suffix]
    )


def _page(name: str, dated_names: Mapping[str, str]) -> bytes:
    content = _read(name)
    for plain, dated in dated_names.items():
        content = content.replace(f"assets/{plain}".encode(), f"/docs/assets/{dated}".encode())
    return content


_named = {plain: _asset(plain) for plain in ("docs.css", "docs.js", "docs.svg")}

#: Assets by the name under which they are served.
ASSETS: Final[Mapping[str, Published]] = dict(_named.values())
DATED_NAMES: Final = {plain: dated for plain, (dated, _) in _named.items()}
PAGE: Final = Published(
    content=(_content := _page("docs.html", DATED_NAMES)), etag=_etag(_content), media_type="text/html"
)
PROBLEMS_TEMPLATE: Final = _page("problems.html", DATED_NAMES)

ROUTES: Final = [openapi_document, docs_page, docs_problems, docs_asset]
