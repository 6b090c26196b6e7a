"""Files of a ticket."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Stream
from msgspec import UNSET, Struct, UnsetType

from wellkept.platform.access.permissions import Permission
from wellkept.platform.object_store import ObjectStore
from wellkept.tickets.queries import lists, lookups
from wellkept.tickets.schemas.record import AttachmentRead
from wellkept.tickets.service.attachments import Upload, attach
from wellkept_sdk.actor import Actor
from wellkept_sdk.http.access import needs
from wellkept_sdk.http.documentation import documents
from wellkept_sdk.http.paging import Page, PageRequest
from wellkept_sdk.moment import Moment
from wellkept_sdk.records.tickets import Visibility


class AttachmentForm(Struct, kw_only=True, forbid_unknown_fields=True):
    """A file with who may read it and, for a picture, when it was taken."""

    file: UploadFile
    visibility: Visibility | UnsetType = UNSET
    taken_at: Moment | UnsetType = UNSET


@get("/tickets/{ticket_id:uuid}/attachments", opt=needs(Permission.TICKETS_READ, record="ticket"))
async def list_attachments(
    ticket_id: FromPath[UUID], page: NamedDependency[PageRequest], actor: NamedDependency[Actor]
) -> Page[AttachmentRead]:
    """Return the files of the ticket that the caller may see, oldest first."""
    return await lists.attachments(ticket_id, page, actor=actor)


@post("/tickets/{ticket_id:uuid}/attachments", opt=needs(Permission.TICKETS_LOG, record="ticket"))
async def add_attachment(
    ticket_id: FromPath[UUID],
    data: Annotated[AttachmentForm, Body(media_type=RequestEncodingType.MULTI_PART)],
    store: NamedDependency[ObjectStore],
    actor: NamedDependency[Actor],
) -> AttachmentRead:
    """Attach a file; equal bytes are stored once, and no file is ever changed."""
    upload = Upload(
        file=data.file.file,
        name=data.file.filename,
        media_type=data.file.content_type,
        visibility=data.visibility,
        taken_at=data.taken_at or None,
    )
    return AttachmentRead.of(await attach(ticket_id, upload, store=store, actor=actor))


@get("/tickets/{ticket_id:uuid}/attachments/{attachment_id:uuid}", opt=needs(Permission.TICKETS_READ, record="ticket"))
async def get_attachment(
    ticket_id: FromPath[UUID], attachment_id: FromPath[UUID], actor: NamedDependency[Actor]
) -> AttachmentRead:
    """Return what is known of one file."""
    return await lookups.attachment(ticket_id, attachment_id, actor=actor)


@get(
    "/tickets/{ticket_id:uuid}/attachments/{attachment_id:uuid}/content",
    opt=needs(Permission.TICKETS_READ, record="ticket") | documents(conditional=True, answer_media_type="*/*"),
)
async def get_content(
    ticket_id: FromPath[UUID],
    attachment_id: FromPath[UUID],
    store: NamedDependency[ObjectStore],
    actor: NamedDependency[Actor],
) -> Stream:
    """Return the bytes of one file; the ETag is their SHA-256."""
    found = await lookups.attachment(ticket_id, attachment_id, actor=actor)
    return Stream(
        await store.read(found.sha256),
        media_type=found.media_type,
        headers={
            "ETag": f'"{found.sha256}"',
            "Content-Length": str(found.size_bytes),
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name, safe='')}",
            # A browser must never run what a stranger has uploaded.
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


ROUTES = [list_attachments, add_attachment, get_attachment, get_content]
