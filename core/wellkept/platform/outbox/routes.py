"""The event feed, page by page and as a stream."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import HeaderParameter, QueryParameter
from litestar.response import ServerSentEvent

from wellkept.platform.access.permissions import Permission
from wellkept.platform.outbox.queries import feed, head
from wellkept.platform.outbox.schemas import EventPage, EventRead, cursor_of, position_of
from wellkept.platform.outbox.stream import messages, require_room
from wellkept_sdk.actor import Actor
from wellkept_sdk.http.access import needs

LIMIT_DEFAULT = 50
LIMIT_MAX = 200
FILTER_CHARACTERS_MAX = 2000
SUBJECT_CHARACTERS_MAX = 200
CURSOR_CHARACTERS_MAX = 64

TypeFilter = Annotated[
    str | None,
    QueryParameter(
        name="type",
        max_length=FILTER_CHARACTERS_MAX,
        description="Types to return, separated by commas; one that ends in `*` stands for all that begin so.",
    ),
]
SubjectFilter = Annotated[
    str | None,
    QueryParameter(max_length=SUBJECT_CHARACTERS_MAX, description="Return the events of one record: `tickets/<id>`."),
]
Cursor = Annotated[
    str | None,
    QueryParameter(
        max_length=CURSOR_CHARACTERS_MAX,
        description="The `next_cursor` of an earlier answer; it stays valid with other filters.",
    ),
]
LastEventId = Annotated[
    str | None,
    HeaderParameter(
        name="Last-Event-ID",
        max_length=CURSOR_CHARACTERS_MAX,
        description="The id of the last message that was read; browsers send it when they come back.",
    ),
]


@get("/events", opt=needs(Permission.EVENTS_READ))
async def list_events(
    actor: NamedDependency[Actor],
    types: TypeFilter = None,
    subject: SubjectFilter = None,
    cursor: Cursor = None,
    limit: Annotated[int, QueryParameter(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT,
) -> EventPage:
    """Return what happened after a cursor, in order: as CloudEvents, none of them ever skipped or repeated."""
    found = await feed(after=position_of(cursor), limit=limit, types=_names(types), subject=subject)
    return EventPage(
        items=[EventRead.of(row, actor=actor) for row in found.rows], next_cursor=cursor_of(found.position)
    )


# Left out of the document: OpenAPI has no words for a stream, and tools that read answers to their end wait for it.
@get("/events/stream", opt=needs(Permission.EVENTS_READ), media_type="text/event-stream", include_in_schema=False)
async def stream_events(
    actor: NamedDependency[Actor],
    types: TypeFilter = None,
    subject: SubjectFilter = None,
    cursor: Cursor = None,
    last_event_id: LastEventId = None,
) -> ServerSentEvent:
    """Send what happens after `Last-Event-ID` or `cursor`, without either from now on, as server-sent events."""
    require_room()
    if last_event_id is not None:
        after = position_of(last_event_id, pointer="header/Last-Event-ID")
    else:
        after = await head() if cursor is None else position_of(cursor)
    return ServerSentEvent(messages(after=after, actor=actor, types=_names(types), subject=subject))


def _names(types: str | None) -> list[str]:
    return [name for name in (types or "").split(",") if name]


ROUTES = [list_events, stream_events]
