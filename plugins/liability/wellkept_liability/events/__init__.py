"""What is announced: ids and amounts, no rows. `party_id` tells partners what is their own."""

from wellkept_liability.events.cases import CASES
from wellkept_liability.events.money import MONEY
from wellkept_liability.events.warranty import WARRANTY

EVENTS = (*WARRANTY, *CASES, *MONEY)

__all__ = ["EVENTS"]
