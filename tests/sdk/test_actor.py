import pytest

from wellkept_sdk.actor import ANONYMOUS, SYSTEM, Actor, ActorKind, Role, Side


def person(role: Role, *permissions: str) -> Actor:
    return Actor(kind=ActorKind.USER, id=None, name="Li Na", role=role, permissions=frozenset(permissions))


class TestActor:
    @pytest.mark.parametrize(
        ("role", "is_staff", "is_outside"),
        [
            (Role.ADMIN, True, False),
            (Role.DISPATCHER, True, False),
            (Role.ENGINEER, True, False),
            (Role.VIEWER, True, False),
            (Role.CUSTOMER, False, True),
            (Role.PARTNER, False, True),
            (Role.INTEGRATION, False, False),
        ],
    )
    def test_belongs_to_our_house_or_not(self, role: Role, *, is_staff: bool, is_outside: bool) -> None:
        assert (person(role).is_staff, person(role).is_outside) == (is_staff, is_outside)

    @pytest.mark.parametrize(
        ("caller", "side"),
        [
            (person(Role.ENGINEER), Side.US),
            (person(Role.INTEGRATION), Side.US),
            (person(Role.CUSTOMER), Side.CUSTOMER),
            (person(Role.PARTNER), Side.PARTY),
            (ANONYMOUS, Side.CUSTOMER),
            (SYSTEM, Side.SYSTEM),
        ],
        ids=["engineer", "program", "customer", "partner", "anonymous", "system"],
    )
    def test_stands_on_a_side(self, caller: Actor, side: Side) -> None:
        assert caller.side is side

    def test_may_what_its_permissions_say(self) -> None:
        assert person(Role.ENGINEER, "tickets:work").may("tickets:work")
        assert not person(Role.ADMIN, "tickets:work").may("tickets:dispatch")

    def test_may_everything_as_the_system_and_is_nobody_of_our_people(self) -> None:
        assert SYSTEM.may("tickets:work")
        assert not SYSTEM.is_staff

    def test_may_nothing_and_sees_nothing_without_a_credential(self) -> None:
        assert not ANONYMOUS.may("tickets:read")
        assert (ANONYMOUS.is_outside, ANONYMOUS.is_staff, ANONYMOUS.customer_ids) == (True, False, ())


class TestRole:
    def test_names_its_groups(self) -> None:
        assert Role.staff() == {Role.ADMIN, Role.DISPATCHER, Role.ENGINEER, Role.VIEWER}
        assert Role.outside() == {Role.CUSTOMER, Role.PARTNER}
        assert Role.assignable() == {Role.ADMIN, Role.DISPATCHER, Role.ENGINEER}
