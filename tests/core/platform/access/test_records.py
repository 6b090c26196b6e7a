"""Row scope: what each role sees of each kind of record."""

from uuid import UUID

import pytest
from msgspec.structs import replace

from accounts_api import make_user
from installed_base import ADMIN, make_customer
from wellkept.hosting import bindings_restored
from wellkept.platform.access import records
from wellkept.platform.access.records import RecordKind
from wellkept.platform.auth.queries import USER
from wellkept_sdk.actor import Actor, Role
from wellkept_sdk.db.clauses import FALSE, TRUE, Clause
from wellkept_sdk.ids import uuid7

CUSTOMER = "customer"
OPEN = Clause("secret.level = ?", (1,))


def actor(role: Role, *customer_ids: UUID) -> Actor:
    return replace(ADMIN, role=role, customer_ids=customer_ids)


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(records, "_kinds", {})
    records.register(RecordKind(name="secret", table="secret", scope=lambda _: OPEN))
    return "secret"


class TestScope:
    @pytest.mark.parametrize(
        ("role", "expected"),
        [
            (Role.ADMIN, TRUE),
            (Role.VIEWER, TRUE),
            (Role.ENGINEER, TRUE),
            (Role.INTEGRATION, TRUE),
            (Role.CUSTOMER, OPEN),
            (Role.PARTNER, FALSE),
        ],
    )
    async def test_is_all_for_those_who_see_all_and_nothing_by_default(
        self, secret: str, role: Role, expected: Clause
    ) -> None:
        assert await records.scope(secret, actor(role)) == expected

    async def test_of_a_partner_can_stand_beside_other_conditions(self, secret: str) -> None:
        async def shown(_name: str, _table: str, _actor: Actor) -> Clause:
            return Clause("colour = ?", ("red",)) | Clause("size = ?", (1,))

        with bindings_restored():
            records.bind_partner_scope(shown)

            assert await records.scope(secret, actor(Role.PARTNER)) == Clause(
                "((colour = ?) OR (size = ?))", ("red", 1)
            )

    async def test_of_an_unknown_kind_is_a_programmers_error(self) -> None:
        with pytest.raises(KeyError):
            await records.scope("no-such-kind", ADMIN)


class TestVisibility:
    @pytest.mark.usefixtures("database")
    async def test_of_a_customer_is_its_own_customers_and_the_staffs(self) -> None:
        own, other = (await make_customer("OWN"))["id"], (await make_customer("OTHER"))["id"]

        seen = {
            role: [await records.visible(CUSTOMER, found, actor(role, own)) for found in (own, other, uuid7())]
            for role in Role
        }

        assert seen.pop(Role.CUSTOMER) == [True, False, False]
        assert seen.pop(Role.PARTNER) == [False, False, False]
        assert set(map(tuple, seen.values())) == {(True, True, False)}

    @pytest.mark.usefixtures("database")
    async def test_of_accounts_ends_at_our_own_house(self) -> None:
        account = await make_user(Role.VIEWER)

        blind = {role for role in Role if not await records.visible(USER, account.id, actor(role, uuid7()))}

        assert blind == Role.outside()


class TestUnseenRecords:
    @pytest.mark.usefixtures("database")
    async def test_are_those_that_are_absent_or_out_of_scope(self) -> None:
        own, other, absent = (await make_customer("OWN"))["id"], (await make_customer("OTHER"))["id"], uuid7()

        assert await records.unseen(CUSTOMER, [own, other, absent], actor(Role.CUSTOMER, own)) == {other, absent}
        assert await records.unseen(CUSTOMER, [own, other, absent], ADMIN) == {absent}
        assert await records.unseen(CUSTOMER, [], ADMIN) == set()
