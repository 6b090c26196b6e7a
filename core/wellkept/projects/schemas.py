"""What the routes of projects take and give."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType
from msgspec.structs import replace

from wellkept.customers.schemas import TimeZone
from wellkept.platform.metadata import shown_to
from wellkept.platform.storage.rows import decode
from wellkept_sdk.actor import Actor
from wellkept_sdk.ids import CustomerId, ProjectId
from wellkept_sdk.json import Metadata
from wellkept_sdk.records.projects import Stage
from wellkept_sdk.text import Code, Name

ADDRESS_LENGTH_MAX = 500

Address = Annotated[str, Meta(max_length=ADDRESS_LENGTH_MAX)]
Longitude = Annotated[float, Meta(ge=-180, le=180, description="Degrees east of Greenwich.")]
Latitude = Annotated[float, Meta(ge=-90, le=90, description="Degrees north of the equator.")]


class Site(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a project stands."""

    address: Address | None = None
    region_code: Code | None = None
    longitude: Longitude | None = None
    latitude: Latitude | None = None
    time_zone: TimeZone | None = None


class SitePatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Changes to the place of a project; null clears a member."""

    address: Address | UnsetType | None = UNSET
    region_code: Code | UnsetType | None = UNSET
    longitude: Longitude | UnsetType | None = UNSET
    latitude: Latitude | UnsetType | None = UNSET
    time_zone: TimeZone | UnsetType | None = UNSET


class SiteRead(Struct, frozen=True, kw_only=True):
    """Where a project stands, every member stated."""

    address: str | None
    region_code: str | None
    longitude: float | None
    latitude: float | None
    time_zone: str | None


class ProjectExtensions(Struct, frozen=True, kw_only=True):
    """What plugins add to a project: one key for each plugin that is active for it and keeps something of it."""


class ProjectExtensionsInput(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a new project gives to plugins, by plugin."""


class ProjectExtensionsPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Changes to what plugins add to a project: absent leaves a plugin's value, null clears it."""


NO_PROJECT_EXTENSIONS = ProjectExtensions()


class ProjectCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new project; `kind` is the company's own code, such as plant, line, building, ship or network."""

    code: Code
    name: Name
    customer_id: CustomerId
    kind: Code
    site: Site | None = None
    stage: Stage = Stage.IN_SERVICE
    accepted_on: date | None = None
    handed_over_on: date | None = None
    extensions: ProjectExtensionsInput | UnsetType = UNSET
    metadata: Metadata = {}


class ProjectPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Changes to a project; `site` and `metadata` are merged, the customer stays."""

    code: Code | UnsetType = UNSET
    name: Name | UnsetType = UNSET
    kind: Code | UnsetType = UNSET
    site: SitePatch | UnsetType | None = UNSET
    stage: Stage | UnsetType = UNSET
    accepted_on: date | UnsetType | None = UNSET
    handed_over_on: date | UnsetType | None = UNSET
    extensions: ProjectExtensionsPatch | UnsetType = UNSET
    metadata: Metadata | UnsetType | None = UNSET


class ProjectRead(Struct, frozen=True, kw_only=True):
    """A project."""

    id: ProjectId
    code: str
    name: str
    customer_id: CustomerId
    kind: str
    site: SiteRead
    stage: Stage
    accepted_on: date | None
    handed_over_on: date | None
    extensions: ProjectExtensions
    metadata: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(
        cls, row: Mapping[str, Any], *, actor: Actor, extensions: ProjectExtensions = NO_PROJECT_EXTENSIONS
    ) -> "ProjectRead":
        """Return the stored row as the actor may see it, the columns of the site gathered into one object."""
        gathered = {"site": decode(row, SiteRead), "extensions": NO_PROJECT_EXTENSIONS}
        read = decode({**shown_to(actor, row), **gathered}, cls)
        return read if extensions is NO_PROJECT_EXTENSIONS else replace(read, extensions=extensions)
