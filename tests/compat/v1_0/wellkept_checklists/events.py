"""What is announced."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from wellkept_sdk.events import Event


class ChecklistsItemEvent(Event, frozen=True, kw_only=True):
    """What every event of an item tells."""

    ticket_id: UUID
    item_id: UUID
    occurred_at: datetime

    @property
    def subject(self) -> str:
        """Return the ticket that this is about."""
        return f"tickets/{self.ticket_id}"


class ChecklistsItemAdded(ChecklistsItemEvent, frozen=True, kw_only=True):
    """There is one more thing to do."""

    type: ClassVar[str] = "checklists.item.added"


class ChecklistsItemDone(ChecklistsItemEvent, frozen=True, kw_only=True):
    """A thing is done."""

    type: ClassVar[str] = "checklists.item.done"
