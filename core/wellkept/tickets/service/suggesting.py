"""Asking the plugins what could help with a matter, before there is a ticket; nothing is written."""

from wellkept.platform.plugin_host.calling import calls
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept.tickets.queries import lookups
from wellkept.tickets.schemas.suggestions import SuggestionRead, SuggestionsAsk, SuggestionsRead
from wellkept.tickets.service.places import place_mistakes, served_there
from wellkept_sdk.actor import Actor
from wellkept_sdk.errors import refuse
from wellkept_sdk.hooks.ticket_questions import SuggestionsQuestion
from wellkept_sdk.hooks.tickets import TicketHooks
from wellkept_sdk.ids import EquipmentId, ProjectId
from wellkept_sdk.now import now
from wellkept_sdk.records.references import RecordName, RecordRef


async def suggestions(matter: SuggestionsAsk, *, actor: Actor) -> SuggestionsRead:
    """
    Return what the plugins suggest that would serve a ticket of this matter.

    Raises:
        Invalid: the matter names a project or equipment that the caller may not see, or equipment of another project.
    """
    place = await lookups.place(matter.project_id, matter.equipment_id, actor=actor)
    refuse(place_mistakes(place, project_id=matter.project_id, equipment_id=matter.equipment_id))
    assert place is not None, "an unknown project is a mistake"
    resolved = await served_there(place, project_id=matter.project_id, at=now())
    record = RecordRef(RecordName.PROJECT, matter.project_id)
    occasion = Occasion(actor=actor, at=now(), active=resolved.active, record=record)
    question = SuggestionsQuestion(
        project_id=ProjectId(matter.project_id),
        equipment_id=None if matter.equipment_id is None else EquipmentId(matter.equipment_id),
        text=matter.text,
        fault_code=matter.fault_code,
    )
    replies = await calls.collect(TicketHooks.ticket_suggestions, occasion, question)
    return SuggestionsRead(
        items=[
            SuggestionRead(plugin=reply.plugin, title=each.title, subject=each.subject, score=each.score)
            for reply in replies
            for each in reply.value.items
        ]
    )
