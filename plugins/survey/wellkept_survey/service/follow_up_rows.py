"""The rows of follow-ups: their numbers, their steps, and what events tell of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.db import Numbering, Row
from wellkept_sdk.ids import CustomerId, ProjectId, uuid7
from wellkept_survey.rules.follow_ups import FollowUpAction
from wellkept_survey.rules.kinds import SurveyFollowUpStatus
from wellkept_survey.tables import SurveyFollowUp, SurveyFollowUpTransition
from wellkept_survey.terms import SurveyFollowUpKind

#: What the plan does to follow-ups: it makes and moves them, which nobody else does, misses them and calls them off.
PLAN: Final = "plan"
MOVE: Final = "move"
MISS: Final = FollowUpAction.MISS.value
CANCEL: Final = FollowUpAction.CANCEL.value

_NUMBERS: Final = Numbering("survey_follow_up")
#: What was done, as the audit names it.
_DONE: Final = {
    PLAN: "planned",
    "assign": "assigned",
    "complete": "completed",
    "reschedule": "rescheduled",
    "miss": "missed",
    "cancel": "cancelled",
}


class Step(Struct, frozen=True, kw_only=True):
    """
    What was done to a follow-up.

    Args:
        action: which.
        row: the follow-up as it is now.
        before: the status that it had; None of a new one.
        at: when it happened.
        data: what was said with the action.
    """

    action: str
    row: Row
    before: str | None
    at: datetime
    data: Mapping[str, Any] = {}


async def insert(ctx: Ctx, drafts: Sequence[Mapping[str, Any]]) -> Sequence[Row]:
    """Store planned follow-ups with their first steps; as many statements however many there are."""
    places = await _NUMBERS.places(ctx.db, len(drafts))
    made = await ctx.db.insert_many(
        SurveyFollowUp,
        [
            {
                "id": uuid7(),
                "number_seq": place,
                "number": f"F-{place:08}",
                "status": SurveyFollowUpStatus.PLANNED.value,
                **draft,
            }
            for place, draft in zip(places, drafts, strict=True)
        ],
    )
    await record(ctx, [Step(action=PLAN, row=row, before=None, at=ctx.at) for row in made])
    return made


async def record(ctx: Ctx, steps: Sequence[Step]) -> None:
    """Keep who has done what to follow-ups, and when; one statement."""
    await ctx.db.insert_many(
        SurveyFollowUpTransition,
        [
            {
                "id": uuid7(),
                "follow_up_id": step.row["id"],
                "action": step.action,
                "from_status": step.before,
                "to_status": step.row["status"],
                "occurred_at": step.at,
                "recorded_at": ctx.at,
                "actor_id": ctx.actor.id,
                "data": msgspec.to_builtins(step.data),
            }
            for step in steps
        ],
    )


async def audit(ctx: Ctx, step: Step) -> None:
    """Keep a step in the audit, too: what people do; of what comes by itself the history tells."""
    await ctx.audit(
        f"survey.follow_up.{_DONE[step.action]}",
        subject=f"survey/follow-ups/{step.row['id']}",
        before=None if step.before is None else {"status": step.before},
        after={"status": step.row["status"], "number": step.row["number"], "due_on": step.row["due_on"]},
    )


def told(row: Row) -> dict[str, Any]:
    """Return what every event of a follow-up tells, as its arguments."""
    return {
        "follow_up_id": row["id"],
        "number": row["number"],
        "code": row["code"],
        "occurrence": row["occurrence"],
        "kind": SurveyFollowUpKind(row["kind"]),
        "project_id": ProjectId(row["project_id"]),
        "customer_id": CustomerId(row["customer_id"]),
        "due_on": row["due_on"],
    }
