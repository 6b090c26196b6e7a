"""What the routes of equipment take and give."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType
from msgspec.structs import replace

from wellkept.platform.metadata import shown_to
from wellkept.platform.storage.rows import decode
from wellkept_sdk.actor import Actor
from wellkept_sdk.ids import EquipmentId, ProjectId
from wellkept_sdk.json import Metadata
from wellkept_sdk.records.equipment import Criticality, EquipmentStatus
from wellkept_sdk.text import Code, Name, ShortText

Specifications = Annotated[Metadata, Meta(description="Technical data by name, at most 16384 bytes as JSON.")]


class EquipmentExtensions(Struct, frozen=True, kw_only=True):
    """What plugins add to an item of equipment: one key for each that is active for it and keeps something of it."""


class EquipmentExtensionsInput(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a new item of equipment gives to plugins, by plugin."""


class EquipmentExtensionsPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Changes to what plugins add to an item of equipment: absent leaves a plugin's value, null clears it."""


NO_EQUIPMENT_EXTENSIONS = EquipmentExtensions()


class EquipmentCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new item of equipment; without a parent it is a root of its project's tree."""

    code: Code
    name: Name
    project_id: ProjectId
    parent_id: EquipmentId | None = None
    manufacturer: Name | None = None
    model: Name | None = None
    serial_number: Name | None = None
    installed_on: date | None = None
    commissioned_on: date | None = None
    status: EquipmentStatus = EquipmentStatus.IN_SERVICE
    location: ShortText | None = None
    criticality: Criticality | None = None
    specifications: Specifications = {}
    extensions: EquipmentExtensionsInput | UnsetType = UNSET
    metadata: Metadata = {}


class EquipmentPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Changes to an item; another `parent_id` moves it with all below it, null makes it a root."""

    code: Code | UnsetType = UNSET
    name: Name | UnsetType = UNSET
    parent_id: EquipmentId | UnsetType | None = UNSET
    manufacturer: Name | UnsetType | None = UNSET
    model: Name | UnsetType | None = UNSET
    serial_number: Name | UnsetType | None = UNSET
    installed_on: date | UnsetType | None = UNSET
    commissioned_on: date | UnsetType | None = UNSET
    status: EquipmentStatus | UnsetType = UNSET
    location: ShortText | UnsetType | None = UNSET
    criticality: Criticality | UnsetType | None = UNSET
    specifications: Specifications | UnsetType | None = UNSET
    extensions: EquipmentExtensionsPatch | UnsetType = UNSET
    metadata: Metadata | UnsetType | None = UNSET


class EquipmentRead(Struct, frozen=True, kw_only=True):
    """An item of equipment."""

    id: EquipmentId
    code: str
    name: str
    project_id: ProjectId
    parent_id: EquipmentId | None
    manufacturer: str | None
    model: str | None
    serial_number: str | None
    installed_on: date | None
    commissioned_on: date | None
    status: EquipmentStatus
    location: str | None
    criticality: Criticality | None
    specifications: dict[str, Any]
    extensions: EquipmentExtensions
    metadata: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(
        cls, row: Mapping[str, Any], *, actor: Actor, extensions: EquipmentExtensions = NO_EQUIPMENT_EXTENSIONS
    ) -> "EquipmentRead":
        """Return the stored row as the actor may see it."""
        shown = shown_to(actor, row)
        shown["extensions"] = NO_EQUIPMENT_EXTENSIONS
        read = decode(shown, cls)
        return read if extensions is NO_EQUIPMENT_EXTENSIONS else replace(read, extensions=extensions)
