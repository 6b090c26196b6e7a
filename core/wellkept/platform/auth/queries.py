"""Questions about accounts and keys: reads only, one statement each."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct
from msgspec.structs import asdict

from wellkept.platform.access import records
from wellkept.platform.auth.schemas import ApiKeyRead, UserRead
from wellkept.platform.paging.listing import Listing
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.rows import required
from wellkept_sdk.actor import Role
from wellkept_sdk.db.clauses import Clause, all_of
from wellkept_sdk.db.database import Row
from wellkept_sdk.db.filters import equal
from wellkept_sdk.db.listing import Sort
from wellkept_sdk.http.paging import Page, PageRequest

USER = "user"
API_KEY = "api_key"

UserSort = Literal["email", "-email", "created_at", "-created_at"]
ApiKeySort = Literal["created_at", "-created_at"]


class UserFilters(Struct, frozen=True, kw_only=True):
    """Which accounts a list shows."""

    email: str | None = None
    role: Role | None = None
    active: bool | None = None


class ApiKeyFilters(Struct, frozen=True, kw_only=True):
    """Which keys a list shows."""

    user_id: UUID | None = None


_users = Listing(
    select="SELECT * FROM user_account",
    sorts={"email": Sort("user_account.email", str), "created_at": Sort("user_account.created_at", datetime)},
    sort_default="email",
)
_keys = Listing(
    select="SELECT * FROM api_key",
    sorts={"created_at": Sort("api_key.created_at", datetime)},
    sort_default="-created_at",
)


async def find_user(user_id: UUID) -> Row | None:
    """Return one account, if there is one."""
    return await database().fetch_one("SELECT * FROM user_account WHERE id = ?", user_id)


async def user(user_id: UUID) -> UserRead:
    """
    Return one account.

    Raises:
        NotFound: there is none.
    """
    row = required(await find_user(user_id))
    return UserRead.of(row)


async def user_page(page: PageRequest, *, filters: UserFilters, sort: UserSort | None) -> Page[UserRead]:
    """Return one page of the accounts that pass the filters."""
    where = all_of(
        # Addresses differ by more than capital letters, so the unique index finds the one account.
        *([] if filters.email is None else [Clause("lower(email) = lower(?)", (filters.email,))]),
        equal("role", filters.role),
        equal("active", filters.active),
    )
    return await _users.page(page, decode=UserRead.of, where=where, sort=sort, filters=asdict(filters))


async def api_key(api_key_id: UUID) -> ApiKeyRead:
    """
    Return one key, without its secret.

    Raises:
        NotFound: there is none.
    """
    row = required(await database().fetch_one("SELECT * FROM api_key WHERE id = ?", api_key_id))
    return ApiKeyRead.of(row)


async def api_key_page(page: PageRequest, *, filters: ApiKeyFilters, sort: ApiKeySort | None) -> Page[ApiKeyRead]:
    """Return one page of the keys that pass the filters."""
    where = equal("user_id", filters.user_id)
    return await _keys.page(page, decode=ApiKeyRead.of, where=where, sort=sort, filters=asdict(filters))


records.register(
    records.RecordKind(name=USER, table="user_account", scope=records.nothing),
    records.RecordKind(name=API_KEY, table="api_key", scope=records.nothing),
)
