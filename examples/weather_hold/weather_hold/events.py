"""What is announced about watches."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from wellkept_sdk.events import Event


class WatchEvent(Event, frozen=True, kw_only=True):
    """What every event of a watch tells."""

    ticket_id: UUID
    project_id: UUID
    occurred_at: datetime

    @property
    def subject(self) -> str:
        """Return the ticket that this is about."""
        return f"tickets/{self.ticket_id}"


class WatchBegan(WatchEvent, frozen=True, kw_only=True):
    """A ticket waits for the weather."""

    type: ClassVar[str] = "weather_hold.watch.began"


class WatchEnded(WatchEvent, frozen=True, kw_only=True):
    """A ticket no longer waits for the weather."""

    type: ClassVar[str] = "weather_hold.watch.ended"
    waited_minutes: int
