"""A ticket as the rules see it."""

import pytest

from tickets_made import ticket
from wellkept_sdk.records.tickets import TicketStatus


class TestIsOpen:
    @pytest.mark.parametrize(
        ("status", "is_open"),
        [
            (TicketStatus.NEW, True),
            (TicketStatus.ON_HOLD, True),
            (TicketStatus.RESOLVED, False),
            (TicketStatus.CONFIRMED, False),
            (TicketStatus.CLOSED, False),
            (TicketStatus.CANCELLED, False),
        ],
    )
    def test_ends_with_the_resolution_or_the_withdrawal(self, status: TicketStatus, *, is_open: bool) -> None:
        assert ticket(status=status).is_open is is_open
