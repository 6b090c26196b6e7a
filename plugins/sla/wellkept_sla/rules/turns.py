"""The turns of a ticket's life: it is worked on, waits for a reason, or has ended."""

from datetime import datetime
from enum import Enum
from typing import Final

from msgspec import Struct

from wellkept_sdk.records.tickets import HoldReason


class Phase(Enum):
    """What a ticket is, if it does not wait for a reason."""

    OPEN = "open"  #: Somebody works on it, or should.
    RESOLVED = "resolved"  #: The matter is put right in our view; what follows the resolution still runs.
    CANCELLED = "cancelled"  #: The ticket is withdrawn.


#: In these nobody works on the ticket until it is taken up again.
ENDS: Final = (Phase.RESOLVED, Phase.CANCELLED)


class Turn(Struct, frozen=True):
    """From a moment on the ticket waits, is worked on, or has ended; `position` is the fact that did it."""

    at: datetime
    phase: Phase | HoldReason
    position: int

    @property
    def is_end(self) -> bool:
        """True for a resolution and for a withdrawal."""
        return self.phase in ENDS
