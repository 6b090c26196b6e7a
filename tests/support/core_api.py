"""The application behind its whole edge, called by whichever actor a test names: only the credential is left out."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

import httpx
import pytest
from litestar.types import ASGIApp, Receive, Scope, Send
from msgspec.structs import replace

from installed_base import ADMIN
from wellkept.app import Wellkept
from wellkept.platform.access.roles import ROLE_PERMISSIONS
from wellkept.platform.http.asgi import state_of
from wellkept.platform.http.context import ACTOR
from wellkept.platform.http.edge import pipeline
from wellkept_sdk.actor import Actor, Role

ClientOf = Callable[[Actor], httpx.AsyncClient]


def customer_actor(*customer_ids: UUID) -> Actor:
    """Return somebody of these customers."""
    role = Role.CUSTOMER
    return replace(ADMIN, role=role, permissions=ROLE_PERMISSIONS[role], customer_ids=customer_ids)


@pytest.fixture
def client_of(app: Wellkept) -> ClientOf:
    """Return what makes a client whose every request comes from an actor."""

    def client(actor: Actor) -> httpx.AsyncClient:
        edge = pipeline(app.litestar, settings=app.settings, authenticate=lambda inner: _as(actor, inner))
        return httpx.AsyncClient(transport=httpx.ASGITransport(cast("Any", edge)), base_url="http://test/v1")

    return client


@pytest.fixture
def client(client_of: ClientOf) -> httpx.AsyncClient:
    """Return an admin's client."""
    return client_of(ADMIN)


def _as(actor: Actor, inner: ASGIApp) -> ASGIApp:
    async def stage(scope: Scope, receive: Receive, send: Send) -> None:
        state_of(scope)[ACTOR] = actor
        await inner(scope, receive, send)

    return stage
