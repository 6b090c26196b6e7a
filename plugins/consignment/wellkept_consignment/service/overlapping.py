"""At most one active agreement of a party covers a part at a place on any day."""

from uuid import UUID

from wellkept_consignment.errors import AgreementOverlaps
from wellkept_consignment.queries.agreements import of_parties
from wellkept_consignment.rules.agreements import AgreementStatus
from wellkept_consignment.service.agreement_rows import locked
from wellkept_sdk import Ctx
from wellkept_sdk.db import Dialect, Row


async def locked_among_all(ctx: Ctx, agreement_id: UUID) -> Row:
    """
    Return an agreement; nobody else changes any of its party's before the transaction ends: two must not overlap.

    All are locked in one order, so that nobody waits for each other in a circle.

    Raises:
        AgreementNotFound: there is none.
    """
    lock = " FOR UPDATE" if ctx.db.dialect is Dialect.POSTGRES else ""
    await ctx.db.fetch(
        "SELECT id FROM consignment_agreement WHERE party_id ="
        f" (SELECT party_id FROM consignment_agreement WHERE id = ?) ORDER BY id{lock}",
        agreement_id,
    )
    return await locked(ctx, agreement_id)


async def require_apart(ctx: Ctx, agreement_id: UUID, *, party_id: UUID) -> None:
    """
    Make sure that an agreement, held among all of its party, has nothing in common with an active one.

    Raises:
        AgreementOverlaps: it has; the problem names the other one.
    """
    agreements = (await of_parties(ctx, [party_id]))[party_id]
    mine = next(each for each in agreements if each.id == agreement_id)
    for other in agreements:
        if other.id != agreement_id and other.status is AgreementStatus.ACTIVE and mine.overlaps(other):
            raise AgreementOverlaps(agreement_id=other.id)
