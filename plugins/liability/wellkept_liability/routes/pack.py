"""All of a case in one file."""

from typing import Final
from uuid import UUID

from wellkept_liability import errors
from wellkept_liability.permissions import READ
from wellkept_liability.service.pack import pack_of
from wellkept_sdk import Ctx
from wellkept_sdk.http import FromPath, NamedDependency, Response, documents, get, needs
from wellkept_sdk.ids import TicketId

ZIP: Final = "application/zip"


@get(
    "/case/pack",
    opt=needs(READ.name) | documents(problems=[errors.CaseNotFound, errors.PackTooLarge], answer_media_type=ZIP),
)
async def get_pack(ticket_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> Response[bytes]:
    """Return all that the caller may see of a case as JSON documents, with a manifest of their SHA-256."""
    pack = await pack_of(ctx, TicketId(ticket_id))
    headers = {
        "Content-Disposition": f'attachment; filename="{pack.name}"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(pack.content, media_type=ZIP, headers=headers)


ON_TICKET = (get_pack,)
