"""Answers in the demo: who was asked after a repair, by the link that he was sent, and what he said."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Final

from msgspec import Struct

from wellkept_sdk import Ctx, RecordName, RecordRef
from wellkept_sdk.demo import Demo, DemoDeed, DemoScene
from wellkept_sdk.ids import TicketId
from wellkept_sdk.records.tickets import TicketStatus
from wellkept_survey.queries.invitations import scheduled_of
from wellkept_survey.rules.answers import SurveyAnswerEntry
from wellkept_survey.schemas.answers import SurveyPublicAnswer
from wellkept_survey.service import answering, inviting, sending

_FINISHED: Final = frozenset({TicketStatus.CONFIRMED, TicketStatus.CLOSED})
#: Longer than the terms wait after the confirmation.
_LATER: Final = timedelta(hours=3)


class Opinion(Struct, frozen=True, kw_only=True):
    """What somebody says."""

    values: dict[str, int]
    comment: str | None = None
    language: str = "zh-CN"


#: Told in turn; None is somebody who does not answer.
OPINIONS: Final[tuple[Opinion | None, ...]] = (
    Opinion(values={"speed": 5, "attitude": 5, "competence": 4, "overall": 5, "recommend": 9}, comment="很快就来了"),
    Opinion(values={"speed": 4, "attitude": 5, "competence": 4, "overall": 4, "recommend": 8}),
    None,
    Opinion(
        values={"speed": 3, "attitude": 4, "competence": 5, "overall": 4, "recommend": 7},
        comment="Well repaired, but we waited for two days.",
        language="en",
    ),
    Opinion(values={"attitude": 5, "overall": 5, "recommend": 10}),
    None,
    Opinion(values={"speed": 2, "attitude": 4, "competence": 3, "overall": 3, "recommend": 5}, comment="等得太久"),
)


def tell(scene: DemoScene) -> Sequence[DemoDeed]:
    """Return how those who reported finished tickets were asked, and what they have answered."""
    finished = [ticket for ticket in scene.tickets if ticket.status in _FINISHED]
    return [
        DemoDeed(
            at=min(ticket.moved_at + _LATER, scene.at),
            actor=scene.dispatcher,
            record=RecordRef(RecordName.TICKET, ticket.id),
            run=partial(_ask, ticket_id=ticket.id, opinion=OPINIONS[number % len(OPINIONS)]),
        )
        for number, ticket in enumerate(sorted(finished, key=lambda each: (each.moved_at, each.id)))
    ]


async def _ask(ctx: Ctx, *, ticket_id: TicketId, opinion: Opinion | None) -> None:
    """Send what is due about a ticket, and answer it by its link."""
    for row in await scheduled_of(ctx, ticket_id):
        if opinion is None:
            await sending.send(ctx, row)
            continue
        link = await inviting.renew_link(ctx, row, origin="")
        entries = [SurveyAnswerEntry(question=code, value=value) for code, value in opinion.values.items()]
        said = SurveyPublicAnswer(answers=entries, comment=opinion.comment, language=opinion.language)
        await answering.answer(ctx, link.token, said, wanted=())


DEMO: Final = Demo(tell=tell)
