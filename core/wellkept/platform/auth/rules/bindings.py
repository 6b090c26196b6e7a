"""Which roles are bound to customers, which to a party, and which to neither."""

from collections.abc import Sequence
from uuid import UUID

from wellkept_sdk.actor import Role
from wellkept_sdk.errors import FieldError


def binding_mistakes(role: Role, *, customer_ids: Sequence[UUID], party_id: UUID | None) -> list[FieldError]:
    """Return what is wrong with the bindings of an account of this role."""
    return [*_customer_mistakes(role, customer_ids), *_party_mistakes(role, party_id)]


def _customer_mistakes(role: Role, customer_ids: Sequence[UUID]) -> list[FieldError]:
    if role is Role.CUSTOMER and not customer_ids:
        words = "An account of role customer names its customers."
        return [FieldError("/customer_ids", "users.customer_ids.required_for_customers", words)]
    if role is not Role.CUSTOMER and customer_ids:
        words = "Only accounts of role customer name customers."
        return [FieldError("/customer_ids", "users.customer_ids.only_for_customers", words)]
    return []


def _party_mistakes(role: Role, party_id: UUID | None) -> list[FieldError]:
    if role is Role.PARTNER and party_id is None:
        words = "An account of role partner names its party."
        return [FieldError("/party_id", "users.party_id.required_for_partners", words)]
    if role is not Role.PARTNER and party_id is not None:
        words = "Only accounts of role partner name a party."
        return [FieldError("/party_id", "users.party_id.only_for_partners", words)]
    return []
