"""What is announced about equipment."""

from typing import ClassVar

from wellkept_sdk.events import Event
from wellkept_sdk.ids import EquipmentId, ProjectId


class EquipmentEvent(Event, frozen=True, kw_only=True):
    """Something happened to an item of equipment."""

    equipment_id: EquipmentId
    project_id: ProjectId
    code: str

    @property
    def subject(self) -> str:
        """Return the item that this is about."""
        return f"equipment/{self.equipment_id}"


class EquipmentCreated(EquipmentEvent, frozen=True, kw_only=True):
    """An item of equipment was created."""

    type: ClassVar[str] = "equipment.equipment.created"
    parent_id: EquipmentId | None


class EquipmentUpdated(EquipmentEvent, frozen=True, kw_only=True):
    """Fields of an item of equipment changed."""

    type: ClassVar[str] = "equipment.equipment.updated"
    changed_fields: tuple[str, ...]


class EquipmentMoved(EquipmentEvent, frozen=True, kw_only=True):
    """An item of equipment, with all below it, got another parent."""

    type: ClassVar[str] = "equipment.equipment.moved"
    from_parent_id: EquipmentId | None
    to_parent_id: EquipmentId | None


class EquipmentDeleted(EquipmentEvent, frozen=True, kw_only=True):
    """An item of equipment was deleted."""

    type: ClassVar[str] = "equipment.equipment.deleted"
