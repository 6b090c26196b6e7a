"""Attaching files; a file once attached stays as it is."""

from datetime import datetime
from typing import IO
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from wellkept.platform.object_store import ObjectStore
from wellkept.platform.outbox.service import emit
from wellkept.platform.plugin_host.calling import calls
from wellkept.platform.storage import rows
from wellkept.platform.storage.unit_of_work import transaction
from wellkept.tickets.queries import lookups
from wellkept.tickets.rules.files import safe_media_type, safe_name
from wellkept.tickets.rules.readers import readers_mistakes, visible_to
from wellkept.tickets.service.announcements import subject_fields
from wellkept.tickets.service.occasions import on_ticket
from wellkept.tickets.tables import TicketAttachment
from wellkept_sdk.actor import Actor
from wellkept_sdk.db.database import Row
from wellkept_sdk.errors import refuse
from wellkept_sdk.events.tickets import TicketAttached
from wellkept_sdk.hooks.tickets import AttachedFile, TicketHooks
from wellkept_sdk.moment import as_utc
from wellkept_sdk.records.tickets import TicketRecord, Visibility


class Upload(Struct, frozen=True, kw_only=True):
    """A file as it came in."""

    file: IO[bytes]
    name: str
    media_type: str
    visibility: Visibility | UnsetType = UNSET
    taken_at: datetime | None = None


async def attach(ticket_id: UUID, upload: Upload, *, store: ObjectStore, actor: Actor) -> Row:
    """
    Store a file and attach it to the ticket.

    Raises:
        Invalid: the caller may not write for these readers.
        Unavailable: the object store does not answer.
    """
    visibility = visible_to(actor)[0] if upload.visibility is UNSET else upload.visibility
    refuse(readers_mistakes(visibility, actor=actor))
    taken_at = None if upload.taken_at is None else as_utc(upload.taken_at, pointer="/taken_at")
    # The bytes come first: a row never names an object that is not there.
    stored = await store.put(upload.file)
    async with transaction():
        ticket = await lookups.ticket(ticket_id, actor=actor)
        row = await rows.insert(
            TicketAttachment,
            ticket_id=ticket.id,
            name=safe_name(upload.name),
            media_type=safe_media_type(upload.media_type),
            size_bytes=stored.size_bytes,
            sha256=stored.sha256,
            visibility=visibility,
            taken_at=taken_at,
            actor_kind=actor.kind,
            actor_id=actor.id,
            actor_name=actor.name,
        )
        occasion = await on_ticket(ticket, actor=actor)
        attached = TicketAttached(
            **subject_fields(ticket, at=row["created_at"]), attachment_id=row["id"], visibility=visibility
        )
        await emit(attached, actor=actor, active=occasion.active)
        await calls.apply(TicketHooks.ticket_attached, occasion, _attached(ticket, row))
        return row


def _attached(ticket: TicketRecord, row: Row) -> AttachedFile:
    return AttachedFile(
        ticket=ticket,
        attachment_id=row["id"],
        name=row["name"],
        media_type=row["media_type"],
        sha256=row["sha256"],
        visibility=row["visibility"],
    )
