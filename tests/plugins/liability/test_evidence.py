"""Evidence: its digests, who sees it, and that it is frozen with the case."""

import json
from collections.abc import AsyncIterator
from hashlib import sha256

import pytest

from liability_cases import Matter, got, matter
from liability_house import liability_app
from parties_house import mistakes
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects

PICTURE = b"\x89PNG groove"
EMPTY_ROOT = sha256(b"").hexdigest()


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


@pytest.fixture
async def seal(app: TestApp) -> Matter:
    return await matter(app)


async def attached(seal: Matter, visibility: str = "internal") -> Json:
    answer = await seal.app.client.post(
        f"/v1/tickets/{seal.ticket['id']}/attachments",
        files={"file": ("groove.png", PICTURE, "image/png")},
        data={"visibility": visibility, "taken_at": "2026-03-01T08:00:00Z"},
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


async def logged(seal: Matter, visibility: str = "internal") -> Json:
    entry = {"kind": "diagnosis", "text": "密封槽太浅: 2.1 mm", "visibility": visibility}
    return await seal.app.created(f"/v1/tickets/{seal.ticket['id']}/log", entry)


async def kept(seal: Matter, kind: str, **values: object) -> Json:
    return await seal.app.created(f"{seal.path}/evidence", {"kind": kind, **values})


class TestEvidence:
    async def test_of_a_text_has_the_digest_of_its_utf_8(self, seal: Matter) -> None:
        await seal.found()

        measured = await kept(
            seal,
            "measurement",
            text=" 槽深 2.1 mm\n",
            place="Pump house",
            note="Caliper 7",
            taken_at="2026-03-01T10:00:00+08:00",
        )
        stated = await kept(seal, "statement", text="The seal was fitted dry.")

        assert measured["sha256"] == sha256(" 槽深 2.1 mm\n".encode()).hexdigest()
        assert stated["sha256"] == sha256(b"The seal was fitted dry.").hexdigest()
        assert (measured["place"], measured["note"], measured["taken_at"]) == (
            "Pump house",
            "Caliper 7",
            "2026-03-01T02:00:00Z",
        )
        assert await seal.evidence() == [measured, stated]

    async def test_of_a_file_has_the_digest_of_its_bytes(self, seal: Matter) -> None:
        await seal.found()
        file = await attached(seal)

        picture = await kept(seal, "attachment", attachment_id=file["id"])

        assert picture["sha256"] == sha256(PICTURE).hexdigest()
        assert (picture["attachment_id"], picture["log_entry_id"]) == (file["id"], None)
        assert picture["taken_at"] == "2026-03-01T08:00:00Z"
        assert picture["taken_by"] == file["uploaded_by"]["id"]

    async def test_of_a_line_has_the_digest_of_its_canonical_json(self, seal: Matter) -> None:
        await seal.found()
        entry = await logged(seal)
        [shown] = (await got(seal.app.client, f"/v1/tickets/{seal.ticket['id']}/log"))["items"]

        line = await kept(seal, "log_entry", log_entry_id=entry["id"])

        canonical = json.dumps(shown, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert line["sha256"] == sha256(canonical.encode()).hexdigest()
        assert (line["log_entry_id"], line["attachment_id"]) == (entry["id"], None)

    async def test_is_of_the_same_ticket(self, app: TestApp, seal: Matter) -> None:
        await seal.found()
        other = await matter(app)
        file, entry = await attached(other), await logged(other)

        refused = [
            await app.client.post(f"{seal.path}/evidence", json={"kind": "attachment", "attachment_id": file["id"]}),
            await app.client.post(f"{seal.path}/evidence", json={"kind": "log_entry", "log_entry_id": entry["id"]}),
        ]

        assert [mistakes(each) for each in refused] == [
            [("/attachment_id", "unknown_reference")],
            [("/log_entry_id", "unknown_reference")],
        ]

    async def test_says_what_its_kind_needs_and_nothing_else(self, app: TestApp, seal: Matter) -> None:
        await seal.found()
        wrong: list[Json] = [
            {"kind": "statement"},
            {"kind": "statement", "text": ""},
            {"kind": "attachment"},
            {"kind": "attachment", "attachment_id": seal.ticket["id"], "text": "x"},
            {"kind": "rumour", "text": "x"},
            {"kind": "statement", "text": "x", "taken_at": "2026-03-01T10:00:00"},
        ]

        answers = [await app.client.post(f"{seal.path}/evidence", json=each) for each in wrong]

        assert [each.status_code for each in answers] == [422] * len(wrong)

    async def test_is_kept_by_our_own_house(self, app: TestApp, seal: Matter) -> None:
        await seal.proposed()
        designer = await seal.key_of(seal.designer)

        answer = await designer.post(f"{seal.path}/evidence", json={"kind": "statement", "text": "Not us."})

        assert answer.status_code == 403


class TestFinalCase:
    async def test_freezes_evidence_under_one_digest(self, seal: Matter) -> None:
        await seal.proposed()
        file = await attached(seal)
        await kept(seal, "attachment", attachment_id=file["id"])
        await kept(seal, "statement", text="The seal was fitted dry.")
        await seal.accepted_for(seal.designer)
        await seal.accepted_for(seal.installer)

        case = await seal.did("finalise")
        late = await seal.stated()

        lines = "".join(
            f"{each['sha256']} {each['id']}\n" for each in sorted(await seal.evidence(), key=lambda each: each["id"])
        )
        assert case["evidence_root"] == sha256(lines.encode()).hexdigest()
        assert (late.status_code, late.json()["code"]) == (409, "liability.evidence.frozen")

    async def test_without_evidence_has_the_digest_of_nothing(self, seal: Matter) -> None:
        assert (await seal.final())["evidence_root"] == EMPTY_ROOT


class TestReader:
    async def test_sees_the_files_and_lines_that_he_may_read(self, app: TestApp, seal: Matter) -> None:
        await seal.proposed()
        for visibility in ("internal", "partner", "customer"):
            file, entry = await attached(seal, visibility), await logged(seal, visibility)
            await kept(seal, "attachment", attachment_id=file["id"], note=visibility)
            await kept(seal, "log_entry", log_entry_id=entry["id"], note=visibility)
        await kept(seal, "statement", text="For our own house.")
        ours = {each["id"]: each["note"] for each in await seal.evidence()}
        viewer = await app.as_actor(Role.VIEWER)
        readers = {"viewer": viewer, "party": await seal.key_of(seal.designer), "customer": await seal.customer()}

        seen = {
            name: (await got(client, f"{seal.path}/evidence", limit=100))["items"] for name, client in readers.items()
        }

        assert len(seen["viewer"]) == 7
        assert [ours[each["id"]] for each in seen["party"]] == ["partner", "partner", "customer", "customer"]
        assert [ours[each["id"]] for each in seen["customer"]] == ["customer", "customer"]
        assert {(each["note"], each["taken_by"]) for each in seen["party"]} == {(None, None)}
