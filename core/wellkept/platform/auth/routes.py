"""The routes of users, API keys and `me`."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, delete, get, patch, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.status_codes import HTTP_201_CREATED

from wellkept.platform.access.permissions import Permission
from wellkept.platform.auth import queries
from wellkept.platform.auth.queries import API_KEY, USER, ApiKeyFilters, ApiKeySort, UserFilters, UserSort
from wellkept.platform.auth.schemas import (
    CREDENTIAL,
    ApiKeyCreate,
    ApiKeyCreated,
    ApiKeyRead,
    Credential,
    Me,
    UserCreate,
    UserPatch,
    UserRead,
)
from wellkept.platform.auth.service.keys import create_key, revoke_key
from wellkept.platform.auth.service.users import create_user, update_user
from wellkept.platform.http.asgi import state_of
from wellkept_sdk.actor import Actor, Role
from wellkept_sdk.http.access import needs, signed_in
from wellkept_sdk.http.paging import Page, PageRequest
from wellkept_sdk.http.preconditions import IfMatch, tagged
from wellkept_sdk.ids import ApiKeyId, UserId
from wellkept_sdk.text import ShortText


def provide_credential(request: Request[Any, Any, Any]) -> Credential:
    """Return what the caller has shown; the dependency `credential`."""
    credential: Credential = state_of(request.scope)[CREDENTIAL]
    return credential


@get("/me", opt=signed_in(), dependencies={CREDENTIAL: Provide(provide_credential, sync_to_thread=False)})
async def get_me(actor: NamedDependency[Actor], credential: NamedDependency[Credential]) -> Me:
    """Return who the caller is and what it may do."""
    return Me.of(actor, credential=credential)


@get("/users", opt=needs(Permission.USERS_READ))
async def list_users(
    page: NamedDependency[PageRequest],
    email: FromQuery[ShortText | None] = None,
    role: FromQuery[Role | None] = None,
    active: FromQuery[bool | None] = None,
    sort: FromQuery[UserSort | None] = None,
) -> Page[UserRead]:
    """List the accounts."""
    filters = UserFilters(email=email, role=role, active=active)
    return await queries.user_page(page, filters=filters, sort=sort)


@post("/users", opt=needs(Permission.USERS_WRITE))
async def create_account(data: JSONBody[UserCreate], actor: NamedDependency[Actor]) -> Response[UserRead]:
    """Make an account; it can call once it has an API key, or by a token of the OIDC issuer."""
    created = await create_user(data, actor=actor)
    return tagged(created, status_code=HTTP_201_CREATED, location=f"/v1/users/{created.id}")


@get("/users/{user_id:uuid}", opt=needs(Permission.USERS_READ, record=USER))
async def get_account(user_id: FromPath[UserId]) -> Response[UserRead]:
    """Return one account."""
    return tagged(await queries.user(user_id))


@patch("/users/{user_id:uuid}", opt=needs(Permission.USERS_WRITE, record=USER))
async def update_account(
    user_id: FromPath[UserId],
    data: JSONBody[UserPatch],
    if_match: NamedDependency[IfMatch],
    actor: NamedDependency[Actor],
) -> Response[UserRead]:
    """Change an account by JSON merge patch; the keys of a deactivated one are refused at once."""
    return tagged(await update_user(user_id, patch=data, if_match=if_match, actor=actor))


@get("/api-keys", opt=needs(Permission.KEYS_READ))
async def list_api_keys(
    page: NamedDependency[PageRequest],
    user_id: FromQuery[UUID | None] = None,
    sort: FromQuery[ApiKeySort | None] = None,
) -> Page[ApiKeyRead]:
    """List the API keys, revoked and expired ones included, without their secrets."""
    return await queries.api_key_page(page, filters=ApiKeyFilters(user_id=user_id), sort=sort)


@post("/api-keys", opt=needs(Permission.KEYS_WRITE))
async def create_api_key(data: JSONBody[ApiKeyCreate], actor: NamedDependency[Actor]) -> Response[ApiKeyCreated]:
    """Make an API key; `key` is shown in this answer and never again."""
    created = await create_key(data, actor=actor)
    return tagged(created, status_code=HTTP_201_CREATED, location=f"/v1/api-keys/{created.id}")


@get("/api-keys/{api_key_id:uuid}", opt=needs(Permission.KEYS_READ, record=API_KEY))
async def get_api_key(api_key_id: FromPath[ApiKeyId]) -> Response[ApiKeyRead]:
    """Return one API key without its secret."""
    return tagged(await queries.api_key(api_key_id))


@delete("/api-keys/{api_key_id:uuid}", opt=needs(Permission.KEYS_WRITE, record=API_KEY))
async def revoke_api_key(
    api_key_id: FromPath[ApiKeyId], if_match: NamedDependency[IfMatch], actor: NamedDependency[Actor]
) -> None:
    """Revoke an API key: it is refused at once and for ever, and stays in the list."""
    await revoke_key(api_key_id, if_match=if_match, actor=actor)


ROUTES = [
    get_me,
    list_users,
    create_account,
    get_account,
    update_account,
    list_api_keys,
    create_api_key,
    get_api_key,
    revoke_api_key,
]
