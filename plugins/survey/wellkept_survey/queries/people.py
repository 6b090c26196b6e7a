"""Who is one of our own people, and who is there to be asked."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.actor import Role

_STAFF: Final = tuple(sorted(Role.staff()))
_MARKS: Final = ", ".join("?" * len(_STAFF))
# The index is on lower(email), which folds A to Z alike on both databases.
_ACCOUNT: Final = (
    f"SELECT id, role IN ({_MARKS}) AS staff FROM user_account WHERE id = ?"
    f" UNION ALL SELECT id, role IN ({_MARKS}) AS staff FROM user_account WHERE lower(email) = ?"
)


class Known(Struct, frozen=True, kw_only=True):
    """What is known of a respondent: whether the account that is named is there, and whether he is one of ours."""

    has_account: bool
    is_staff: bool


async def known(ctx: Ctx, *, user_id: UUID | None, email: str | None) -> Known:
    """Return what is known of a respondent by account and e-mail address; one statement."""
    rows = await ctx.db.fetch(_ACCOUNT, *_STAFF, user_id, *_STAFF, (email or "").lower())
    return Known(
        has_account=user_id in {row["id"] for row in rows},
        is_staff=any(row["staff"] for row in rows),
    )


async def contacts(ctx: Ctx, customer_id: UUID) -> Sequence[dict[str, Any]]:
    """Return the contacts of a customer."""
    row = await ctx.db.fetch_one("SELECT contacts FROM customer WHERE id = ?", customer_id)
    return [] if row is None else row["contacts"]
