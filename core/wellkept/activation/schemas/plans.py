"""What the routes of service plans take and give."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType, convert

from wellkept.platform.labels.locales import Locale
from wellkept_sdk.ids import ServicePlanId
from wellkept_sdk.moment import Moment
from wellkept_sdk.text import Code, Name

PLUGINS_MAX = 200

PlanPluginsGiven = Annotated[
    dict[str, dict[str, Any]],
    Meta(
        max_length=PLUGINS_MAX,
        description="Terms by plugin, `{}` for its default terms; `core` is the key of how tickets themselves behave.",
        examples=[{"core": {"auto_close_after_days": 14}}],
    ),
]


class ServicePlanCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new service plan."""

    code: Code
    name: Name
    plugins: PlanPluginsGiven


class ServicePlanPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Changes to a service plan; what it says changes by revisions."""

    name: Name | UnsetType = UNSET


class ServicePlanRevisionCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a plan says from a moment on; without one, from now on."""

    plugins: PlanPluginsGiven
    effective_from: Moment | None = None


class ServicePlanRead(Struct, frozen=True, kw_only=True):
    """A service plan with its last revision, which may count from a moment to come."""

    id: ServicePlanId
    code: str
    name: str
    revision: int
    plugins: dict[str, dict[str, Any]]
    effective_from: datetime
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "ServicePlanRead":
        """Return the stored row, joined with its last revision, as the API shows it."""
        return convert({**row, "plugins": terms_given(row["plugins"])}, cls)


class ServicePlanRevisionRead(Struct, frozen=True, kw_only=True):
    """What a plan says from a moment on; the first revision counts for all that was before, too."""

    revision: int
    plugins: dict[str, dict[str, Any]]
    effective_from: datetime
    created_at: datetime

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "ServicePlanRevisionRead":
        """Return the stored row as the API shows it."""
        return convert({**row, "plugins": terms_given(row["plugins"])}, cls)


def terms_given(plugins: Mapping[str, tuple[int, dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    """Return the terms of a stored revision as they were given."""
    return {name: terms for name, (_, terms) in plugins.items()}


class TermsForm(Struct, frozen=True, kw_only=True):
    """
    What plans and contracts may say about one plugin.

    Args:
        title: the plugin's name in the language that was asked for, in which fields are titled too.
        version: of the terms.
        requires: plugins that a plan has to name too.
        default: what holds where neither plan nor contract says anything, settings of the deployment included.
        schema: JSON Schema 2020-12 of the terms; no member of it is required.
    """

    plugin: str
    title: str
    version: int
    requires: list[str]
    default: dict[str, Any]
    schema: dict[str, Any]


class TermsForms(Struct, frozen=True, kw_only=True):
    """What plans and contracts may say, by plugin, `core` first."""

    locale: Locale
    items: list[TermsForm]
