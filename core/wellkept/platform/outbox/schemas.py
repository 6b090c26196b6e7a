"""Events as the API shows them: CloudEvents 1.0 in JSON."""

import base64
import binascii
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta, Struct

from wellkept.platform.outbox.confidential import shown
from wellkept_sdk.actor import Actor, ActorKind
from wellkept_sdk.db.database import Row
from wellkept_sdk.errors import invalid

SOURCE = "/v1"
SEQUENCE_DIGITS = 20
POSITION_MAX = 2**63 - 1
_CURSOR_MARK = "e1:"


class EventRead(Struct, frozen=True, kw_only=True):
    """One event, as a CloudEvent; `sequence` sorts as text in the order of the feed and never repeats."""

    specversion: Literal["1.0"]
    id: UUID
    source: str
    type: Annotated[str, Meta(examples=["tickets.ticket.opened"])]
    subject: Annotated[str, Meta(examples=["tickets/0199f3a0-0000-7000-8000-000000000001"])]
    time: datetime
    datacontenttype: Literal["application/json"]
    data: dict[str, Any]
    sequence: Annotated[str, Meta(pattern=r"^[0-9]{20}\Z", examples=["00000000000000000042"])]
    recordedtime: datetime
    actorkind: ActorKind
    actorid: UUID | None
    requestid: str | None

    @classmethod
    def of(cls, row: Row, *, actor: Actor) -> "EventRead":
        """Return the event of a row as a caller may see it."""
        return cls(
            specversion="1.0",
            id=row["id"],
            source=SOURCE,
            type=row["type"],
            subject=row["subject"],
            time=row["occurred_at"],
            datacontenttype="application/json",
            data=shown(row["type"], row["data"], actor=actor),
            sequence=f"{row['position']:0{SEQUENCE_DIGITS}d}",
            recordedtime=row["recorded_at"],
            actorkind=ActorKind(row["actor_kind"]),
            actorid=row["actor_id"],
            requestid=row["request_id"],
        )


class EventPage(Struct, frozen=True, kw_only=True):
    """Some events in the order of the feed; `next_cursor` is always there: ask with it again for what comes later."""

    items: list[EventRead]
    next_cursor: str


def cursor_of(position: int) -> str:
    """Return the cursor that stands after a position; it names the place only, so the filters may change."""
    return base64.urlsafe_b64encode(f"{_CURSOR_MARK}{position}".encode()).decode().rstrip("=")


def position_of(cursor: str | None, *, pointer: str = "query/cursor") -> int:
    """
    Return the position after which a cursor stands; without a cursor the beginning.

    Args:
        cursor: as `cursor_of` made it.
        pointer: where the request gave it.

    Raises:
        Invalid: it is no cursor of this feed.
    """
    if cursor is None:
        return 0
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeError, ValueError):
        text = ""
    digits = text.removeprefix(_CURSOR_MARK)
    if not (text.startswith(_CURSOR_MARK) and digits.isascii() and digits.isdecimal() and int(digits) <= POSITION_MAX):
        raise invalid(pointer, "cursor_invalid", "This is no cursor of the event feed.")
    return int(digits)
