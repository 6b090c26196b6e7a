"""Warranty and liability of tickets, as the plugin `liability` offers them to others."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Final, Protocol
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.ids import PartyId, TicketId
from wellkept_sdk.services import ServiceKey
from wellkept_sdk.services.parties import PartyScope


class WarrantySide(StrEnum):
    """Who has promised whom."""

    GIVEN = "given"  #: We, to the customer.
    RECEIVED = "received"  #: A party, to us.


class Covered(StrEnum):
    """Whether a warranty covers something on a day."""

    COVERED = "covered"
    NOT_COVERED = "not_covered"
    UNKNOWN = "unknown"  #: Something that decides it is not known yet.


class CoverageCode(StrEnum):
    """Why a warranty covers something, or does not."""

    INSIDE_PERIOD = "inside_period"  #: The day lies inside the warranty.
    BEFORE_START = "before_start"  #: The warranty has not begun.
    EXPIRED = "expired"  #: The warranty is over.
    START_UNKNOWN = "start_unknown"  #: The day from which it runs is not known.
    SCOPE_DIFFERS = "scope_differs"  #: The warranty is for something else.
    EXCLUDED_CAUSE = "excluded_cause"  #: What caused the fault is excluded.
    USAGE_UNKNOWN = "usage_unknown"  #: It ends with running hours that nobody has told.
    USAGE_EXCEEDED = "usage_exceeded"  #: It has run longer than was promised.


class ShareRole(StrEnum):
    """As what somebody bears a share: the roles of parties, and those that are no party's."""

    DESIGNER = "designer"
    CONTRACTOR = "contractor"
    SUBCONTRACTOR = "subcontractor"
    SUPPLIER = "supplier"
    INSTALLER = "installer"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"  #: Who runs it: a party, or the customer itself.
    INSPECTOR = "inspector"
    CONSULTANT = "consultant"
    INSURER = "insurer"
    OTHER = "other"
    OWNER = "owner"  #: The customer.
    SELF = "self"  #: We.
    FORCE_MAJEURE = "force_majeure"  #: Nobody.
    UNDETERMINED = "undetermined"  #: Not found out yet.


class CoverageAnswer(Struct, frozen=True, kw_only=True):
    """
    What one warranty says.

    Args:
        obligor_party_id: who has promised; None is us.
        reason: the code in words.
        ends_on: exclusive; None while the start is not known.
    """

    warranty_term_id: UUID
    side: WarrantySide
    obligor_party_id: PartyId | None
    scope: PartyScope
    answer: Covered
    code: CoverageCode
    reason: str
    starts_on: date | None
    ends_on: date | None


class Coverage(Struct, frozen=True, kw_only=True):
    """
    Whether the warranty that we gave covers something on a day, and what every warranty says.

    Args:
        scope: of what; None where it is not known.
        code: of the warranty that decides; None where there is none.
    """

    on: date
    scope: PartyScope | None
    covered: Covered
    code: CoverageCode | None
    answers: Sequence[CoverageAnswer]


class LiabilityShare(Struct, frozen=True, kw_only=True):
    """Who bears which part, in hundredths of a percent; those of a case add up to 10,000."""

    id: UUID
    role: ShareRole
    party_id: PartyId | None
    share_bp: int


class LiabilityService(Protocol):
    """Warranty and liability, in the caller's transaction."""

    async def coverage(self, ticket_id: TicketId, *, on: date, scope: PartyScope | None = None) -> Coverage:
        """
        Return whether the matter of a ticket is covered on a day; at most three statements.

        Args:
            ticket_id: of which ticket.
            on: in the days of the site.
            scope: of what; None is what the ticket says.

        Raises:
            NotFound: there is no such ticket.
        """
        ...

    async def shares(self, ticket_id: TicketId) -> Sequence[LiabilityShare] | None:
        """Return who bears which part of a ticket, in order; None until that is final."""
        ...


LIABILITY: Final[ServiceKey[LiabilityService]] = ServiceKey("liability.coverage", version=1)
