"""What a new API key may be."""

from collections.abc import Sequence
from datetime import datetime

from wellkept.platform.access.roles import beyond
from wellkept_sdk.actor import Role
from wellkept_sdk.errors import FieldError


def key_mistakes(
    *, role: Role | None, scopes: Sequence[str] | None, expires_at: datetime | None, at: datetime
) -> list[FieldError]:
    """
    Return what is wrong with a new key.

    Args:
        role: of the account that the key is for, None when there is no such account.
        scopes: permissions that the key is narrowed to, None for all of the role's.
        expires_at: aware, UTC.
        at: the present moment, aware, UTC.
    """
    mistakes: list[FieldError] = []
    if role is None:
        mistakes.append(FieldError("/user_id", "unknown_reference", "There is no such user."))
    elif scopes is not None:
        mistakes += [
            FieldError(f"/scopes/{position}", "not_a_choice", f"The role {role} has no such permission.")
            for position in beyond(role, scopes=scopes)
        ]
    if expires_at is not None and expires_at <= at:
        mistakes.append(FieldError("/expires_at", "keys.expires_at.in_past", "The key would have expired already."))
    return mistakes
