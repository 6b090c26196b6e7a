"""The stage of the HTTP pipeline that finds out who is calling, before anything else is looked at."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

import structlog
from litestar.types import ASGIApp, Receive, Scope, Send

from wellkept.platform.auth.callers import Caller, caller_by_email, caller_by_key
from wellkept.platform.auth.oidc import OidcVerifier
from wellkept.platform.auth.schemas import CREDENTIAL
from wellkept.platform.auth.service.keys import mark_used
from wellkept.platform.auth.tokens import bearer_token, digest, is_key
from wellkept.platform.http.asgi import state_of
from wellkept.platform.http.context import ACTOR
from wellkept.platform.http.problems import send_problem
from wellkept_sdk.errors import Unauthenticated, WellkeptError
from wellkept_sdk.ids import ApiKeyId
from wellkept_sdk.now import now

USE_MARK_INTERVAL = timedelta(minutes=1)
MARKS_MAX = 10_000

log = structlog.stdlib.get_logger(__name__)


class Authentication:
    """
    Refuses requests without a valid credential and tells the rest of the pipeline who is calling.

    The actor is `scope["state"]["actor"]`, what it has shown `scope["state"]["credential"]`.
    """

    def __init__(
        self, app: ASGIApp, *, anonymous_paths: Collection[str] = (), oidc: OidcVerifier | None = None
    ) -> None:
        """
        Stand before the app.

        Args:
            app: what answers authenticated requests.
            anonymous_paths: need no credential; one that ends in a slash stands for everything below it.
            oidc: verifies tokens of the configured issuer, if there is one.
        """
        self._app = app
        self._exact = frozenset(anonymous_paths)
        self._below = tuple(path for path in anonymous_paths if path.endswith("/") and path != "/")
        self._oidc = oidc
        self._marked: dict[ApiKeyId, datetime] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or self._is_anonymous(scope["path"]):
            await self._app(scope, receive, send)
            return
        at = now()
        try:
            caller = await self._caller(scope["headers"], at=at)
        except WellkeptError as error:
            await send_problem(error, scope=scope, send=send)
            return
        state = state_of(scope)
        state[ACTOR], state[CREDENTIAL] = caller.actor, caller.credential
        await self._app(scope, receive, send)
        await self._mark_used(caller, at=at)

    def _is_anonymous(self, path: str) -> bool:
        return path in self._exact or path.startswith(self._below)

    async def _caller(self, headers: Iterable[tuple[bytes, bytes]], *, at: datetime) -> Caller:
        token = bearer_token(headers)
        caller = None
        if is_key(token):
            caller = await caller_by_key(digest(token), at=at)
        elif self._oidc is not None and token.count(".") == 2:  # noqa: PLR2004 - the three parts of a signed token
            caller = await caller_by_email(await self._oidc.email(token))
        if caller is None:
            raise Unauthenticated
        return caller

    async def _mark_used(self, caller: Caller, *, at: datetime) -> None:
        """Store when the key was last used: after the answer, and at most once a minute, for it costs a write."""
        if caller.key_id is None or not self._is_mark_due(caller.key_id, caller.last_used_at, at=at):
            return
        self._remember(caller.key_id, at=at)
        try:
            await mark_used(caller.key_id, at=at, unless_since=at - USE_MARK_INTERVAL)
        except WellkeptError as error:
            # The caller has its answer; that a busy database has not kept the mark is no reason to fail.
            log.info("key_use_not_marked", reason=error.code)

    def _is_mark_due(self, key_id: ApiKeyId, last_used_at: datetime | None, *, at: datetime) -> bool:
        marks = [mark for mark in (last_used_at, self._marked.get(key_id)) if mark is not None]
        return not marks or at - max(marks) >= USE_MARK_INTERVAL

    def _remember(self, key_id: ApiKeyId, *, at: datetime) -> None:
        # Simultaneous requests have all read the old mark; this memory lets one of them write the new one.
        if len(self._marked) >= MARKS_MAX:
            self._marked.clear()
        self._marked[key_id] = at
