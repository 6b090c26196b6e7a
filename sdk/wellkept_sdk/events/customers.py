"""What is announced about customers and customer types."""

from typing import ClassVar

from wellkept_sdk.events import Event
from wellkept_sdk.ids import CustomerId, CustomerTypeId


class CustomerTypeEvent(Event, frozen=True, kw_only=True):
    """Something happened to a customer type."""

    customer_type_id: CustomerTypeId
    code: str

    @property
    def subject(self) -> str:
        """Return the customer type that this is about."""
        return f"customer-types/{self.customer_type_id}"


class CustomerTypeCreated(CustomerTypeEvent, frozen=True, kw_only=True):
    """A customer type was created."""

    type: ClassVar[str] = "customers.customer_type.created"


class CustomerTypeUpdated(CustomerTypeEvent, frozen=True, kw_only=True):
    """Fields of a customer type changed."""

    type: ClassVar[str] = "customers.customer_type.updated"
    changed_fields: tuple[str, ...]


class CustomerTypeDeleted(CustomerTypeEvent, frozen=True, kw_only=True):
    """A customer type was deleted."""

    type: ClassVar[str] = "customers.customer_type.deleted"


class CustomerEvent(Event, frozen=True, kw_only=True):
    """Something happened to a customer."""

    customer_id: CustomerId
    code: str

    @property
    def subject(self) -> str:
        """Return the customer that this is about."""
        return f"customers/{self.customer_id}"


class CustomerCreated(CustomerEvent, frozen=True, kw_only=True):
    """A customer was created."""

    type: ClassVar[str] = "customers.customer.created"


class CustomerUpdated(CustomerEvent, frozen=True, kw_only=True):
    """Fields of a customer changed."""

    type: ClassVar[str] = "customers.customer.updated"
    changed_fields: tuple[str, ...]


class CustomerDeleted(CustomerEvent, frozen=True, kw_only=True):
    """A customer was deleted."""

    type: ClassVar[str] = "customers.customer.deleted"
