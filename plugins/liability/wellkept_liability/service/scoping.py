"""What a ticket is about."""

from typing import Final
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.db import store
from wellkept_sdk.ids import uuid7
from wellkept_sdk.services.parties import PartyScope

_REPLACED: Final = "ON CONFLICT (ticket_id) DO UPDATE SET scope = excluded.scope"


async def keep(ctx: Ctx, ticket_id: UUID, scope: PartyScope | None) -> None:
    """Keep what a ticket is about; None where nobody can say."""
    await store(
        ctx.db,
        "liability_ticket",
        columns=("id", "ticket_id", "scope"),
        rows=[(uuid7(), ticket_id, None if scope is None else scope.value)],
        conflict=_REPLACED,
    )
