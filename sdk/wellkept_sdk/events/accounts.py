"""What accounts and keys announce: ids only, never an address, a name or a part of a key."""

from typing import ClassVar
from uuid import UUID

from wellkept_sdk.events import Event


class UserCreated(Event, frozen=True, kw_only=True):
    """An account was made."""

    type: ClassVar[str] = "users.user.created"
    user_id: UUID
    role: str

    @property
    def subject(self) -> str:
        """Return the account that this is about."""
        return f"users/{self.user_id}"


class UserUpdated(Event, frozen=True, kw_only=True):
    """An account was changed."""

    type: ClassVar[str] = "users.user.updated"
    user_id: UUID
    changed_fields: list[str]

    @property
    def subject(self) -> str:
        """Return the account that this is about."""
        return f"users/{self.user_id}"


class KeyEvent(Event, frozen=True, kw_only=True):
    """What every event of a key tells."""

    api_key_id: UUID
    user_id: UUID

    @property
    def subject(self) -> str:
        """Return the key that this is about."""
        return f"api-keys/{self.api_key_id}"


class KeyCreated(KeyEvent, frozen=True, kw_only=True):
    """A key was made."""

    type: ClassVar[str] = "keys.key.created"


class KeyRevoked(KeyEvent, frozen=True, kw_only=True):
    """A key was revoked: it opens nothing any more."""

    type: ClassVar[str] = "keys.key.revoked"
