"""What follow-ups found: kept, and made into tickets where somebody wants that."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.ids import ProjectId, TicketId, uuid7
from wellkept_sdk.verbs import TicketDraft
from wellkept_survey.events import NeedFound
from wellkept_survey.schemas.follow_up_steps import SurveyNeedCreate
from wellkept_survey.service.follow_up_rows import told
from wellkept_survey.tables import SurveyNeed

#: What opening a ticket asks for: whoever may complete a follow-up may open what it found.
_OPEN: Final = "tickets:open"
_TITLE_LENGTH_MAX: Final = 200


async def register(ctx: Ctx, follow_up: Row, needs: Sequence[SurveyNeedCreate], *, at: datetime) -> Sequence[Row]:
    """
    Keep what a follow-up found, open the tickets that are wanted, and announce each need; in the open transaction.

    Args:
        ctx: of the follow-up's project.
        follow_up: which is done.
        needs: in the order in which they were said.
        at: when the customer told of them.

    Raises:
        Invalid: a ticket lacks what the customer's plan demands.
        Vetoed: a plugin does not allow a ticket.
    """
    stored: list[dict[str, Any]] = []
    for position, need in enumerate(needs):
        ticket_id = await _ticket(ctx, follow_up, need, at=at) if need.open_ticket else None
        said = {"kind": need.kind.value, "text": need.text, "ticket_id": ticket_id}
        stored.append({"id": uuid7(), "follow_up_id": follow_up["id"], "position": position, **said})
    rows = await ctx.db.insert_many(SurveyNeed, stored) if stored else []
    for need, row in zip(needs, stored, strict=True):
        await ctx.emit(NeedFound(**told(follow_up), need_id=row["id"], need=need.kind, ticket_id=row["ticket_id"]))
    return rows


async def _ticket(ctx: Ctx, follow_up: Row, need: SurveyNeedCreate, *, at: datetime) -> TicketId:
    opened = await ctx.entitled(_OPEN).tickets.open(
        TicketDraft(
            title=_title(need.text),
            description=f"{need.text}\n\n{follow_up['number']}",
            project_id=ProjectId(follow_up["project_id"]),
            channel=follow_up["kind"],
            reported_at=min(at, ctx.at),
        )
    )
    return opened.id


def _title(text: str) -> str:
    """Return the first line of a need, as long as a title may be."""
    line = text.strip().splitlines()[0] if text.strip() else text
    return line if len(line) <= _TITLE_LENGTH_MAX else f"{line[: _TITLE_LENGTH_MAX - 1]}…"
