"""Agreements, held against whoever else would change them."""

from uuid import UUID

from wellkept_consignment.errors import AgreementNotFound
from wellkept_consignment.tables import ConsignmentAgreement
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row


async def locked(ctx: Ctx, agreement_id: UUID) -> Row:
    """
    Return an agreement that nobody else changes, prices or settles before the transaction ends.

    Raises:
        AgreementNotFound: there is none.
    """
    row = await ctx.db.locked(ConsignmentAgreement, agreement_id)
    if row is None:
        raise AgreementNotFound
    return row


def subject(agreement_id: UUID) -> str:
    """Return how events and the audit name an agreement."""
    return f"consignment/agreements/{agreement_id}"
