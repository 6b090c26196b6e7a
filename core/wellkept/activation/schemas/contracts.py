"""What the routes of contracts take and give."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType, convert

from wellkept_sdk.ids import ContractId, CustomerId, ProjectId, ServicePlanId
from wellkept_sdk.text import Code

OVERRIDES_MAX = 200


class OverrideWrite(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a contract says about one plugin: in or out, and terms that differ from the plan's."""

    enabled: Annotated[bool, Meta(description="Puts the plugin in or takes it out; absent, as in the plan.")] | None = (
        None
    )
    terms: Annotated[
        dict[str, Any], Meta(description="Laid over the plan's terms; null brings a term back to its default.")
    ] = {}


OverridesGiven = Annotated[
    dict[str, OverrideWrite],
    Meta(
        max_length=OVERRIDES_MAX,
        description="By plugin, and `core`.",
        examples=[{"core": {"terms": {"reopen_within_days": 60}}}],
    ),
]


class ContractCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new contract of a customer, or of one of its projects; `ends_on` is the first day that it does not cover."""

    number: Code
    customer_id: CustomerId
    plan_code: Code
    starts_on: date
    project_id: ProjectId | None = None
    ends_on: date | None = None
    overrides: OverridesGiven = {}


class ContractPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Changes to a contract, which count from now on.

    The override of a plugin is replaced as a whole, because null inside its terms has a meaning; null removes it.
    """

    plan_code: Code | UnsetType = UNSET
    ends_on: date | UnsetType | None = UNSET
    overrides: Annotated[dict[str, OverrideWrite | None], Meta(max_length=OVERRIDES_MAX)] | UnsetType | None = UNSET


class OverrideRead(Struct, frozen=True, kw_only=True):
    """What a contract says about one plugin; `enabled` is null where it leaves that to the plan."""

    enabled: bool | None
    terms: dict[str, Any]


class ContractRead(Struct, frozen=True, kw_only=True):
    """A contract as its last revision has it."""

    id: ContractId
    number: str
    customer_id: CustomerId
    project_id: ProjectId | None
    plan_code: str
    plan_id: ServicePlanId
    starts_on: date
    ends_on: date | None
    overrides: dict[str, OverrideRead]
    revision: int
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "ContractRead":
        """Return the stored row, joined with its last revision and plan, as the API shows it."""
        return convert({**row, "overrides": overrides_given(row["overrides"])}, cls)


class ContractRevisionRead(Struct, frozen=True, kw_only=True):
    """What a contract says from a moment on; the first revision counts for all that was before, too."""

    revision: int
    plan_code: str
    plan_id: ServicePlanId
    ends_on: date | None
    overrides: dict[str, OverrideRead]
    effective_from: datetime
    created_at: datetime

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "ContractRevisionRead":
        """Return the stored row, joined with its plan, as the API shows it."""
        return convert({**row, "overrides": overrides_given(row["overrides"])}, cls)


def overrides_given(overrides: Mapping[str, Mapping[str, Any]]) -> dict[str, OverrideRead]:
    """Return the overrides of a stored revision, every member stated."""
    return {
        name: OverrideRead(enabled=override.get("enabled"), terms=override.get("terms", {}))
        for name, override in overrides.items()
    }
