"""HEAD wherever GET is answered, and 304 for what the client has already."""

from litestar.types import ASGIApp, HTTPReceiveMessage, HTTPResponseStartEvent, Message, Receive, Scope, Send

from wellkept.platform.http.asgi import header_of, headers_in, method_of, set_method
from wellkept_sdk.http.etags import matches_weakly

OK = 200
NOT_MODIFIED = 304
# What a 304 repeats of the answer it stands for; the rest would describe a body that is not there.
REPEATED_HEADERS = frozenset({b"etag", b"cache-control", b"vary", b"date", b"expires", b"content-location"})


class _Headless:
    """The two channels of an answer whose body nobody wants; a stream is told that its reader has gone."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self.begun = False

    async def receive(self) -> HTTPReceiveMessage:
        if self.begun:
            return {"type": "http.disconnect"}  # type: ignore[return-value]  # pyright: ignore[reportReturnType]
        return await self._receive()  # type: ignore[return-value]  # pyright: ignore[reportReturnType]

    async def begin(self, message: HTTPResponseStartEvent) -> None:
        self.begun = True
        await self._send(message)
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})


def head_as_get(app: ASGIApp) -> ASGIApp:
    """Return the app answering HEAD like GET without the body."""

    async def stage(scope: Scope, receive: Receive, send: Send) -> None:
        if method_of(scope) != "HEAD":
            await app(scope, receive, send)
            return
        headless = _Headless(receive, send)

        async def send_headers_only(message: Message) -> None:
            if message["type"] == "http.response.start":
                # The server reads the same scope when it writes, and would miss the body of a GET.
                set_method(scope, "HEAD")
                await headless.begin(message)

        set_method(scope, "GET")
        try:
            await app(scope, headless.receive, send_headers_only)
        finally:
            set_method(scope, "HEAD")

    return stage


def conditional_get(app: ASGIApp) -> ASGIApp:
    """Return the app answering 304 to a GET whose `If-None-Match` names the present ETag."""

    async def stage(scope: Scope, receive: Receive, send: Send) -> None:
        known = header_of(scope, b"if-none-match")
        if known is None or method_of(scope) != "GET":
            await app(scope, receive, send)
            return
        headless = _Headless(receive, send)

        async def send_if_changed(message: Message) -> None:
            if headless.begun:
                return
            if message["type"] == "http.response.start" and _is_known(message, known.decode("latin-1")):
                kept = [(name, value) for name, value in headers_in(message) if name in REPEATED_HEADERS]
                await headless.begin({"type": "http.response.start", "status": NOT_MODIFIED, "headers": kept})
                return
            await send(message)

        await app(scope, headless.receive, send_if_changed)

    return stage


def _is_known(message: HTTPResponseStartEvent, known: str) -> bool:
    etag = dict(headers_in(message)).get(b"etag")
    return message["status"] == OK and etag is not None and matches_weakly(known, etag.decode("latin-1"))
