"""Queries, paths, headers, forms and keys that no well-meaning client sends, on both databases."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from api import Api, Json, anonymous_api
from refusals import mistakes, refusal, rows
from wellkept.app import Wellkept

NOBODY = "0199c0de-0000-7000-8000-000000000000"
TICKETS = "/v1/tickets"

QUERIES: list[tuple[str, str, str]] = [
    ("colour=red", "query/colour", "unknown_parameter"),
    ("page=2", "query/page", "unknown_parameter"),
    ("extensions.sla.breached=true", "query/extensions.sla.breached", "unknown_parameter"),
    ("limit=0", "query/limit", "too_small"),
    ("limit=201", "query/limit", "too_large"),
    ("limit=ten", "query/limit", "type"),
    ("limit=1.5", "query/limit", "type"),
    (f"limit={2**70}", "query/limit", "too_large"),
    ("limit=" + "9" * 5000, "query/limit", "too_large"),
    ("limit=1&limit=2", "query/limit", "type"),
    ("limit=", "query/limit", "type"),
    ("sort=title", "query/sort", "not_a_choice"),
    ("sort=number;drop%20table%20ticket", "query/sort", "not_a_choice"),
    ("status=new,open", "query/status", "pattern"),
    ("status=new%0A", "query/status", "pattern"),
    ("status=", "query/status", "pattern"),
    ("grade=1,4", "query/grade", "pattern"),
    ("urgency=now", "query/urgency", "not_a_choice"),
    ("open=perhaps", "query/open", "type"),
    ("open=null", "query/open", "type"),
    ("customer_id=1", "query/customer_id", "type"),
    (f"customer_id={NOBODY}%00", "query/customer_id", "bad_characters"),
    ("below=*", "query/below", "type"),
    ("q=a%00b", "query/q", "bad_characters"),
    ("q=%ff%fe", "query/q", "bad_characters"),
    ("q=%ED%A0%80", "query/q", "bad_characters"),
    ("q=" + "x" * 201, "query/q", "too_long"),
    ("number=", "query/number", "too_short"),
    ("a%00b=1", "query/a\x00b", "unknown_parameter"),
    ("%ff=1", "query/\ufffd", "unknown_parameter"),
    ("reported_from=2026-11-21T09:00:00", "query/reported_from", "naive_time"),
    ("reported_from=2026-11-21", "query/reported_from", "type"),
    ("reported_from=0.5", "query/reported_from", "type"),
    ("reported_from=1790000000", "query/reported_from", "type"),
    ("reported_to=0001-01-01T00:00:00%2B14:00", "query/reported_to", "too_large"),
    ("updated_since=9999-12-31T23:59:59-14:00", "query/updated_since", "too_large"),
    ("cursor=", "query/cursor", "cursor_invalid"),
    ("cursor=garbage", "query/cursor", "cursor_invalid"),
    ("cursor=%00", "query/cursor", "bad_characters"),
    ("cursor=" + "A" * 4000, "query/cursor", "cursor_invalid"),
    ("cursor=bnVsbA", "query/cursor", "cursor_invalid"),
    ("cursor=W10", "query/cursor", "cursor_invalid"),
    ("cursor=../../etc/passwd", "query/cursor", "cursor_invalid"),
]

LOST_PATHS = [
    "/v1/nothing",
    "/v1/tickets/1",
    "/v1/tickets/not-a-uuid",
    f"/v1/tickets/{NOBODY}",
    f"/v1/tickets/{NOBODY}%00",
    f"/v1/tickets/{NOBODY}/history",
    f"/v1/tickets/{NOBODY}%2F..%2F{NOBODY}",
    "/v1/tickets/..%2f..%2fetc%2fpasswd",
    "/v1/tickets/%2e%2e/users",
    "/v1/tickets/%ff%fe",
    "/v1/tickets/%ED%A0%80",
    "/v1/tickets/%F0%9F%92%A3",
    "/docs/assets/..%2f..%2fpyproject.toml",
    "/docs/assets/%00",
    "/v1%00/tickets",
    "//v1//nothing",
    "/" + "x" * 8000,
]

IF_MATCH = ["3", '"3', "*, *", '"1" "2"', ",", "W/*", '"a b"', "'1'", "", '"1",,"2"', "\u00fc"]


async def asked(api: Api, query: str) -> httpx.Response:
    """Send the query as it is written, byte for byte."""
    url = httpx.URL("http://wellkept").copy_with(raw_path=f"{TICKETS}?{query}".encode())
    return await api.http.send(api.http.build_request("GET", url))


async def called(api: Api, path: str, *, method: str = "GET") -> httpx.Response:
    url = httpx.URL("http://wellkept").copy_with(raw_path=path.encode())
    return await api.http.send(api.http.build_request(method, url))


class TestQuery:
    async def test_is_refused_with_the_name_of_the_parameter(self, admin: Api) -> None:
        for query, pointer, code in QUERIES:
            found = mistakes(await asked(admin, query), case=query[:80])
            assert found == {pointer: code}, query[:80]

    async def test_takes_no_cursor_of_another_list_or_of_other_filters(self, admin: Api) -> None:
        for _ in range(3):
            await admin.ticket()
        cursor = (await admin.found(f"{TICKETS}?limit=1"))["next_cursor"]
        forged = cursor[:-2] + ("AA" if cursor[-2:] != "AA" else "BB")

        for query in (f"cursor={cursor}&open=true", f"cursor={cursor}&sort=number", f"cursor={forged}"):
            assert mistakes(await asked(admin, query), case=query) == {"query/cursor": "cursor_invalid"}, query
        answer = await admin.get("/v1/projects", params={"cursor": cursor})
        assert mistakes(answer) == {"query/cursor": "cursor_invalid"}


class TestPath:
    async def test_that_leads_nowhere_is_404(self, admin: Api) -> None:
        for path in LOST_PATHS:
            assert refusal(await called(admin, path), 404, case=path[:80])["code"] == "not_found"

    async def test_without_the_method_is_405_and_names_the_others(self, admin: Api, app: Wellkept) -> None:
        for path, item in app.document["paths"].items():
            for method in ("TRACE", "PUT", "PROPFIND", "GARBAGE"):
                answer = await called(admin, filled(path), method=method)
                assert refusal(answer, 405, case=f"{method} {path}")["code"] == "method_not_allowed"
                allowed = set(answer.headers["allow"].split(", ")) - {"HEAD", "OPTIONS"}
                assert allowed == {method.upper() for method in item}, path

    async def test_answers_options_and_head_wherever_it_answers_get(self, admin: Api, app: Wellkept) -> None:
        for path, item in app.document["paths"].items():
            options = await called(admin, filled(path), method="OPTIONS")
            assert options.status_code == 204, path
            assert {method.upper() for method in item} <= set(options.headers["allow"].split(", ")), path
            if "get" in item:
                get, head = [await called(admin, filled(path), method=method) for method in ("GET", "HEAD")]
                assert head.status_code == get.status_code, path
                assert head.content == b"", path
                assert head.headers["content-type"] == get.headers["content-type"], path


class TestHeaders:
    async def test_if_match_that_is_garbage_is_refused(self, admin: Api) -> None:
        ticket = await admin.ticket()
        before = await rows()

        for line in IF_MATCH:
            for method, path, body in (
                ("PATCH", f"{TICKETS}/{ticket['id']}", {"title": "x"}),
                ("POST", f"{TICKETS}/{ticket['id']}/transitions", {"action": "start"}),
            ):
                headers: Any = {"If-Match": line.encode()}
                answer = await admin.http.request(method, path, json=body, headers=headers)
                assert mistakes(answer, case=line).keys() == {"header/If-Match"}, line

        assert await rows() == before
        assert (await admin.found(f"{TICKETS}/{ticket['id']}"))["version"] == ticket["version"]

    async def test_if_none_match_that_is_garbage_names_nothing(self, admin: Api) -> None:
        ticket = await admin.ticket()

        for line in IF_MATCH:
            answer = await admin.get(f"{TICKETS}/{ticket['id']}", headers={"If-None-Match": line.encode()})
            assert answer.status_code == 200, line

    async def test_a_credential_that_is_none_is_401_and_says_what_is_wanted(self, app: Wellkept, admin: Api) -> None:
        lines = ["", "Bearer", "Bearer ", "Bearer wk_", f"Bearer wk_{'0' * 64}", "Basic YTpi", f"bearer {admin.key}x"]
        lines += [f"Bearer {admin.key} {admin.key}", f"Bearer {'x' * 7000}", "Bearer a.b.c", "Bearer \u00fc\u00fc"]
        nobody = anonymous_api(app)

        for line in lines:
            answer = await nobody.get(TICKETS, headers={"Authorization": line.encode()})
            assert refusal(answer, 401, case=line)["code"] == "unauthenticated"
            assert answer.headers["www-authenticate"].startswith("Bearer"), line
        for path in ("/v1/nothing", f"/v1/tickets/{NOBODY}"):
            assert (await nobody.get(path)).status_code == 401, path


class TestIdempotencyKey:
    @pytest.fixture
    async def body(self, admin: Api) -> Json:
        """Return a body that opens a ticket."""
        return {"title": "Pump trips", "channel": "phone", "project_id": (await admin.project())["id"]}

    async def test_that_is_none_is_refused(self, admin: Api, body: Json) -> None:
        before = await rows()

        for key in ("", "x" * 256, "a\tb", "Sch\u00fcssel", "\u94a5\u5319", "a\x7fb"):
            headers: Any = {"Idempotency-Key": key.encode()}
            answer = await admin.post(TICKETS, body, headers=headers)
            assert mistakes(answer, case=key).keys() == {"header/Idempotency-Key"}, key

        assert await rows() == before

    async def test_repeated_answers_the_same_and_with_another_body_nothing(self, admin: Api, body: Json) -> None:
        headers = {"Idempotency-Key": "!~ once"}
        first = await admin.post(TICKETS, body, headers=headers)
        again = await admin.post(TICKETS, body, headers=headers)
        other = await admin.post(TICKETS, {**body, "title": "Other"}, headers=headers)

        assert (first.status_code, again.status_code) == (201, 201)
        assert again.content == first.content
        assert again.headers["idempotency-replayed"] == "true"
        assert refusal(other, 422)["code"] == "idempotency_key_reused"
        assert (await rows())["ticket"] == 1

    async def test_twenty_times_at_once_opens_one_ticket(self, admin: Api, body: Json) -> None:
        headers = {"Idempotency-Key": str(uuid4())}

        answers = await asyncio.gather(*(admin.post(TICKETS, body, headers=headers) for _ in range(20)))

        assert {answer.status_code for answer in answers} <= {201, 409}
        made = {answer.json()["id"] for answer in answers if answer.status_code == 201}
        assert len(made) == 1
        for answer in answers:
            if answer.status_code == 409:
                assert refusal(answer, 409)["code"] == "idempotency_in_progress"
        assert (await rows())["ticket"] == 1

    async def test_of_a_refused_request_can_be_used_again(self, admin: Api, body: Json) -> None:
        headers = {"Idempotency-Key": "second-try"}

        refused = await admin.post(TICKETS, {**body, "title": ""}, headers=headers)
        made = await admin.post(TICKETS, body, headers=headers)

        assert (refused.status_code, made.status_code) == (422, 201)


def filled(path: str) -> str:
    """Return the path with the id of nobody in every place."""
    parts = [NOBODY if part.startswith("{") else part for part in path.split("/")]
    return "/".join(parts)
