"""The list of parties: filters, order, pages, and what partners see of it."""

from typing import Any
from uuid import UUID

from parties_house import CREDIT_CODE, PARTIES, involved, moved, partner_of, refusal, registered
from wellkept_sdk.testing import TestApp

WANG = {"name": "王工", "duty": "售后", "phone": "+86 25 0000 0000", "email": None, "preferred": True}


async def codes(app: TestApp, **query: Any) -> list[str]:
    answer = await app.client.get(PARTIES, params=query)
    assert answer.is_success, answer.text
    return [party["code"] for party in answer.json()["items"]]


class TestList:
    async def test_is_narrowed_and_sorted(self, app: TestApp) -> None:
        number = {"scheme": "cn-uscc", "number": "91110000802100433B"}
        await registered(app, "PUMPCO", name="Zhenjiang Pumps", roles=["supplier", "installer"], registration=number)
        await registered(app, "ARCHI_1", name="Beijing Architects", roles=["designer"])
        blocked = await registered(app, "ARCHI-2", name="aChillers", roles=["supplier"])
        await moved(app, blocked, "block")

        assert await codes(app) == ["ARCHI-2", "ARCHI_1", "PUMPCO"]
        assert await codes(app, sort="-code") == ["PUMPCO", "ARCHI_1", "ARCHI-2"]
        assert await codes(app, sort="name") in (["ARCHI_1", "PUMPCO", "ARCHI-2"], ["ARCHI-2", "ARCHI_1", "PUMPCO"])
        assert await codes(app, code="PUMPCO") == ["PUMPCO"]
        assert await codes(app, role="supplier") == ["ARCHI-2", "PUMPCO"]
        assert await codes(app, status="blocked") == ["ARCHI-2"]
        assert await codes(app, registration_number="91110000802100433b") == ["PUMPCO"]
        assert await codes(app, q="archi_") == ["ARCHI_1"]
        assert await codes(app, q="ZHEN") == ["PUMPCO"]
        assert await codes(app, q="pumps") == []
        assert (await app.client.get(PARTIES, params={"colour": "red"})).status_code == 422

    async def test_has_contacts_and_costs_the_same_for_any_page(self, app: TestApp) -> None:
        for _ in range(5):
            await registered(app, contacts=[WANG])
        costs: list[int] = []
        for limit in (2, 5):
            before = app.house.statements
            page = (await app.client.get(PARTIES, params={"limit": limit})).json()
            costs.append(app.house.statements - before)
            assert [party["contacts"] for party in page["items"]] == [[WANG]] * limit

        first = (await app.client.get(PARTIES, params={"limit": 3})).json()
        rest = (await app.client.get(PARTIES, params={"limit": 3, "cursor": first["next_cursor"]})).json()

        assert costs[0] == costs[1]
        assert len({party["id"] for party in [*first["items"], *rest["items"]]}) == 5


class TestPartner:
    async def test_sees_its_own_party_and_no_other(self, app: TestApp) -> None:
        own = await registered(app, "OWN", external_reference="V-1", metadata={"rating": "C"}, contacts=[WANG])
        other = await registered(app, "OTHER", registration={"scheme": "cn-uscc", "number": CREDIT_CODE})
        partner = await partner_of(app, own)

        listed = (await partner.get(PARTIES)).json()["items"]
        found = (await partner.get(f"{PARTIES}/{own['id']}")).json()

        assert listed == [found] == [{**own, "external_reference": None, "metadata": {}}]
        hidden = f"{PARTIES}/{other['id']}"
        for path in (hidden, f"{hidden}/involvements", f"{hidden}/transitions", f"{PARTIES}/{UUID(int=1)}"):
            assert refusal(await partner.get(path)) == (404, "parties.party.not_found")
        assert (await partner.get(PARTIES, params={"registration_number": CREDIT_CODE})).json()["items"] == []
        assert (await partner.patch(f"{PARTIES}/{own['id']}", json={"name": "x"})).status_code == 403

    async def test_sees_its_own_part_while_it_lasts(self, app: TestApp) -> None:
        own, other, ticket = await registered(app), await registered(app), await app.ticket()
        path = f"tickets/{ticket['id']}"
        past = await involved(app, path, own, starts_on="2026-01-01", ends_on="2026-02-01")
        now = await involved(app, path, own, scope=["hvac"], reference="HT-1", note="pays late")
        await involved(app, path, other)
        partner = await partner_of(app, own)
        shown = {**now, "reference": None, "note": None}

        assert (await partner.get(f"/v1/{path}/parties")).json()["items"] == [shown]
        assert (await partner.get(f"{PARTIES}/{own['id']}/involvements")).json()["items"] == [shown]
        assert (await partner.delete(f"/v1/{path}/parties/{now['id']}")).status_code == 403
        assert len((await app.client.get(f"/v1/{path}/parties")).json()["items"]) == 3
        assert past["id"] != now["id"]
