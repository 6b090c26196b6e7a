"""One writing request, one transaction: the answer leaves only when the work is durable."""

from typing import Any

from litestar.types import ASGIApp, Message, Receive, Scope, Send

from wellkept.platform.http.asgi import SAFE_METHODS, headers_in, method_of
from wellkept.platform.http.context import RequestContext, context_of
from wellkept.platform.http.keyed import answer_to_keep
from wellkept.platform.http.preferences import APPLIED_HEADER, DRY_RUN, is_dry_run, objection_to_dry_run
from wellkept.platform.http.problems import send_problem
from wellkept.platform.idempotency import service
from wellkept.platform.storage.unit_of_work import Unit, require_intact, unit_of_work

REFUSED = 400
NOTHING_SENT = 0


class _HeldAnswer:
    """An answer that waits for the commit."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.status = NOTHING_SENT
        self.headers: dict[str, str] = {}
        self.body = bytearray()

    async def hold(self, message: Message) -> None:
        self.messages.append(message)
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in headers_in(message)}
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")

    def tell(self, name: bytes, value: str) -> None:
        """Add a header to an answer that has begun."""
        start: Any = self.messages[0]
        start["headers"] = [*start["headers"], (name, value.encode("latin-1"))]

    async def let_go(self, send: Send) -> None:
        for message in self.messages:
            await send(message)


def transactional(app: ASGIApp) -> ASGIApp:
    """
    Return the app with a unit of work around every request that may write.

    A refusal rolls it back, and so does `Prefer: dry-run`, whose answer says what would have been. A commit that fails
    is answered as a problem. Once the commit has begun no time limit cuts it off; if the client has gone by then, the
    write stands, and its Idempotency-Key finds the answer.
    """

    async def stage(scope: Scope, receive: Receive, send: Send) -> None:
        if method_of(scope) in SAFE_METHODS:
            await app(scope, receive, send)
            return
        context = context_of(scope)
        context.is_dry_run = is_dry_run(scope)
        objection = objection_to_dry_run(scope) if context.is_dry_run else None
        if objection is not None:
            await send_problem(objection, scope=scope, send=send)
            return
        answer = _HeldAnswer()
        try:
            async with unit_of_work() as unit:
                await app(scope, receive, answer.hold)
                await _settle(unit, answer, context)
        except Exception as error:  # noqa: BLE001 - whatever made the commit fail becomes the answer
            await send_problem(error, scope=scope, send=send)
            return
        finally:
            if context.claim is not None:
                service.release(context.claim)
        await answer.let_go(send)

    return stage


async def _settle(unit: Unit, answer: _HeldAnswer, context: RequestContext) -> None:
    if answer.status >= REFUSED or answer.status == NOTHING_SENT:
        await unit.roll_back()
        return
    require_intact(unit)
    if context.is_dry_run:
        await unit.roll_back()
        answer.tell(APPLIED_HEADER, DRY_RUN)
        return
    if context.claim is not None:
        await service.keep(context.claim, answer_to_keep(answer.status, answer.headers, bytes(answer.body)))
    context.disarm()
