"""Where a matter belongs that is no ticket yet: whether the place is known, and what serves it."""

from datetime import datetime
from uuid import UUID

from wellkept.activation import queries as activation
from wellkept.tickets.errors import EquipmentOfOtherProject
from wellkept.tickets.queries import lookups
from wellkept_sdk.errors import Invalid, unknown_reference


def place_mistakes(place: lookups.Place | None, *, project_id: UUID, equipment_id: UUID | None) -> list[Invalid]:
    """
    Return what is wrong with the project and the equipment that somebody names.

    Args:
        place: what was found of them; None where the caller sees no such project.
        project_id: as it was given.
        equipment_id: as it was given.
    """
    if place is None:
        return [unknown_reference("/project_id", "project")]
    if equipment_id is None:
        return []
    if place.equipment_project_id is None:
        return [unknown_reference("/equipment_id", "equipment")]
    return [] if place.equipment_project_id == project_id else [EquipmentOfOtherProject.at("/equipment_id")]


async def served_there(place: lookups.Place, *, project_id: UUID, at: datetime) -> activation.Resolved:
    """Return what serves a ticket that is opened at this place at a moment."""
    wanted = activation.Place(
        customer_id=place.customer_id,
        customer_type_id=place.customer_type_id,
        project_id=project_id,
        time_zone=place.time_zone,
    )
    return await activation.resolve(wanted, at=at)
