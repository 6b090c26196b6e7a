from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID

import pytest

from wellkept_sdk.events import Event
from wellkept_sdk.events.accounts import KeyCreated, UserCreated, UserUpdated
from wellkept_sdk.events.activation import ContractDeleted, ServicePlanCreated
from wellkept_sdk.events.customers import CustomerCreated, CustomerTypeCreated
from wellkept_sdk.events.equipment import EquipmentCreated
from wellkept_sdk.events.projects import ProjectCreated
from wellkept_sdk.events.tickets import TicketUpdated
from wellkept_sdk.ids import ContractId, CustomerId, CustomerTypeId, EquipmentId, ProjectId, ServicePlanId

ID = UUID(int=7)


class Anonymous(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "test.nothing.happened"


class TestEvent:
    def test_has_to_name_the_record_that_it_is_about(self) -> None:
        with pytest.raises(NotImplementedError):
            _ = Anonymous().subject

    @pytest.mark.parametrize(
        ("event", "subject"),
        [
            (UserCreated(user_id=ID, role="admin"), f"users/{ID}"),
            (UserUpdated(user_id=ID, changed_fields=["name"]), f"users/{ID}"),
            (KeyCreated(api_key_id=ID, user_id=UUID(int=8)), f"api-keys/{ID}"),
            (ServicePlanCreated(plan_id=ServicePlanId(ID), code="A"), f"service-plans/{ID}"),
            (
                ContractDeleted(contract_id=ContractId(ID), number="A", customer_id=CustomerId(ID), project_id=None),
                f"contracts/{ID}",
            ),
            (CustomerTypeCreated(customer_type_id=CustomerTypeId(ID), code="A"), f"customer-types/{ID}"),
            (CustomerCreated(customer_id=CustomerId(ID), code="A"), f"customers/{ID}"),
            (ProjectCreated(project_id=ProjectId(ID), customer_id=CustomerId(ID), code="A"), f"projects/{ID}"),
            (
                EquipmentCreated(
                    equipment_id=EquipmentId(ID), project_id=ProjectId(UUID(int=8)), code="A", parent_id=None
                ),
                f"equipment/{ID}",
            ),
            (
                TicketUpdated(
                    ticket_id=ID,
                    number="T-00000007",
                    customer_id=UUID(int=8),
                    project_id=UUID(int=9),
                    equipment_id=None,
                    occurred_at=datetime(2026, 11, 2, 1, 0, tzinfo=UTC),
                    changed_fields=["title"],
                ),
                f"tickets/{ID}",
            ),
        ],
        ids=lambda value: type(value).__name__,
    )
    def test_names_its_record(self, event: Event, subject: str) -> None:
        assert event.subject == subject
