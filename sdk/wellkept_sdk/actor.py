"""Who is calling, and what they may do."""

from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.ids import PartyId, UserId


class ActorKind(StrEnum):
    """What kind of caller this is."""

    USER = "user"  #: A person or program with an account.
    SYSTEM = "system"  #: Wellkept itself: a timer, a job, a first start.
    ANONYMOUS = "anonymous"  #: Whoever uses a route that needs no credential.


class Role(StrEnum):
    """What an account is for."""

    ADMIN = "admin"  #: Runs the deployment; may do everything.
    DISPATCHER = "dispatcher"  #: Receives, triages and assigns tickets.
    ENGINEER = "engineer"  #: Works on tickets.
    VIEWER = "viewer"  #: Reads everything, changes nothing.
    CUSTOMER = "customer"  #: Sees and confirms what belongs to its customers.
    PARTNER = "partner"  #: Belongs to an outside party; sees what a plugin shows it.
    INTEGRATION = "integration"  #: A program; may do what its key's scopes say.

    @classmethod
    def staff(cls) -> "frozenset[Role]":
        """Return the roles of people of our own house."""
        return _STAFF

    @classmethod
    def outside(cls) -> "frozenset[Role]":
        """Return the roles that see only the rows they are bound to."""
        return _OUTSIDE

    @classmethod
    def assignable(cls) -> "frozenset[Role]":
        """Return the roles that a ticket may be assigned to."""
        return _ASSIGNABLE


_STAFF = frozenset({Role.ADMIN, Role.DISPATCHER, Role.ENGINEER, Role.VIEWER})
_OUTSIDE = frozenset({Role.CUSTOMER, Role.PARTNER})
_ASSIGNABLE = frozenset({Role.ADMIN, Role.DISPATCHER, Role.ENGINEER})


class Side(StrEnum):
    """On which side of the service somebody stands."""

    US = "us"  #: Our own house: its people and its programs.
    CUSTOMER = "customer"  #: The customer, with an account or through a link.
    PARTY = "party"  #: An outside party.
    SYSTEM = "system"  #: Wellkept itself, or whoever did it in another system before an import.

    @classmethod
    def of(cls, kind: ActorKind, role: Role | None) -> "Side":
        """Return the side of a caller of this kind; `role` matters for accounts only."""
        if kind is ActorKind.SYSTEM:
            return cls.SYSTEM
        if kind is ActorKind.ANONYMOUS or role is Role.CUSTOMER:
            return cls.CUSTOMER
        return cls.PARTY if role is Role.PARTNER else cls.US


class Actor(Struct, frozen=True, kw_only=True):
    """The caller of one request."""

    kind: ActorKind
    id: UserId | None
    name: str
    role: Role
    permissions: frozenset[str]
    customer_ids: tuple[UUID, ...] = ()
    party_id: PartyId | None = None

    @property
    def is_staff(self) -> bool:
        """True for people of our own house; programs (`integration`) are not staff."""
        return self.role in _STAFF and self.kind is ActorKind.USER

    @property
    def is_outside(self) -> bool:
        """True for customers and partners, who see only their own rows and no internal fields."""
        return self.role in _OUTSIDE

    @property
    def side(self) -> Side:
        """On which side the caller stands: in a hook, who has said or done what the event tells."""
        return Side.of(self.kind, self.role)

    def may(self, permission: str) -> bool:
        """Return whether the caller has the permission."""
        return permission in self.permissions or self.kind is ActorKind.SYSTEM


SYSTEM = Actor(kind=ActorKind.SYSTEM, id=None, name="system", role=Role.ADMIN, permissions=frozenset())

# The role of least rights: it is outside and bound to no customer, so that no row is in its scope.
ANONYMOUS = Actor(kind=ActorKind.ANONYMOUS, id=None, name="anonymous", role=Role.CUSTOMER, permissions=frozenset())
