"""Telling a story: every deed through the service that a person's request would use, in the order of its moments."""

from collections.abc import Sequence
from contextlib import nullcontext
from io import BytesIO
from itertools import groupby

import msgspec

from wellkept.demo.story import Duplicate, Photo, Repeat, Step, Story
from wellkept.platform.object_store import ObjectStore
from wellkept.platform.storage.unit_of_work import unit_of_work
from wellkept.tickets.rules.actions import ActionCommand, CancelAction, HoldAction
from wellkept.tickets.schemas.record import LogEntryCreate
from wellkept.tickets.service.attachments import Upload, attach
from wellkept.tickets.service.log import add_entry
from wellkept.tickets.service.opening import open_ticket
from wellkept.tickets.service.transitions import transition
from wellkept_sdk.actor import SYSTEM
from wellkept_sdk.http.preconditions import IfMatch
from wellkept_sdk.ids import TicketId
from wellkept_sdk.now import retelling
from wellkept_sdk.records.tickets import LogKind

_ANY_VERSION = IfMatch()


class Teller:
    """Tells stories; remembers which ticket each became."""

    def __init__(self, *, store: ObjectStore | None) -> None:
        """Have told nothing yet; without a store no files are attached."""
        self.attachments = 0
        self._store = store
        self._ticket_ids: dict[Story, TicketId] = {}

    async def tell(self, story: Story) -> None:
        """
        Open the ticket and do everything that was done to it, each deed as if it were done at its moment.

        Files go to their store between transactions. Nothing is due for a ticket then, because files are attached
        while somebody works on it: so a worker that runs meanwhile never steps in.
        """
        with retelling(story.reported_at):
            await self._open(story)
        for is_file, pairs in groupby(_pairs(story.steps), key=_is_file):
            async with nullcontext() if is_file else unit_of_work():
                for step, following in pairs:
                    with retelling(step.at):
                        await self._do(step, story=story, following=following)

    def ticket_of(self, story: Story) -> TicketId:
        """Return which ticket a story became that was told."""
        return self._ticket_ids[story]

    async def _open(self, story: Story) -> None:
        async with unit_of_work():
            report = msgspec.structs.replace(story.report, reported_at=story.reported_at)
            opened = await open_ticket(report, actor=story.reporter)
        self._ticket_ids[story] = opened.ticket.id

    async def _do(self, step: Step, *, story: Story, following: Step | None) -> None:
        ticket_id = self._ticket_ids[story]
        match step.deed:
            case LogEntryCreate() as entry:
                dated = msgspec.structs.replace(entry, occurred_at=step.at)
                await add_entry(ticket_id, dated, actor=step.actor)
            case Repeat(description=description):
                again = msgspec.structs.replace(story.report, description=description, reported_at=step.at)
                await open_ticket(again, actor=step.actor)
            case Photo() as photo:
                await self._attach(photo, ticket_id, step=step)
            case Duplicate(of=original, reason=reason):
                cancel = CancelAction(reason=reason, duplicate_of_id=self._ticket_ids[original], occurred_at=step.at)
                await transition(ticket_id, cancel, actor=step.actor, if_match=_ANY_VERSION)
            case command:
                dated = _dated(command, step=step, following=following)
                await transition(ticket_id, dated, actor=step.actor, if_match=_ANY_VERSION)

    async def _attach(self, photo: Photo, ticket_id: TicketId, *, step: Step) -> None:
        if self._store is None:
            return
        upload = Upload(
            file=BytesIO(photo.content.encode()),
            name=photo.name,
            media_type=photo.media_type,
            visibility=photo.visibility,
            taken_at=step.at,
        )
        row = await attach(ticket_id, upload, store=self._store, actor=step.actor)
        self.attachments += 1
        entry = LogEntryCreate(
            kind=LogKind.NOTE,
            text=photo.caption,
            visibility=photo.visibility,
            occurred_at=step.at,
            attachment_ids=[row["id"]],
        )
        await add_entry(ticket_id, entry, actor=step.actor)


def _pairs(steps: Sequence[Step]) -> list[tuple[Step, Step | None]]:
    return list(zip(steps, [*steps, None][1:], strict=True))


def _is_file(pair: tuple[Step, Step | None]) -> bool:
    return isinstance(pair[0].deed, Photo)


def _dated(command: ActionCommand, *, step: Step, following: Step | None) -> ActionCommand:
    """Return the action at its moment; a hold that ended by itself had that end from the start."""
    if isinstance(command, HoldAction) and following is not None and following.actor is SYSTEM:
        return msgspec.structs.replace(command, occurred_at=step.at, until=following.at)
    return msgspec.structs.replace(command, occurred_at=step.at)
