"""What a ticket says that articles are offered for."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_knowledge.rules.kinds import LabelKind
from wellkept_sdk import Ctx
from wellkept_sdk.db import TRUE, Clause, all_of

_MATTER: Final = (
    "SELECT ticket.title, ticket.description, ticket.fault_code, equipment.model FROM ticket"
    " LEFT JOIN equipment ON equipment.id = ticket.equipment_id WHERE ticket.id = ?"
)
_MISLED: Final = (
    "NOT EXISTS (SELECT 1 FROM knowledge_vote vote WHERE vote.article_id = knowledge_article.id"
    " AND vote.ticket_id = ? AND vote.kind = 'misleading')"
)
_OF_CATEGORIES: Final = (
    "EXISTS (SELECT 1 FROM knowledge_label label WHERE label.article_id = knowledge_article.id"
    f" AND label.kind = '{LabelKind.CATEGORY}' AND {{where}})"
)


class Matter(Struct, frozen=True, kw_only=True):
    """A matter in words, with what is known of its fault and its equipment."""

    text: str
    model: str | None
    fault_code: str | None


async def matter_of(ctx: Ctx, ticket_id: UUID) -> Matter:
    """Return what a ticket says; one statement."""
    row = await ctx.db.fetch_one(_MATTER, ticket_id)
    assert row is not None, "the gate has found the ticket"
    text = f"{row['title']}\n{row['description']}"
    return Matter(text=text, model=row["model"], fault_code=row["fault_code"])


def offered(ctx: Ctx, *, ticket_id: UUID | None, categories: Sequence[str]) -> Clause:
    """Return the condition that an article may be offered: not misleading on the ticket, and of the categories."""
    misled = TRUE if ticket_id is None else Clause(_MISLED, (ticket_id,))
    if not categories:
        return misled
    among = ctx.db.any_of("label.value", categories)
    return all_of(misled, Clause(_OF_CATEGORIES.format(where=among.sql), among.args))
