"""Ids that a change of a ticket names: whether they exist, the caller may see them, and they fit."""

from uuid import UUID

from wellkept.platform.auth import queries as accounts
from wellkept.platform.plugin_host.calling.parties import knows_party
from wellkept.tickets.errors import AssigneeNotStaff, EquipmentOfOtherProject
from wellkept.tickets.queries import lookups
from wellkept.tickets.rules.actions import (
    AssignAction,
    CancelAction,
    ConfirmAction,
    EscalateAction,
    Evidence,
    HoldAction,
    TriageAction,
)
from wellkept.tickets.rules.effects import Scene
from wellkept_sdk.actor import Actor, Role
from wellkept_sdk.errors import Invalid, invalid, unknown_reference
from wellkept_sdk.ids import UserId
from wellkept_sdk.records.tickets import TicketRecord


async def reference_mistakes(scene: Scene) -> list[Invalid]:
    """Return what is wrong with the ids that an action names."""
    mistakes: list[Invalid] = []
    match scene.command:
        case TriageAction(equipment_id=UUID() as equipment_id):
            mistakes = await equipment_mistakes(equipment_id, scene.ticket)
        case AssignAction(assignee_id=assignee_id):
            mistakes = await _assignee_mistakes(assignee_id)
        case EscalateAction(to_user_id=UUID() as user_id):
            mistakes = await _user_mistakes(user_id, actor=scene.actor)
        case HoldAction(party_id=UUID() as party_id):
            mistakes = await _party_mistakes(party_id, actor=scene.actor)
        case CancelAction(duplicate_of_id=UUID() as duplicate_id):
            mistakes = await _duplicate_mistakes(duplicate_id, scene)
        case ConfirmAction(evidence=Evidence(attachment_id=UUID() as attachment_id)):
            mistakes = await _attachment_mistakes(attachment_id, scene.ticket, actor=scene.actor)
        case _:
            pass
    return mistakes


async def equipment_mistakes(equipment_id: UUID, ticket: TicketRecord) -> list[Invalid]:
    """Return what is wrong with naming this equipment on the ticket."""
    project_id = await lookups.project_of_equipment(equipment_id)
    if project_id is None:
        return [unknown_reference("/equipment_id", "equipment")]
    return [] if project_id == ticket.project_id else [EquipmentOfOtherProject.at("/equipment_id")]


async def _assignee_mistakes(assignee_id: UUID) -> list[Invalid]:
    user = await accounts.find_user(UserId(assignee_id))
    if user is None:
        return [unknown_reference("/assignee_id", "user")]
    if user["active"] and user["role"] in Role.assignable():
        return []
    return [AssigneeNotStaff.at("/assignee_id")]


async def _user_mistakes(user_id: UUID, *, actor: Actor) -> list[Invalid]:
    # Who is outside knows none of our accounts, and must not learn by trying which ones exist.
    known = not actor.is_outside and await accounts.find_user(UserId(user_id))
    return [] if known else [unknown_reference("/to_user_id", "user")]


async def _party_mistakes(party_id: UUID, *, actor: Actor) -> list[Invalid]:
    return [] if await knows_party(party_id, actor=actor) else [unknown_reference("/party_id", "party")]


async def _duplicate_mistakes(duplicate_id: UUID, scene: Scene) -> list[Invalid]:
    if duplicate_id == scene.ticket.id:
        return [invalid("/duplicate_of_id", "not_a_choice", "A ticket is no duplicate of itself.")]
    # A ticket of another customer would show up in this customer's history.
    same = await lookups.is_of_customer(duplicate_id, scene.ticket.customer_id)
    return [] if same else [unknown_reference("/duplicate_of_id", "ticket")]


async def _attachment_mistakes(attachment_id: UUID, ticket: TicketRecord, *, actor: Actor) -> list[Invalid]:
    found = await lookups.visible_parts("ticket_attachment", [attachment_id], ticket_id=ticket.id, actor=actor)
    return [] if found else [unknown_reference("/evidence/attachment_id", "attachment")]
