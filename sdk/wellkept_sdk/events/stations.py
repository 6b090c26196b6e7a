"""What the plugin `stations` announces about visits, as far as others follow it."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from wellkept_sdk.events import Event
from wellkept_sdk.ids import TicketId, UserId
from wellkept_sdk.services.stations import VisitOutcome


class VisitEvent(Event, frozen=True, kw_only=True):
    """What every event of a visit tells; `user_ids` are those who make it, the lead first."""

    ticket_id: TicketId
    visit_id: UUID
    number: str
    user_ids: Sequence[UserId]
    window_from: datetime
    window_to: datetime

    @property
    def subject(self) -> str:
        """Return the ticket that this is about."""
        return f"tickets/{self.ticket_id}"


class VisitCheckedOut(VisitEvent, frozen=True, kw_only=True):
    """The engineers have left the site."""

    type: ClassVar[str] = "stations.visit.checked_out"
    occurred_at: datetime
    outcome: VisitOutcome
