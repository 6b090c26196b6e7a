"""Which accounts are bound to customers and parties."""

from uuid import UUID

import pytest

from wellkept.platform.auth.rules.bindings import binding_mistakes
from wellkept_sdk.actor import Role

CUSTOMER = UUID("0199c0de-0000-7000-8000-000000000001")
PARTY = UUID("0199c0de-0000-7000-8000-000000000002")
UNBOUND = [role for role in Role if role not in {Role.CUSTOMER, Role.PARTNER}]


def pointers(role: Role, *, customer_ids: list[UUID], party_id: UUID | None) -> list[tuple[str, str]]:
    mistakes = binding_mistakes(role, customer_ids=customer_ids, party_id=party_id)
    return [(mistake.pointer, mistake.code) for mistake in mistakes]


class TestCustomerAccount:
    def test_needs_customers(self) -> None:
        assert pointers(Role.CUSTOMER, customer_ids=[], party_id=None) == [
            ("/customer_ids", "users.customer_ids.required_for_customers")
        ]

    def test_with_customers_is_right(self) -> None:
        assert pointers(Role.CUSTOMER, customer_ids=[CUSTOMER], party_id=None) == []

    def test_has_no_party(self) -> None:
        assert pointers(Role.CUSTOMER, customer_ids=[CUSTOMER], party_id=PARTY) == [
            ("/party_id", "users.party_id.only_for_partners")
        ]


class TestPartnerAccount:
    def test_needs_a_party(self) -> None:
        assert pointers(Role.PARTNER, customer_ids=[], party_id=None) == [
            ("/party_id", "users.party_id.required_for_partners")
        ]

    def test_with_a_party_is_right(self) -> None:
        assert pointers(Role.PARTNER, customer_ids=[], party_id=PARTY) == []

    def test_with_the_bindings_of_a_customer_has_two_mistakes(self) -> None:
        assert pointers(Role.PARTNER, customer_ids=[CUSTOMER], party_id=None) == [
            ("/customer_ids", "users.customer_ids.only_for_customers"),
            ("/party_id", "users.party_id.required_for_partners"),
        ]


class TestStaffAccount:
    @pytest.mark.parametrize("role", UNBOUND)
    def test_is_bound_to_nobody(self, role: Role) -> None:
        assert pointers(role, customer_ids=[], party_id=None) == []
        assert pointers(role, customer_ids=[CUSTOMER], party_id=PARTY) == [
            ("/customer_ids", "users.customer_ids.only_for_customers"),
            ("/party_id", "users.party_id.only_for_partners"),
        ]
