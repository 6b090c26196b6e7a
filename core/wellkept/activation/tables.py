"""Service plans and contracts with their revisions, and the activations that follow from them."""

from piccolo.columns.base import OnDelete
from piccolo.table import Table

from wellkept_sdk.db import columns
from wellkept_sdk.db.indexes import Check, Index, index, unique_index
from wellkept_sdk.db.tables import core_table


class ServicePlan(Table, tablename="service_plan"):
    """A named set of plugins with terms; what it says stands in its revisions."""

    id = columns.primary_key()
    code = columns.code(unique=True)
    name = columns.text()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()


class ServicePlanRevision(Table, tablename="service_plan_revision"):
    """What a plan says from a moment on; never changed. `plugins` is `{plugin: [terms_version, terms as given]}`."""

    id = columns.primary_key()
    plan_id = columns.reference(ServicePlan, on_delete=OnDelete.cascade, index=False)
    revision = columns.integer()
    plugins = columns.document()
    effective_from = columns.moment()
    created_at = columns.created_at()


class Contract(Table, tablename="contract"):
    """What a customer, or one of its projects, has agreed; `ends_on` is exclusive and that of the last revision."""

    id = columns.primary_key()
    number = columns.code(unique=True)
    customer_id = columns.reference(core_table("Customer"), on_delete=OnDelete.restrict, index=False)
    project_id = columns.reference(core_table("Project"), on_delete=OnDelete.restrict, null=True)
    starts_on = columns.day()
    ends_on = columns.day(null=True)
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()


class ContractRevision(Table, tablename="contract_revision"):
    """What a contract says from a moment on; never changed. `overrides` is `{plugin: {enabled?, terms?, version}}`."""

    id = columns.primary_key()
    contract_id = columns.reference(Contract, on_delete=OnDelete.cascade, index=False)
    revision = columns.integer()
    plan_id = columns.reference(ServicePlan, on_delete=OnDelete.restrict)
    overrides = columns.document()
    ends_on = columns.day(null=True)
    effective_from = columns.moment()
    created_at = columns.created_at()


class ActivationRow(Table, tablename="activation"):
    """Plugins with their terms, found by the hash of both; `plugins` is `{plugin: [terms_version, terms]}`."""

    id = columns.primary_key()
    hash = columns.text()
    plugins = columns.document()
    created_at = columns.created_at()


INDEXES: tuple[Index, ...] = (
    unique_index("service_plan_revision", "plan_id", "revision"),
    index("service_plan_revision", "plan_id", "effective_from"),
    index("service_plan", "updated_at", "id"),
    index("contract", "customer_id", "project_id", "starts_on"),
    index("contract", "starts_on", "id"),
    index("contract", "updated_at", "id"),
    unique_index("contract_revision", "contract_id", "revision"),
    unique_index("activation", "hash"),
)
CHECKS: tuple[Check, ...] = (
    Check("contract", "period", "ends_on IS NULL OR ends_on > starts_on"),
    Check("activation", "hash", "length(hash) = 64"),
)
