import json
from typing import Any

import httpx
import pytest

FORM = {"content-type": "multipart/form-data; boundary=b"}
VALID: dict[str, Any] = {"title": "Pump", "project_id": "0199a000-0000-7000-8000-000000000000"}
THING = "/things/0199a000-0000-7000-8000-000000000000"


def found(response: httpx.Response, status: int = 422, code: str = "validation_failed") -> dict[str, str]:
    document = response.json()
    assert (response.status_code, document["code"]) == (status, code), response.text
    return {error["pointer"]: error["code"] for error in document["errors"]}


class TestBody:
    async def test_that_is_right_is_accepted(self, client: httpx.AsyncClient):
        response = await client.post("/things", json=VALID | {"metadata": {"a": [1, {"b": None}]}})

        assert response.status_code == 201
        assert response.json()["metadata"] == {"a": [1, {"b": None}]}

    async def test_is_told_all_its_mistakes_at_once(self, client: httpx.AsyncClient):
        body = {
            "title": "",
            "colour": "red",
            "grade": "z",
            "count": "3",
            "code": "abc",
            "at": "2026-11-21T01:00:00",
            "contacts": [{"name": "x" * 11, "age": 151}, {"age": -1}, 7, {"name": "Li"}],
        }

        response = await client.post("/things?limit=5&dry_run=perhaps", json=body)

        assert found(response) == {
            "/title": "too_short",
            "/project_id": "required",
            "/grade": "not_a_choice",
            "/count": "type",
            "/code": "pattern",
            "/at": "naive_time",
            "/contacts": "too_long",
            "/contacts/0/name": "too_long",
            "/contacts/0/age": "too_large",
            "/contacts/1/name": "required",
            "/contacts/1/age": "too_small",
            "/contacts/2": "type",
            "/colour": "unknown_field",
            "query/limit": "unknown_parameter",
            "query/dry_run": "type",
        }

    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            ({"action": "dance"}, {"/action": "not_a_choice"}),
            ({"note": "x"}, {"/action": "required"}),
            ({"action": [3]}, {"/action": "type"}),
            ({"action": "hold"}, {"/reason": "required"}),
            ({"action": "hold", "reason": "", "colour": 1}, {"/reason": "too_short", "/colour": "unknown_field"}),
            ([], {"": "type"}),
        ],
    )
    async def test_is_judged_by_its_action(self, client: httpx.AsyncClient, body: object, expected: dict[str, str]):
        assert found(await client.post("/actions", json=body)) == expected

    async def test_with_a_number_as_text_is_refused_although_litestar_would_read_it(self, client: httpx.AsyncClient):
        assert found(await client.post("/things", json=VALID | {"count": "3"})) == {"/count": "type"}

    @pytest.mark.parametrize(
        ("member", "expected"),
        [
            (r'"title": "a\u0000b"', {"/title": "bad_characters"}),
            (r'"title": "a\ud800b"', {"/title": "bad_characters"}),
            (
                r'"metadata": {"a": ["\udfff", {"b\u0000": 1}]}',
                {"/metadata/a/0": "bad_characters", "/metadata/a/1/b\0": "bad_characters"},
            ),
            (r'"metadata": {"\ud800": 1}', {"/metadata/\ufffd\ufffd\ufffd": "bad_characters"}),
            (r'"count": 9223372036854775808', {"/count": "too_large"}),
            (r'"count": -9223372036854775809', {"/count": "too_small"}),
            (f'"count": {"9" * 400}', {"/count": "too_large"}),
            (f'"count": -{"9" * 400}', {"/count": "too_small"}),
            (f'"count": {"9" * 5000}', {"/count": "too_large"}),
            (r'"metadata": {"n": 99999999999999999999}', {"/metadata/n": "too_large"}),
            (r'"ratio": 1e999', {"/ratio": "too_large"}),
            (r'"title": "\ud83d\ude00"', {}),
            (r'"title": "\\u0000"', {}),
            (r'"count": 9223372036854775807', {}),
        ],
    )
    async def test_with_what_no_database_holds_is_refused_at_its_place(
        self, client: httpx.AsyncClient, member: str, expected: dict[str, str]
    ):
        body = json.dumps({name: value for name, value in VALID.items() if f'"{name}"' not in member})[:-1]

        response = await client.post(
            "/things", content=f"{body}, {member}}}", headers={"content-type": "application/json"}
        )

        assert (found(response) if expected else response.status_code) == (expected or 201), response.text

    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            b"{",
            b"nonsense",
            b'{"title": NaN}',
            b'{"ratio": Infinity}',
            b'{"title": "\xff"}',
            b"\xef\xbb\xbf{}",
            b'{"title": "a\x00b"}',
            b"[" * 300_000,
            b'{"metadata": ' + b'{"a":' * 100 + b"1" + b"}" * 101,
            b'{"a":' * 60_000,
            b'{"title": "x"} trailing',
        ],
        ids=lambda raw: repr(raw[:20]),
    )
    async def test_that_cannot_be_read_is_malformed(self, client: httpx.AsyncClient, raw: bytes):
        response = await client.post("/things", content=raw, headers={"content-type": "application/json"})

        assert found(response, 400, "malformed_json") == {}

    async def test_may_name_a_member_twice(self, client: httpx.AsyncClient):
        raw = json.dumps(VALID)[:-1] + ', "title": "Second"}'

        response = await client.post("/things", content=raw, headers={"content-type": "application/json"})

        assert response.json()["title"] == "Second"

    async def test_beyond_the_limit_is_refused_whether_announced_or_not(self, client: httpx.AsyncClient):
        async def unannounced():  # noqa: ANN202
            for _ in range(50):
                yield b" " * 10_000

        json_type = {"content-type": "application/json"}

        announced = await client.post("/things", content=b" " * 400_001, headers=json_type)
        streamed = await client.post("/things", content=unannounced(), headers=json_type)

        assert found(announced, 413, "body_too_large") == found(streamed, 413, "body_too_large") == {}


class TestMediaType:
    @pytest.mark.parametrize(
        "media_type", ["application/json", "application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"']
    )
    async def test_json_is_accepted(self, client: httpx.AsyncClient, media_type: str):
        response = await client.post("/things", content=json.dumps(VALID), headers={"content-type": media_type})

        assert response.status_code == 201

    @pytest.mark.parametrize(
        "media_type",
        ["text/plain", "application/xml", "application/json; charset=latin-1", "application/jsonp", "x", ""],
    )
    async def test_others_are_415_even_before_the_body_is_read(self, client: httpx.AsyncClient, media_type: str):
        response = await client.post("/things", content="{", headers={"content-type": media_type})

        found(response, 415, "unsupported_media_type")
        assert response.json()["accepted"] == "application/json"

    async def test_none_is_415_if_there_is_a_body(self, client: httpx.AsyncClient):
        found(await client.post("/things", content=b"{}"), 415, "unsupported_media_type")

    async def test_json_is_415_where_a_form_is_wanted(self, client: httpx.AsyncClient):
        found(await client.post("/uploads", json={}), 415, "unsupported_media_type")

    async def test_does_not_matter_where_no_body_is_wanted(self, client: httpx.AsyncClient):
        response = await client.post("/pings", content=b"x", headers={"content-type": "text/plain"})

        assert response.status_code == 201


class TestQuery:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("page=2", {"query/page": "unknown_parameter"}),
            ("limit=0", {"query/limit": "too_small"}),
            ("limit=201&page=2", {"query/limit": "too_large", "query/page": "unknown_parameter"}),
            ("limit=abc", {"query/limit": "type"}),
            ("limit=1&limit=2", {"query/limit": "type"}),
            ("limit=", {"query/limit": "type"}),
            ("limit=" + "9" * 30, {"query/limit": "too_large"}),
            ("limit=" + "9" * 5000, {"query/limit": "too_large"}),
            ("count=" + "9" * 30, {"query/count": "too_large"}),
            ("ratio=nan", {"query/ratio": "type"}),
            ("ratio=inf", {"query/ratio": "too_large"}),
            ("grade=z&project_id=x", {"query/grade": "not_a_choice", "query/project_id": "type"}),
            ("reported_from=2026-11-21T01:00:00", {"query/reported_from": "naive_time"}),
            ("text=a%00b", {"query/text": "bad_characters"}),
            ("text=%ff", {"query/text": "bad_characters"}),
            ("text=%ed%a0%80", {"query/text": "bad_characters"}),
            ("a%00=1", {"query/a\0": "unknown_parameter"}),
            ("weight=4", {"query/weight": "too_small"}),
            ("word=a&word=z", {"query/word": "not_a_choice"}),
        ],
    )
    async def test_is_told_all_its_mistakes(self, client: httpx.AsyncClient, query: str, expected: dict[str, str]):
        assert found(await client.get(f"/things?{query}")) == expected

    async def test_may_repeat_what_is_a_list(self, client: httpx.AsyncClient):
        response = await client.get("/things?word=a&word=b&text=%E6%B3%B5&limit=7")

        assert response.json() | {"word": ["a", "b"], "text": "泵", "limit": 7} == response.json()


class TestHeader:
    @pytest.mark.parametrize("line", ["3", '"3', "abc", '"3" "4"', "", '"a b"'])
    async def test_if_match_that_is_no_list_of_tags_is_reported_with_the_body(
        self, client: httpx.AsyncClient, line: str
    ):
        response = await client.patch(THING, json={"name": ""}, headers={"if-match": line})

        assert found(response) == {"/name": "too_short", "header/If-Match": "pattern"}

    @pytest.mark.parametrize(
        ("line", "status"), [('"3"', 200), ("*", 200), ('"1", "3"', 200), ('W/"3"', 412), ('"4"', 412)]
    )
    async def test_if_match_is_compared_strongly(self, client: httpx.AsyncClient, line: str, status: int):
        response = await client.patch(THING, json={"name": "Li"}, headers={"if-match": line})

        assert response.status_code == status
        assert response.headers.get("etag") == ('"4"' if status == 200 else None)

    async def test_of_a_key_is_reported_with_the_body(self, client: httpx.AsyncClient):
        response = await client.post("/things", json={}, headers={"idempotency-key": "k" * 256})

        assert found(response) == {
            "/title": "required",
            "/project_id": "required",
            "header/Idempotency-Key": "too_long",
        }


class TestForm:
    async def test_is_read(self, client: httpx.AsyncClient):
        response = await client.post("/uploads", files={"file": ("泵.txt", b"12345")}, data={"visibility": "b"})

        assert response.json() == {"name": "泵.txt", "size": 5, "visibility": "b"}

    async def test_is_told_all_its_mistakes(self, client: httpx.AsyncClient):
        response = await client.post("/uploads", files={"other": ("a", b"1")}, data={"visibility": "z\0"})

        assert found(response) == {
            "/visibility": "bad_characters",
            "/file": "required",
            "/other": "unknown_field",
        }

    async def test_with_a_text_for_a_file_is_refused(self, client: httpx.AsyncClient):
        response = await client.post("/uploads", files={"file": (None, b"1"), "x": ("x", b"")})

        assert found(response) == {"/file": "type", "/x": "unknown_field"}

    @pytest.mark.parametrize(
        "raw",
        [b"", b"--b\r\n", b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n123', b"x" * 1000],
    )
    async def test_that_is_cut_off_is_refused(self, client: httpx.AsyncClient, raw: bytes):
        response = await client.post("/uploads", content=raw, headers=FORM)

        assert response.status_code in {400, 422}, response.text
        assert response.json()["code"] in {"malformed_json", "validation_failed"}

    async def test_in_a_charset_that_does_not_exist_is_refused(self, client: httpx.AsyncClient):
        raw = b'--b\r\nContent-Disposition: form-data; name="visibility"\r\nContent-Type: text/plain; charset=klingon\r\n\r\na\r\n--b--\r\n'  # noqa: E501

        response = await client.post("/uploads", content=raw, headers=FORM)

        found(response, 400, "malformed_json")

    async def test_beyond_its_own_limit_is_refused(self, client: httpx.AsyncClient):
        small = await client.post("/uploads", files={"file": ("a", b"x" * 450_000)})
        large = await client.post("/uploads", files={"file": ("a", b"x" * 600_000)})

        assert small.json()["size"] == 450_000
        found(large, 413, "body_too_large")
