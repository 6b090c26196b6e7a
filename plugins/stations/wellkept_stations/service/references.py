"""What other plugins know: parties and calendars that a body names."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.errors import Invalid, unknown_reference
from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.calendars import CALENDARS
from wellkept_sdk.services.parties import PARTIES


async def reference_mistakes(ctx: Ctx, values: Mapping[str, Any]) -> list[Invalid]:
    """
    Return which of `party_id` and `calendar_code` name nothing.

    Args:
        ctx: asks who knows; what nobody can know is no mistake.
        values: the column values that are new.
    """
    mistakes: list[Invalid] = []
    party_id, parties = values.get("party_id"), ctx.service_or_none(PARTIES)
    if party_id is not None and parties is not None and not await parties.names([PartyId(party_id)]):
        mistakes.append(unknown_reference("/party_id", "party"))
    code, calendars = values.get("calendar_code"), ctx.service_or_none(CALENDARS)
    if code is not None and calendars is not None and not await calendars.exists(code):
        mistakes.append(unknown_reference("/calendar_code", "calendar"))
    return mistakes


async def require_party(ctx: Ctx, party_id: UUID | None) -> None:
    """
    Make sure that a party which is there may be named anew.

    Raises:
        Conflict: it is blocked or archived.
    """
    parties = ctx.service_or_none(PARTIES)
    if party_id is not None and parties is not None:
        await parties.require(PartyId(party_id))
