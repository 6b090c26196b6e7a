"""Which rows a partner may see: asked of every plugin, answered with a condition, so that lists stay one query."""

from msgspec import Struct

from wellkept_sdk.ids import PartyId


class VisibilityQuestion(Struct, frozen=True, kw_only=True):
    """
    The question which rows of a table the caller's party may see.

    Args:
        party_id: whose account the caller uses.
        table: the table's name, with which columns in the answer are qualified: `ticket.id IN (SELECT …)`.
    """

    party_id: PartyId
    table: str
