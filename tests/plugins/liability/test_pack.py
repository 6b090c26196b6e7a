"""All of a case in one file: for our own house, for a party, and how much it costs."""

import json
from collections.abc import AsyncIterator
from hashlib import sha256
from io import BytesIO
from uuid import UUID
from zipfile import ZipFile

import httpx
import pytest

from liability_cases import Matter, acted, matter
from liability_house import COSTS, liability_app
from wellkept_calendars import plugin as calendars
from wellkept_liability.service import pack
from wellkept_sdk.db import Dialect
from wellkept_sdk.ids import TicketId
from wellkept_sdk.testing import Json, TestApp, dialects
from wellkept_sla import plugin as sla

HOUSE = {
    *("allocations.json", "answers.json", "attachments.json", "back_charges.json", "case.json", "cost_lines.json"),
    *("evidence.json", "facts.json", "history.json", "log.json", "manifest.json", "sla.json", "ticket.json"),
    "versions.json",
}
OUTSIDE = {
    "answers.json",
    "attachments.json",
    "case.json",
    "evidence.json",
    "log.json",
    "manifest.json",
    "versions.json",
}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


async def opened(client: httpx.AsyncClient, seal: Matter) -> dict[str, bytes]:
    answer = await client.get(f"{seal.path}/pack")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    with ZipFile(BytesIO(answer.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


async def logged(seal: Matter, text: str, visibility: str) -> None:
    entry = {"kind": "note", "text": text, "visibility": visibility}
    await seal.app.created(f"/v1/tickets/{seal.ticket['id']}/log", entry)


def read(parts: dict[str, bytes], name: str) -> Json:
    return json.loads(parts[f"{name}.json"])


class TestPack:
    async def test_holds_all_that_is_known_with_the_digest_of_each(self, app: TestApp) -> None:
        seal = await matter(app)
        await seal.proposed()
        await seal.stated()
        await logged(seal, "Opened the housing.", "internal")
        COSTS.spent(TicketId(UUID(seal.ticket["id"])), 10_001)
        await app.client.post(
            f"/v1/tickets/{seal.ticket['id']}/attachments", files={"file": ("groove.png", b"groove", "image/png")}
        )
        await seal.accepted_for(seal.designer)
        await seal.accepted_for(seal.installer)
        case = await seal.did("finalise")
        await app.client.post(f"{seal.path}/back-charges", json={})

        parts = await opened(app.client, seal)

        manifest = read(parts, "manifest")
        assert set(parts) == HOUSE
        assert (manifest["case"], manifest["evidence_root"]) == ("LC-00000001", case["evidence_root"])
        assert {each["name"]: each["sha256"] for each in manifest["files"]} == {
            name: sha256(content).hexdigest() for name, content in parts.items() if name != "manifest.json"
        }
        assert read(parts, "case") == case
        assert [each["action"] for each in json.loads(parts["history.json"])] == [
            *("open", "propose", "accept", "accept", "finalise")
        ]
        assert [each["text"] for each in json.loads(parts["log.json"])] == ["Opened the housing."]
        assert [each["amount_minor"] for each in json.loads(parts["allocations.json"])] == [4001, 3500, 2500]
        assert [each["amount_minor"] for each in json.loads(parts["back_charges.json"])] == [4001, 3500]
        assert [(each["version"], each["role"], each["answer"]) for each in json.loads(parts["answers.json"])] == [
            (1, "designer", "accepted"),
            (1, "installer", "accepted"),
        ]
        [file] = json.loads(parts["attachments.json"])
        assert (file["name"], file["sha256"]) == ("groove.png", sha256(b"groove").hexdigest())
        [line] = json.loads(parts["cost_lines.json"])
        assert (line["cost"]["amount_minor"], line["quantity"]) == (10_001, {"value": "1.000", "unit": "pc"})
        assert (read(parts, "ticket")["number"], parts["sla.json"]) == (seal.ticket["number"], b"null\n")

    async def test_of_a_party_holds_what_it_sees_elsewhere(self, app: TestApp) -> None:
        seal = await matter(app)
        await seal.proposed()
        await seal.stated("For our own house.")
        await logged(seal, "They will dispute.", "internal")
        await logged(seal, "Housing opened.", "partner")
        designer = await seal.key_of(seal.designer)
        await acted(await seal.key_of(seal.installer), seal, "dispute", version=1, reason="Never by us.")

        parts = await opened(designer, seal)

        everything = b"".join(parts.values()).decode()
        assert set(parts) == OUTSIDE
        assert [each["text"] for each in json.loads(parts["log.json"])] == ["Housing opened."]
        assert (json.loads(parts["evidence.json"]), json.loads(parts["answers.json"])) == ([], [])
        for secret in (seal.installer["id"], "Never by us.", "For our own house.", "They will dispute."):
            assert secret not in everything

    async def test_is_nothing_for_who_was_not_asked(self, app: TestApp) -> None:
        seal = await matter(app)
        await seal.found()

        for client in (await seal.key_of(seal.designer), await seal.customer()):
            assert (await client.get(f"{seal.path}/pack")).status_code == 404

    async def test_is_refused_where_it_would_be_too_large(self, app: TestApp, monkeypatch: pytest.MonkeyPatch) -> None:
        seal = await matter(app)
        await seal.found()
        monkeypatch.setattr(pack, "BYTES_MAX", 100)

        answer = await app.client.get(f"{seal.path}/pack")

        assert (answer.status_code, answer.json()["code"]) == (409, "liability.pack.too_large")

    async def test_costs_as_many_statements_for_many_versions_as_for_one(self, app: TestApp) -> None:
        seal = await matter(app)
        await seal.found()
        costs: list[int] = []
        for _ in range(2):
            before = app.house.statements
            await opened(app.client, seal)
            costs.append(app.house.statements - before)
            for _ in range(5):
                await seal.revised()
                await seal.stated()

        assert costs[0] == costs[1]


@pytest.mark.parametrize("dialect", dialects(), ids=str)
async def test_pack_tells_why_promised_times_stand_as_they_do(dialect: Dialect) -> None:
    async with liability_app(dialect, calendars, sla) as app:
        seal = await matter(app)
        await seal.found()

        explained = read(await opened(app.client, seal), "sla")

        shown = (await app.client.get(f"/v1/tickets/{seal.ticket['id']}/sla/explain")).json()
        assert explained == shown
        assert len(explained["clocks"]) > 0
