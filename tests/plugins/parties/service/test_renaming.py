"""Another name of a party: whoever keeps an item with the old one is told that it has changed."""

from typing import Final

import pytest

from parties_house import PARTIES, involved, registered
from wellkept_parties.service import renaming
from wellkept_sdk.testing import Json, TestApp

BATCH: Final = 2


async def unchanged(app: TestApp, item: Json, tag: str) -> bool:
    answer = await app.client.get(f"/v1/equipment/{item['id']}", headers={"If-None-Match": tag})
    return answer.status_code == 304


async def tag_of(app: TestApp, item: Json) -> str:
    return (await app.client.get(f"/v1/equipment/{item['id']}")).headers["ETag"]


class TestNewName:
    async def test_is_another_version_of_what_the_party_has_supplied(
        self, app: TestApp, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(renaming, "BATCH", BATCH)
        party = await registered(app, roles=["supplier", "installer"])
        project = await app.project()
        supplied = [await app.equipment(project_id=project["id"]) for _ in range(BATCH + 1)]
        installed = await app.equipment(project_id=project["id"])
        for item in supplied:
            await involved(app, f"equipment/{item['id']}", party)
        await involved(app, f"equipment/{installed['id']}", party, "installer")
        tags = [(item, await tag_of(app, item)) for item in (*supplied, installed)]

        await app.client.patch(f"{PARTIES}/{party['id']}", json={"currency": "EUR"})
        await app.drain()
        assert [await unchanged(app, item, tag) for item, tag in tags] == [True] * 4
        await app.client.patch(f"{PARTIES}/{party['id']}", json={"name": "Pumps and More"})
        await app.drain()

        assert [await unchanged(app, item, tag) for item, tag in tags] == [False, False, False, True]
        read = (await app.client.get(f"/v1/equipment/{supplied[0]['id']}")).json()
        assert [party["name"] for party in read["extensions"]["parties"]["suppliers"]] == ["Pumps and More"]
