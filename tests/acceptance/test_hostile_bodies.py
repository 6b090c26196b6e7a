"""Bodies that no well-meaning client sends, through the whole HTTP stack on both databases."""

import io
import json
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api import Api, Json
from refusals import mistakes, refusal, rows
from surroundings import absent, real_data

JSON_TYPE = {"Content-Type": "application/json"}
DEPTH = 150_000
LONG = 2**70


@pytest.fixture
async def project_id(admin: Api) -> str:
    """Return a project in which tickets can be opened."""
    return str((await admin.project())["id"])


async def posted(api: Api, raw: bytes, *, path: str = "/v1/tickets") -> httpx.Response:
    return await api.http.post(path, content=raw, headers=JSON_TYPE)


def opening(project_id: str, **members: object) -> Json:
    return {"title": "Pump trips", "channel": "phone", "project_id": project_id, **members}


def with_raw(project_id: str, member: str, raw: str) -> bytes:
    """Return an opening in which one member is written by hand."""
    return f'{json.dumps(opening(project_id))[:-1]}, "{member}": {raw}}}'.encode("utf-8", "surrogatepass")


UNREADABLE: dict[str, bytes] = {
    "arrays": b"[" * DEPTH + b"]" * DEPTH,
    "arrays, unclosed": b"[" * 2 * DEPTH,
    "objects": b'{"a":' * (DEPTH // 3) + b"1" + b"}" * (DEPTH // 3),
    "mixed": b'[{"a":' * (DEPTH // 4) + b"1" + b"}]" * (DEPTH // 4),
    "arrays below a member": b'{"metadata":{"a":' + b"[" * DEPTH + b"]" * DEPTH + b"}}",
    "900 levels of floats": b'{"grade":1.0,"metadata":' + b'{"a":' * 900 + b"1.0" + b"}" * 900 + b"}",
    "65 levels": b'{"metadata":' + b'{"a":' * 65 + b"1" + b"}" * 65 + b"}",
    "nothing": b"",
    "white space": b" \n ",
    "half an object": b'{"title": "Pump',
    "two documents": b"{} {}",
    "no UTF-8": b'{"title": "\xff\xfe"}',
    "overlong NUL": b'{"title": "\xc0\x80"}',
    "surrogate as bytes": b'{"title": "\xed\xa0\x80"}',
    "UTF-16": '{"title": "Pump"}'.encode("utf-16"),
    "byte order mark": b'\xef\xbb\xbf{"title": "Pump"}',
    "NaN": b'{"grade": NaN}',
    "Infinity": b'{"grade": -Infinity}',
    "single quotes": b"{'title': 'Pump'}",
    "comment": b'{"title": "Pump" /* trips */}',
    "trailing comma": b'{"title": "Pump",}',
    "form": b"title=Pump&channel=phone",
    "raw NUL": b'{"title": "a\x00b"}',
}

#: A member written by hand, and the code at its place.
WRONG: list[tuple[str, str, str, str]] = [
    ("title", r'"a\u0000b"', "/title", "bad_characters"),
    ("title", r'"\ud800"', "/title", "bad_characters"),
    ("title", r'"\udc00\ud800"', "/title", "bad_characters"),
    ("title", '""', "/title", "too_short"),
    ("title", json.dumps("x" * 201), "/title", "too_long"),
    ("title", "[]", "/title", "type"),
    ("description", r'"\u0000"', "/description", "bad_characters"),
    ("description", json.dumps("x" * 20_001), "/description", "too_long"),
    ("channel", r'"pho\u0000ne"', "/channel", "bad_characters"),
    ("channel", '"../phone"', "/channel", "pattern"),
    ("channel", '"phone\\n"', "/channel", "pattern"),
    ("fault_code", '"\\uff25-501"', "/fault_code", "pattern"),
    ("grade", "4", "/grade", "too_large"),
    ("grade", "0", "/grade", "too_small"),
    ("grade", "1.5", "/grade", "type"),
    ("grade", "4.0", "/grade", "too_large"),
    ("grade", "1e30", "/grade", "type"),
    ("grade", '"1"', "/grade", "type"),
    ("grade", "true", "/grade", "type"),
    ("grade", str(LONG), "/grade", "too_large"),
    ("grade", str(-LONG), "/grade", "too_small"),
    ("grade", "1" * 5000, "/grade", "too_large"),
    ("grade", "1e999", "/grade", "too_large"),
    ("urgency", '"now"', "/urgency", "not_a_choice"),
    ("reported_at", '"2026-11-21T09:00:00"', "/reported_at", "naive_time"),
    ("reported_at", '"2026-11-21"', "/reported_at", "type"),
    ("reported_at", '"2026-02-30T09:00:00Z"', "/reported_at", "type"),
    ("reported_at", '"0001-01-01T00:00:00+14:00"', "/reported_at", "too_large"),
    ("reported_at", '"9999-12-31T23:59:59-14:00"', "/reported_at", "too_large"),
    ("reported_at", "1790000000", "/reported_at", "type"),
    ("equipment_id", '"not-a-uuid"', "/equipment_id", "type"),
    ("equipment_id", '"00000000-0000-0000-0000-000000000000"', "/equipment_id", "unknown_reference"),
    ("reporter", r'{"name": "Li\u0000"}', "/reporter/name", "bad_characters"),
    ("reporter", '{"name": "Li", "email": "@"}', "/reporter/email", "too_short"),
    ("reporter", '{"name": "Li", "email": "li@example.com\\n"}', "/reporter/email", "pattern"),
    ("reporter", '{"name": "Li", "role": "boss"}', "/reporter/role", "unknown_field"),
    ("metadata", r'{"a\u0000": 1}', "/metadata/a\u0000", "bad_characters"),
    ("metadata", r'{"deep": [{"x": "\ud83d"}]}', "/metadata/deep/0/x", "bad_characters"),
    ("metadata", f'{{"n": {LONG}}}', "/metadata/n", "too_large"),
    ("metadata", '{"n": -1e999}', "/metadata/n", "too_small"),
    ("metadata", "[1]", "/metadata", "type"),
    ("metadata", json.dumps({"long": "x" * 16_384}), "/metadata", "too_long"),
    ("metadata", json.dumps({f"key {n}": n for n in range(4000)}), "/metadata", "too_long"),
    ("extensions", '{"sla": {}}', "/extensions/sla", "unknown_field"),
    ("colour", '"red"', "/colour", "unknown_field"),
    (r"co\u0000lour", "1", "/co\u0000lour", "bad_characters"),
    (r"\ud800", "1", "/\ufffd\ufffd\ufffd", "bad_characters"),
    ("dedup_key", '""', "/dedup_key", "too_short"),
]

WRONG_TYPES = [
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/xml",
    "multipart/form-data; boundary=x",
    "application/json; charset=utf-16",
    "application/merge-patch+json",
    "json",
    "*/*",
    "",
]


class TestBody:
    async def test_that_cannot_be_read_is_refused(self, admin: Api) -> None:
        before = await rows()

        for case, raw in UNREADABLE.items():
            problem = refusal(await posted(admin, raw), 400, case=case)
            assert problem["code"] == "malformed_json", case

        assert await rows() == before

    async def test_that_is_wrong_is_refused_at_the_place_of_the_mistake(self, admin: Api, project_id: str) -> None:
        before = await rows()

        for member, raw, pointer, code in WRONG:
            case = f"{member} = {raw[:60]}"
            found = mistakes(await posted(admin, with_raw(project_id, member, raw)), case=case)
            assert found == {pointer: code}, case

        assert await rows() == before

    async def test_of_a_wrong_shape_is_refused(self, admin: Api) -> None:
        for raw in (b"[]", b"null", b"1", b'"text"', b"true", b"1e999", str(LONG).encode()):
            assert mistakes(await posted(admin, raw), case=raw).keys() == {""}

    async def test_is_told_every_mistake_at_once(self, admin: Api) -> None:
        body: Json = {"grade": 4, "colour": "red", "reporter": {}, "metadata": 1, "reported_at": "2026-11-21T09:00:00"}

        answer = await admin.post("/v1/tickets?page=2", body)

        assert mistakes(answer) == {
            "/title": "required",
            "/project_id": "required",
            "/channel": "required",
            "/grade": "too_large",
            "/reporter/name": "required",
            "/reported_at": "naive_time",
            "/metadata": "type",
            "/colour": "unknown_field",
            "query/page": "unknown_parameter",
        }

    async def test_of_another_media_type_is_refused(self, admin: Api, project_id: str) -> None:
        before, raw = await rows(), json.dumps(opening(project_id)).encode()

        for media_type in WRONG_TYPES:
            answer = await admin.http.post("/v1/tickets", content=raw, headers={"Content-Type": media_type})
            refusal(answer, 415, case=media_type)

        assert await rows() == before

    async def test_beyond_the_limit_is_refused(self, admin: Api) -> None:
        refusal(await posted(admin, b" " * 1_048_577), 413)

    async def test_may_name_a_member_twice_and_the_last_counts(self, admin: Api, project_id: str) -> None:
        answer = await posted(admin, with_raw(project_id, "title", '"The last"'))

        assert answer.status_code == 201
        assert answer.json()["title"] == "The last"

    async def test_at_the_edge_of_what_is_allowed_is_stored(self, admin: Api, project_id: str) -> None:
        metadata = {"max": 2**63 - 1, "min": -(2**63), "tiny": 5e-324, "huge": 1.7e308, "text": "\U0010ffff\u0001\x7f"}
        body = opening(
            project_id, title="\u00fc" * 200, description="\u6c34" * 20_000, metadata={**metadata, "deep": nested(60)}
        )

        made = await admin.created("/v1/tickets", body)

        read = await admin.found(f"/v1/tickets/{made['id']}")
        assert {name: read[name] for name in body} == body

    async def test_may_write_an_integer_as_a_float(self, admin: Api, project_id: str) -> None:
        answer = await posted(admin, with_raw(project_id, "grade", '1.0, "metadata": {"half": 0.5, "huge": 1e300}'))

        assert answer.status_code == 201
        assert answer.json()["grade"] == 1
        assert answer.json()["metadata"] == {"half": 0.5, "huge": 1e300}

    async def test_of_year_1_and_9999_is_stored_as_utc(self, admin: Api, project_id: str) -> None:
        body = opening(project_id, occurred_at="0001-01-01T14:00:01+14:00", reported_at="0001-01-02T00:00:00Z")

        made = await admin.created("/v1/tickets", body)

        assert made["occurred_at"] == "0001-01-01T00:00:01Z"
        assert await admin.found("/v1/tickets?updated_since=9999-12-31T23:59:59Z") == {
            "items": [],
            "next_cursor": None,
        }


class TestNaughtyStrings:
    async def test_round_trip_exactly_as_text_of_every_kind(self, admin: Api, project_id: str) -> None:
        strings = naughty_strings()
        ticket = await admin.ticket(project_id=project_id)

        for text in strings:
            body = opening(project_id, title=text[:200], description=text, metadata={text: [text]})
            made = await admin.created("/v1/tickets", body)
            assert (made["title"], made["description"], made["metadata"]) == (text[:200], text, {text: [text]})
            entry = await admin.created(f"/v1/tickets/{ticket['id']}/log", {"kind": "note", "text": text})
            assert entry["text"] == text

        read = await admin.all_items("/v1/tickets", sort="number", limit=200)
        assert [item["description"] for item in read[1:]] == strings
        assert [item["metadata"] for item in read[1:]] == [{text: [text]} for text in strings]
        log = await admin.all_items(f"/v1/tickets/{ticket['id']}/log", limit=200)
        assert [entry["text"] for entry in log] == strings

    async def test_are_found_by_filters_and_never_interpreted(self, admin: Api, project_id: str) -> None:
        await admin.ticket(project_id=project_id)

        for text in naughty_strings():
            made = await admin.ticket(project_id=project_id, title=text[:200], dedup_key=text[:200])
            exact = await admin.all_items("/v1/tickets", dedup_key=text[:200])
            assert [item["id"] for item in exact] == [made["id"]], text
            partly = await admin.all_items("/v1/tickets", q=text[:200])
            assert made["id"] in [item["id"] for item in partly], text


class TestJsonSuite:
    async def test_is_judged_as_its_names_say(self, admin: Api, project_id: str) -> None:
        expected: dict[str, set[int]] = {"y": {201, 422}, "n": {400, 422}, "i": {201, 400, 422}}
        suite = dict(json_suite())

        for name, raw in suite.items():
            for case, body in (("whole", raw), ("metadata", with_metadata(project_id, raw))):
                answer = await posted(admin, body)
                # Some broken documents are whole again as a part of another.
                allowed = expected[name[0]].union({201, 422} if is_json(body) else ())
                assert answer.status_code in allowed, f"{name} as {case}: {answer.status_code} {answer.text[:300]}"
                if answer.status_code != 201:
                    refusal(answer, 400, 422, case=name)

        assert len(suite) == 318


def nested(depth: int) -> Any:
    value: Any = "bottom"
    for _ in range(depth):
        value = [value]
    return value


def naughty_strings() -> list[str]:
    """Return the strings that can be a title: not empty, and without what no database holds."""
    strings: list[str] = json.loads(real_data("conformance/naughty_strings/blns.json").read_text(encoding="utf-8"))
    return [text for text in dict.fromkeys(strings) if text and "\x00" not in text]


def with_metadata(project_id: str, raw: bytes) -> bytes:
    return json.dumps(opening(project_id)).encode()[:-1] + b', "metadata": {"x": ' + raw + b"}}"


def is_json(raw: bytes) -> bool:
    try:
        json.loads(raw.decode("utf-8"), parse_constant=lambda _: 1 / 0)
    except (ValueError, ZeroDivisionError, RecursionError):
        return False
    return True


def json_suite() -> Iterator[tuple[str, bytes]]:
    packed, unpack = real_data("conformance/json_test_suite.tar.zst"), shutil.which("zstd")
    if unpack is None:
        absent("the suite is packed with zstd, which is not on this machine", unless="WELLKEPT_REQUIRE_DATA")
    archive = subprocess.run([unpack, "-dcq", packed], capture_output=True, check=True).stdout  # noqa: S603
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            file = tar.extractfile(member)
            if file is not None:
                yield Path(member.name).name, file.read()
