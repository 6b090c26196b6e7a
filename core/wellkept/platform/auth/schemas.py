"""What the routes of users, API keys and `me` take and give."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from wellkept.platform.storage.rows import decode
from wellkept_sdk.actor import Actor, ActorKind, Role
from wellkept_sdk.ids import ApiKeyId, PartyId, UserId
from wellkept_sdk.moment import Moment
from wellkept_sdk.text import Email, Name

CUSTOMERS_MAX = 100
SCOPES_MAX = 200
#: Where the pipeline keeps what the caller has shown, and the name of the dependency that gives it to a handler.
CREDENTIAL = "credential"
SCOPE_LENGTH_MAX = 100

CustomerIds = Annotated[
    list[UUID], Meta(max_length=CUSTOMERS_MAX, description="The customers that an account of role customer acts for.")
]
#: Far enough ahead that a key made from the example lives.
Expiry = Annotated[Moment, Meta(examples=["2099-12-31T16:00:00Z"])]
Scope = Annotated[str, Meta(min_length=1, max_length=SCOPE_LENGTH_MAX, examples=["tickets:read"])]
Scopes = Annotated[
    list[Scope],
    Meta(min_length=1, max_length=SCOPES_MAX, description="The key may do only these; null: all that the role may."),
]


class UserCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new account."""

    email: Email
    name: Name
    role: Role
    party_id: UUID | None = None
    customer_ids: CustomerIds = []


class UserPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Changes to an account; `customer_ids` are replaced as a whole."""

    name: Name | UnsetType = UNSET
    role: Role | UnsetType = UNSET
    party_id: UUID | UnsetType | None = UNSET
    customer_ids: CustomerIds | UnsetType = UNSET
    active: bool | UnsetType = UNSET


class UserRead(Struct, frozen=True, kw_only=True):
    """An account."""

    id: UserId
    email: str
    name: str
    role: Role
    party_id: PartyId | None
    customer_ids: list[UUID]
    active: bool
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "UserRead":
        """Return the stored row as the API shows it."""
        return decode(row, cls)


class ApiKeyCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new API key for an account."""

    user_id: UUID
    name: Name
    expires_at: Expiry | None = None
    scopes: Scopes | None = None


class ApiKeyRead(Struct, frozen=True, kw_only=True):
    """An API key without its secret."""

    id: ApiKeyId
    user_id: UserId
    name: str
    prefix: str
    scopes: list[str] | None
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "ApiKeyRead":
        """Return the stored row as the API shows it."""
        return decode(row, cls)


class ApiKeyCreated(ApiKeyRead, frozen=True, kw_only=True):
    """A new API key with its secret, which is shown this once."""

    key: Annotated[str, Meta(examples=["wk_" + 64 * "0"])]


class CredentialKind(StrEnum):
    """How a caller has shown who it is."""

    API_KEY = "api_key"  #: By a key of ours.
    OIDC = "oidc"  #: By a token of the configured issuer.


class Credential(Struct, frozen=True, kw_only=True):
    """What a caller has shown; never the secret itself."""

    kind: CredentialKind
    prefix: str | None
    expires_at: datetime | None


class Me(Struct, frozen=True, kw_only=True):
    """Who the caller is and what it may do."""

    id: UserId | None
    kind: ActorKind
    name: str
    role: Role
    permissions: list[str]
    customer_ids: list[UUID]
    party_id: PartyId | None
    credential: Credential

    @classmethod
    def of(cls, actor: Actor, *, credential: Credential) -> "Me":
        """Return the caller as the API shows it to itself."""
        return cls(
            id=actor.id,
            kind=actor.kind,
            name=actor.name,
            role=actor.role,
            permissions=sorted(actor.permissions),
            customer_ids=list(actor.customer_ids),
            party_id=actor.party_id,
            credential=credential,
        )
