import pytest

from wellkept_sdk.actor import SYSTEM, Actor, ActorKind, Role


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

    def test_may_what_its_permissions_say(self) -> None:
        assert person(Role.ENGINEER, "tickets:work").may("tickets:work")
        assert not person(Role.ADMIN, "tickets:work").may("tickets:dispatch")

    def test_may_everything_as_the_system_and_is_nobody_of_our_people(self) -> None:
        assert SYSTEM.may("tickets:work")
        assert not SYSTEM.is_staff


class TestRole:
    def test_names_its_groups(self) -> None:
        assert Role.staff() == {Role.ADMIN, Role.DISPATCHER, Role.ENGINEER, Role.VIEWER}
        assert Role.outside() == {Role.CUSTOMER, Role.PARTNER}
        assert Role.assignable() == {Role.ADMIN, Role.DISPATCHER, Role.ENGINEER}
