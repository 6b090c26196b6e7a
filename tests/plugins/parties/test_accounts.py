"""Accounts of partners name a party that there is."""

from uuid import UUID

from parties_house import mistakes, registered
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp

NOBODY = str(UUID(int=1))
UNKNOWN = [("/party_id", "unknown_reference")]


def account(party_id: str) -> Json:
    return {"email": "wang@pumpco.example", "name": "Wang", "role": "partner", "party_id": party_id}


class TestAccountOfPartner:
    async def test_names_a_party_that_there_is(self, app: TestApp) -> None:
        party, other = await registered(app), await registered(app)

        unknown = await app.client.post("/v1/users", json=account(NOBODY))
        created = await app.created("/v1/users", account(party["id"]))
        path = f"/v1/users/{created['id']}"

        assert mistakes(unknown) == UNKNOWN
        assert created["party_id"] == party["id"]
        assert mistakes(await app.client.patch(path, json={"party_id": NOBODY})) == UNKNOWN
        assert (await app.client.patch(path, json={"party_id": other["id"]})).json()["party_id"] == other["id"]

    async def test_that_came_before_its_party_may_be_changed(self, app: TestApp) -> None:
        await app.as_actor(Role.PARTNER, party_id=NOBODY)
        [user] = (await app.client.get("/v1/users", params={"role": "partner"})).json()["items"]

        assert (await app.client.patch(f"/v1/users/{user['id']}", json={"name": "Wang"})).status_code == 200

    async def test_of_another_role_names_none(self, app: TestApp) -> None:
        body = {**account(NOBODY), "role": Role.ENGINEER}

        assert mistakes(await app.client.post("/v1/users", json=body)) == [
            ("/party_id", "users.party_id.only_for_partners")
        ]


class TestHold:
    async def test_names_a_party_that_there_is(self, app: TestApp) -> None:
        party, ticket = await registered(app), await app.ticket()
        path = f"/v1/tickets/{ticket['id']}/transitions"
        hold = {"action": "hold", "reason": "third_party"}

        unknown = await app.client.post(path, json={**hold, "party_id": NOBODY})
        known = await app.client.post(path, json={**hold, "party_id": party["id"]})

        assert mistakes(unknown) == UNKNOWN
        assert known.status_code == 201


class TestActivationOfARecord:
    async def test_tells_a_partner_nothing_of_contract_and_terms(self, app: TestApp) -> None:
        party, ticket = await registered(app), await app.ticket()
        body = {"party_id": party["id"], "role": party["roles"][0]}
        await app.created(f"/v1/tickets/{ticket['id']}/parties", body)
        partner = await app.as_actor(Role.PARTNER, party_id=party["id"])

        found = (await partner.get(f"/v1/tickets/{ticket['id']}/activation")).json()

        assert {found["chosen"][name] for name in ("contract_id", "contract_number", "plan_code")} == {None}
        assert all(plugin["terms"] == {} for plugin in found["plugins"].values())
