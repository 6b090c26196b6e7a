"""Who reads what, and for whom a caller may write."""

import pytest

from tickets_made import actor
from wellkept.tickets.rules.readers import readers_mistakes, visible_to
from wellkept_sdk.actor import SYSTEM, Role
from wellkept_sdk.records.tickets import Visibility

INTERNAL, PARTNER, CUSTOMER = Visibility


class TestVisibleTo:
    @pytest.mark.parametrize("role", [Role.ADMIN, Role.ENGINEER, Role.INTEGRATION])
    def test_our_own_house_is_everything_and_internal_unless_said_otherwise(self, role: Role) -> None:
        assert visible_to(actor(role)) == (INTERNAL, PARTNER, CUSTOMER)

    def test_wellkept_itself_is_everything(self) -> None:
        assert visible_to(SYSTEM) == (INTERNAL, PARTNER, CUSTOMER)

    def test_partners_is_what_is_meant_for_them_or_for_customers(self) -> None:
        assert visible_to(actor(Role.PARTNER)) == (PARTNER, CUSTOMER)

    def test_customers_is_what_is_meant_for_them(self) -> None:
        assert visible_to(actor(Role.CUSTOMER)) == (CUSTOMER,)


class TestReadersMistakes:
    def test_name_the_readers_that_the_caller_may_not_write_for(self) -> None:
        [mistake] = readers_mistakes(PARTNER, actor=actor(Role.CUSTOMER))

        assert mistake.code == "tickets.log.visibility_denied"
        assert [error.pointer for error in mistake.errors] == ["/visibility"]

    def test_are_none_where_the_caller_may_read(self) -> None:
        assert readers_mistakes(CUSTOMER, actor=actor(Role.CUSTOMER)) == []
