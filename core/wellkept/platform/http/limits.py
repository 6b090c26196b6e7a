"""How long a request may take and how large it may be."""

import asyncio

from litestar.types import ASGIApp, HTTPReceiveMessage, Message, Receive, Scope, Send

from wellkept.platform.http.asgi import SAFE_METHODS, header_of, method_of
from wellkept.platform.http.context import context_of
from wellkept.platform.http.problems import send_problem
from wellkept_sdk.errors import BodyTooLarge, MalformedJson, Unavailable

# Beside the file an upload has boundaries and a few short fields.
FORM_OVERHEAD_BYTES = 64 * 1024

MULTIPART = b"multipart/"


def time_limit(app: ASGIApp, *, request_seconds: float, upload_seconds: float) -> ASGIApp:
    """
    Return the app with a limit on the time until it begins to answer; then a long answer may take its time.

    Forms with files have a limit of their own, for their sender may be slow.
    """

    async def stage(scope: Scope, receive: Receive, send: Send) -> None:
        context = context_of(scope)

        async def send_in_time(message: Message) -> None:
            context.disarm()
            await send(message)

        seconds = upload_seconds if _is_upload(scope) else request_seconds
        try:
            async with asyncio.timeout(seconds) as context.deadline:
                await app(scope, receive, send_in_time)
        except TimeoutError:
            if context.deadline is None or not context.deadline.expired():
                raise
            await send_problem(
                Unavailable(detail=f"The request took longer than {seconds:g} seconds."), scope=scope, send=send
            )

    return stage


def body_limit(app: ASGIApp, *, body_bytes: int, upload_bytes: int) -> ASGIApp:
    """
    Return the app with a limit on what it receives, checked against the announced and the actual length.

    Forms have a limit of their own, which is that of the file in them.
    """

    async def stage(scope: Scope, receive: Receive, send: Send) -> None:
        limit = upload_bytes + FORM_OVERHEAD_BYTES if _is_upload(scope) else body_bytes
        announced = _announced(scope)
        received = 0
        complete = False

        async def receive_within_limit() -> HTTPReceiveMessage:
            nonlocal received, complete
            if announced > limit:
                raise BodyTooLarge(bytes_max=limit)
            message: HTTPReceiveMessage = await receive()  # type: ignore[assignment]
            if message["type"] == "http.disconnect":
                # A reader of a stream may leave at any time; who sends a body leaves half of it behind.
                if not complete and method_of(scope) not in SAFE_METHODS:
                    raise MalformedJson(detail="The body ended early.")
                return message
            received += len(message.setdefault("body", b""))
            complete = not message.setdefault("more_body", False)
            if received > limit:
                raise BodyTooLarge(bytes_max=limit)
            return message

        await app(scope, receive_within_limit, send)

    return stage


def _is_upload(scope: Scope) -> bool:
    return (header_of(scope, b"content-type") or b"").lower().startswith(MULTIPART)


def _announced(scope: Scope) -> int:
    length = header_of(scope, b"content-length") or b"0"
    return int(length) if length.isdigit() else 0
