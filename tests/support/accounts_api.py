"""Clients of the whole application with real credentials, and the accounts behind them."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

import httpx
from litestar.types import ASGIApp

from wellkept.app import Wellkept
from wellkept.platform.access.gate import anonymous_paths
from wellkept.platform.auth.authentication import Authentication
from wellkept.platform.auth.oidc import OidcVerifier
from wellkept.platform.auth.schemas import ApiKeyCreate, UserCreate, UserRead
from wellkept.platform.auth.service.keys import create_key
from wellkept.platform.auth.service.users import create_user
from wellkept.platform.http.edge import pipeline
from wellkept_sdk.actor import SYSTEM, Role
from wellkept_sdk.ids import UserId


def client_with(app: Wellkept, key: str | None, *, oidc: OidcVerifier | None = None) -> httpx.AsyncClient:
    """Return a client that sends this credential, if any, with every request."""

    def authenticate(inner: ASGIApp) -> ASGIApp:
        return Authentication(inner, anonymous_paths=anonymous_paths(app.litestar), oidc=oidc)

    edge = pipeline(app.litestar, settings=app.settings, authenticate=authenticate)
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    return httpx.AsyncClient(transport=httpx.ASGITransport(cast("Any", edge)), base_url="http://test", headers=headers)


async def make_user(
    role: Role = Role.ADMIN,
    *,
    email: str | None = None,
    customer_ids: list[UUID] | None = None,
    party_id: UUID | None = None,
) -> UserRead:
    """Return a new account."""
    draft = UserCreate(
        email=email or f"{role}@example.com",
        name=f"The {role}",
        role=role,
        customer_ids=customer_ids or [],
        party_id=party_id,
    )
    return await create_user(draft, actor=SYSTEM)


async def make_key(user_id: UserId, *, scopes: list[str] | None = None, expires_at: datetime | None = None) -> str:
    """Return the text of a new key of an account."""
    draft = ApiKeyCreate(user_id=user_id, name="test", scopes=scopes, expires_at=expires_at)
    return (await create_key(draft, actor=SYSTEM)).key


def mistakes(answer: httpx.Response) -> list[tuple[Any, Any]]:
    """Return pointer and code of each mistake that the answer names."""
    assert answer.status_code in {409, 422}, answer.text
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]
