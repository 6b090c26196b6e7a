"""
Lists in another form than JSON: `Accept: text/csv` on any list walks all its pages and sends their rows as one stream.

It stands at the edge and asks the list itself, page by page, with the caller's own rights and filters: so whatever a
list shows, and to whom, is decided in one place.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from typing import Any, Final, cast
from urllib.parse import parse_qsl, urlencode

import msgspec
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from msgspec import Struct

from wellkept.platform.exports.columns import Column, columns_of
from wellkept.platform.exports.forms import CHUNK_BYTES, Form, TooManyRowsError, Writer, writer_of
from wellkept.platform.http.asgi import header_of, headers_in, method_of, route_of
from wellkept.platform.http.context import context_of
from wellkept.platform.http.problems import send_problem
from wellkept_sdk.errors import Unavailable, invalid
from wellkept_sdk.http.paging import PAGE_SIZE_MAX, Page

#: So many are under way in one process.
EXPORTS_MAX: Final = 8
OK: Final = 200
_FORMS: Final = frozenset(Form)
_JSON: Final = b"application/json"
_CALLERS_TO_LEAVE_OUT: Final = frozenset({b"accept", b"if-none-match", b"range"})


class Answer(Struct):
    """What one page was answered with, kept until it is known to be one."""

    messages: list[Message]
    status: int
    content_type: bytes
    body: bytes


class _Sheet(Struct, frozen=True):
    """One page of a list, and what its records are."""

    items: list[dict[str, Any]]
    next_cursor: str | None
    columns: Sequence[Column]


class BrokenOffError(Exception):
    """A later page could not be read; the file must not look as if it were whole."""


def exporting(app: ASGIApp) -> ASGIApp:
    """Return the app whose lists also come as CSV, NDJSON and XLSX."""

    async def stage(scope: Scope, receive: Receive, send: Send) -> None:
        form = _form(scope) if method_of(scope) == "GET" else None
        if form is None:
            await app(scope, receive, send)
            return
        # First as the caller asked: a route that has a form of its own answers in it.
        answer, route = await list_page(app, scope, accept=form.encode(), cursor=None)
        first = _sheet(answer, route)
        cast("dict[str, Any]", scope)["path_template"] = route_of(route)
        if first is None:
            for message in answer.messages:
                await send(message)
            return
        if len(_open) >= EXPORTS_MAX:
            await send_problem(Unavailable(detail="Too many exports are under way."), scope=scope, send=send)
            return
        _open.add(id(scope))
        try:
            await _export(
                _walk(app, scope, first), form=form, columns=first.columns, scope=scope, receive=receive, send=send
            )
        finally:
            _open.discard(id(scope))

    return stage


async def _export(
    sheets: AsyncGenerator[_Sheet], *, form: Form, columns: Sequence[Column], scope: Scope, receive: Receive, send: Send
) -> None:
    gone = asyncio.create_task(_disconnected(receive))
    # A workbook is sent when it is whole: it may take longer than an answer may take to begin.
    context_of(scope).disarm()
    writer = writer_of(form, columns)
    begun = False
    try:
        async for sheet in sheets:
            if gone.done():
                return
            chunk = await asyncio.to_thread(writer.page, sheet.items)
            if chunk or begun:
                await _begin(scope, form, send, begun=begun)
                begun = True
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await _begin(scope, form, send, begun=begun)
        await _finish(writer, send)
    except TooManyRowsError:
        said = "A sheet holds at most 1,048,575 rows; ask for CSV or NDJSON."
        await send_problem(invalid("header/Accept", "too_long", said), scope=scope, send=send)
    finally:
        gone.cancel()
        await sheets.aclose()
        writer.close()


async def _walk(app: ASGIApp, scope: Scope, first: _Sheet) -> AsyncGenerator[_Sheet]:
    """Yield the pages of a list from the first on."""
    sheet = first
    while True:
        yield sheet
        if sheet.next_cursor is None:
            return
        answer, route = await list_page(app, scope, accept=_JSON, cursor=sheet.next_cursor)
        following = _sheet(answer, route)
        if following is None:
            raise BrokenOffError(f"A page was answered with {answer.status}.")
        sheet = following


async def list_page(app: ASGIApp, scope: Scope, *, accept: bytes, cursor: str | None) -> tuple[Answer, Scope]:
    """Ask for the first page as the caller did, or for a later one of the greatest size, as the same caller."""
    given = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    if cursor is not None:
        given = [(name, value) for name, value in given if name not in {"limit", "cursor"}]
        given += [("limit", str(PAGE_SIZE_MAX)), ("cursor", cursor)]
    headers = [(name, value) for name, value in scope["headers"] if name not in _CALLERS_TO_LEAVE_OUT]
    inner = cast(
        "Scope",
        {
            **cast("dict[str, Any]", scope),
            "query_string": urlencode(given).encode(),
            "headers": [*headers, (b"accept", accept)],
            "state": dict(cast("dict[str, Any]", scope)["state"]),
        },
    )
    answer = Answer(messages=[], status=0, content_type=b"", body=b"")

    async def hold(message: Message) -> None:
        answer.messages.append(message)
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.content_type = dict(headers_in(message)).get(b"content-type", b"")
        elif message["type"] == "http.response.body":
            answer.body += message.get("body", b"")

    await app(inner, _nothing_more, hold)
    return answer, inner


def _sheet(answer: Answer, scope: Scope) -> _Sheet | None:
    """Return the page that an answer is; None for everything that is no list."""
    kind = _listed(scope)
    if kind is None or answer.status != OK or not answer.content_type.startswith(_JSON):
        return None
    page: Any = msgspec.json.decode(answer.body)
    return _Sheet(page["items"], page["next_cursor"], columns_of(kind))


def _listed(scope: Scope) -> type[Struct] | None:
    """Return what the route lists, if it does."""
    handler: Any = cast("dict[str, Any]", scope).get("route_handler")
    if handler is None:
        return None
    returned = handler.parsed_fn_signature.return_type
    is_page = returned.origin is Page and returned.inner_types
    return returned.inner_types[0].annotation if is_page else None


def _form(scope: Scope) -> Form | None:
    """Return the form that the caller likes best, if it is one of ours."""
    header = (header_of(scope, b"accept") or b"").decode("latin-1")
    liked = header.partition(",")[0].partition(";")[0].strip().lower()
    return Form(liked) if liked in _FORMS else None


async def _begin(scope: Scope, form: Form, send: Send, *, begun: bool) -> None:
    if begun:
        return
    name = (route_of(scope) or scope["path"]).rstrip("/").rpartition("/")[2]
    headers = [
        (b"content-type", f"{form}; charset=utf-8".encode() if form is Form.CSV else form.encode()),
        (b"content-disposition", f'attachment; filename="{name}.{form.ending}"'.encode()),
        (b"vary", b"Accept"),
    ]
    await send({"type": "http.response.start", "status": OK, "headers": headers})


async def _finish(writer: Writer, send: Send) -> None:
    file = await asyncio.to_thread(writer.rest)
    while file is not None and (chunk := await asyncio.to_thread(file.read, CHUNK_BYTES)):
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _nothing_more() -> Any:  # noqa: ANN401 - a message of ASGI
    return {"type": "http.request", "body": b"", "more_body": False}


async def _disconnected(receive: Receive) -> None:
    """Return when the caller has gone."""
    while (await receive())["type"] != "http.disconnect":
        continue


_open: set[int] = set()
