"""What is announced about service plans and contracts."""

from datetime import datetime
from typing import ClassVar

from wellkept_sdk.events import Event
from wellkept_sdk.ids import ContractId, CustomerId, ProjectId, ServicePlanId


class ServicePlanEvent(Event, frozen=True, kw_only=True):
    """Something happened to a service plan."""

    plan_id: ServicePlanId
    code: str

    @property
    def subject(self) -> str:
        """Return the plan that this is about."""
        return f"service-plans/{self.plan_id}"


class ServicePlanCreated(ServicePlanEvent, frozen=True, kw_only=True):
    """A service plan was created."""

    type: ClassVar[str] = "activation.plan.created"


class ServicePlanRevised(ServicePlanEvent, frozen=True, kw_only=True):
    """A service plan says something else from a moment on."""

    type: ClassVar[str] = "activation.plan.revised"
    revision: int
    effective_from: datetime


class ServicePlanUpdated(ServicePlanEvent, frozen=True, kw_only=True):
    """Fields of a service plan changed."""

    type: ClassVar[str] = "activation.plan.updated"
    changed_fields: tuple[str, ...]


class ServicePlanDeleted(ServicePlanEvent, frozen=True, kw_only=True):
    """A service plan was deleted."""

    type: ClassVar[str] = "activation.plan.deleted"


class ContractEvent(Event, frozen=True, kw_only=True):
    """Something happened to a contract."""

    contract_id: ContractId
    number: str
    customer_id: CustomerId
    project_id: ProjectId | None

    @property
    def subject(self) -> str:
        """Return the contract that this is about."""
        return f"contracts/{self.contract_id}"


class ContractCreated(ContractEvent, frozen=True, kw_only=True):
    """A contract was created."""

    type: ClassVar[str] = "activation.contract.created"


class ContractUpdated(ContractEvent, frozen=True, kw_only=True):
    """A contract says something else from now on."""

    type: ClassVar[str] = "activation.contract.updated"
    revision: int
    changed_fields: tuple[str, ...]


class ContractDeleted(ContractEvent, frozen=True, kw_only=True):
    """A contract was deleted."""

    type: ClassVar[str] = "activation.contract.deleted"
