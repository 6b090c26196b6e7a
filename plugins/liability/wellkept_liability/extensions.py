"""What is added to tickets: what they are about, where their case stands, and whether they are under warranty."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from wellkept_liability.permissions import READ
from wellkept_liability.queries.coverage import with_case
from wellkept_liability.rules.case_states import CaseStatus
from wellkept_liability.service import covering, scoping
from wellkept_sdk import Ctx, Extension, ExtensionFilter, RecordName
from wellkept_sdk.services.liability import Covered
from wellkept_sdk.services.parties import PartyScope


class LiabilityTicketExtension(Struct, frozen=True, kw_only=True):
    """
    What a ticket shows.

    Args:
        scope: what it is about; null where nobody has said.
        case_status: where its case stands; null without one.
        covered: whether a warranty that we gave covers it, on the day of the fault or else of the report.
    """

    scope: PartyScope | None
    case_status: CaseStatus | None
    covered: Covered


class LiabilityTicketInput(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a ticket is about."""

    scope: PartyScope | None = None


async def load_tickets(ctx: Ctx, ids: Sequence[UUID]) -> Mapping[UUID, LiabilityTicketExtension]:
    """Return what tickets show; one statement."""
    return {
        ticket_id: LiabilityTicketExtension(
            scope=facts.scope,
            case_status=None if facts.case_status is None else CaseStatus(facts.case_status),
            covered=coverage.covered,
        )
        for ticket_id, (facts, coverage) in (await covering.shown(ctx, ids)).items()
    }


async def store_ticket(ctx: Ctx, ticket_id: UUID, value: LiabilityTicketInput | None) -> None:
    """Keep what a ticket is about; None clears it."""
    await scoping.keep(ctx, ticket_id, None if value is None else value.scope)


EXTENSIONS: Final[tuple[Extension[Any, Any], ...]] = (
    Extension(
        record=RecordName.TICKET,
        read=LiabilityTicketExtension,
        load=load_tickets,
        write=LiabilityTicketInput,
        store=store_ticket,
        filters={
            "case_status": ExtensionFilter(
                type=CaseStatus, where=with_case, description="The ticket's liability case stands there."
            ),
        },
        permission=READ.name,
    ),
)
