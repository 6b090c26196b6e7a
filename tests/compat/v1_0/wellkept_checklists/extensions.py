"""What is added to tickets."""

from wellkept_sdk import Extension, ExtensionFilter, RecordName
from wellkept_sdk.db import Clause

from wellkept_checklists import queries
from wellkept_checklists.schemas import ChecklistsTicket

_OPEN = Clause("ticket.id IN (SELECT ticket_id FROM checklists_item WHERE done_at IS NULL)")


def is_open(value: bool) -> Clause:  # noqa: FBT001 - the value of the query parameter
    """Return the condition that a ticket has open items, or has none."""
    return _OPEN if value else ~_OPEN


EXTENSIONS = (
    Extension[ChecklistsTicket, ChecklistsTicket](
        record=RecordName.TICKET,
        read=ChecklistsTicket,
        load=queries.counts,
        filters={"open": ExtensionFilter(type=bool, where=is_open, description="Has open items.")},
    ),
)
