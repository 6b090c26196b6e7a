"""Lists in other forms, over HTTP and against an app that fails."""

import csv
import io
from typing import Any

import msgspec
import pytest
from python_calamine import CalamineWorkbook

from api import Api, AsActor
from wellkept.platform.exports import forms, walking
from wellkept.platform.exports.forms import Form
from wellkept.platform.exports.walking import Answer, BrokenOffError
from wellkept_sdk.actor import Role

COUNT = 7


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def read_lines(text: str) -> list[dict[str, Any]]:
    return [msgspec.json.decode(line) for line in text.splitlines()]


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every export need several pages."""
    monkeypatch.setattr(walking, "PAGE_SIZE_MAX", 3)


@pytest.fixture
async def customers(admin: Api) -> list[str]:
    made = [await admin.customer(name=f"=Customer {number}") for number in range(COUNT)]
    return sorted(each["code"] for each in made)


class TestALargeList:
    async def test_comes_whole_as_csv(self, admin: Api, customers: list[str]) -> None:
        answer = await admin.get("/v1/customers", params={"limit": 2}, headers={"Accept": "text/csv"})

        rows = read_csv(answer.text)
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="customers.csv"'
        assert sorted(row["code"] for row in rows) == customers
        assert {row["name"][:2] for row in rows} == {"'="}

    async def test_comes_whole_as_ndjson_with_the_records_of_the_list(self, admin: Api, customers: list[str]) -> None:
        answer = await admin.get("/v1/customers?limit=2", headers={"Accept": "application/x-ndjson"})

        assert read_lines(answer.text) == await admin.all_items("/v1/customers")

    async def test_comes_whole_as_a_workbook(self, admin: Api, customers: list[str]) -> None:
        answer = await admin.get("/v1/customers?limit=2", headers={"Accept": Form.XLSX})

        [head, *rows] = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
        assert sorted(row[head.index("code")] for row in rows) == customers
        assert {str(row[head.index("name")])[:1] for row in rows} == {"="}, "a text, not a formula"

    async def test_keeps_filters_sort_and_beginning(self, admin: Api, customers: list[str]) -> None:
        page = await admin.found("/v1/customers", params={"limit": 2, "sort": "-code"})

        rest = await admin.get(
            "/v1/customers",
            params={"sort": "-code", "cursor": page["next_cursor"]},
            headers={"Accept": "application/x-ndjson"},
        )
        one = await admin.get("/v1/customers", params={"code": customers[0]}, headers={"Accept": "text/csv"})

        assert [each["code"] for each in read_lines(rest.text)] == sorted(customers, reverse=True)[2:]
        assert [row["code"] for row in read_csv(one.text)] == [customers[0]]

    async def test_holds_what_the_caller_may_see(self, admin: Api, customers: list[str], as_actor: AsActor) -> None:
        [own, *_] = await admin.all_items("/v1/customers")
        caller = await as_actor(Role.CUSTOMER, customer_ids=[own["id"]])

        seen = await caller.get("/v1/customers", headers={"Accept": "text/csv"})
        forbidden = await caller.get("/v1/users", headers={"Accept": "text/csv"})

        assert [row["id"] for row in read_csv(seen.text)] == [own["id"]]
        assert (forbidden.status_code, forbidden.json()["code"]) == (403, "permission_denied")

    async def test_that_does_not_fit_a_sheet_is_refused(
        self, admin: Api, customers: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(forms, "SHEET_ROWS_MAX", COUNT - 1)

        answer = await admin.get("/v1/customers", headers={"Accept": Form.XLSX})

        assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [("header/Accept", "too_long")]

    async def test_waits_while_too_many_are_under_way(
        self, admin: Api, customers: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(walking, "EXPORTS_MAX", 0)

        answer = await admin.get("/v1/customers", headers={"Accept": "text/csv"})

        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")


class TestAnEmptyList:
    async def test_has_its_columns(self, admin: Api) -> None:
        as_csv = await admin.get("/v1/tickets", headers={"Accept": "text/csv"})
        as_lines = await admin.get("/v1/tickets", headers={"Accept": "application/x-ndjson"})

        assert as_csv.text.removeprefix("\ufeff").startswith("id,number,title,")
        assert (as_lines.status_code, as_lines.text) == (200, "")


class TestEverythingElse:
    @pytest.mark.parametrize("accept", ["application/json", "*/*", "application/json, text/csv;q=0.1", "text/html"])
    async def test_is_json_for_who_does_not_ask_otherwise(self, admin: Api, accept: str) -> None:
        answer = await admin.get("/v1/customers", headers={"Accept": accept})

        assert answer.headers["Content-Type"].startswith("application/json")

    async def test_that_is_no_list_stays_as_it_is(self, admin: Api) -> None:
        answer = await admin.get("/v1/me", headers={"Accept": "text/csv"})

        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")

    async def test_that_is_refused_is_a_problem(self, admin: Api) -> None:
        answer = await admin.get("/v1/customers", params={"sort": "shoe_size"}, headers={"Accept": "text/csv"})

        assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")


class TestAListThatFailsOnTheWay:
    async def test_breaks_the_stream_off_so_that_nobody_takes_it_for_whole(
        self, admin: Api, customers: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        lists = walking.list_page
        calls = 0

        async def second_fails(*args: Any, **options: Any) -> Any:
            nonlocal calls
            calls += 1
            answer, scope = await lists(*args, **options)
            return (
                (Answer(messages=[], status=503, content_type=b"", body=b""), scope) if calls == 2 else (answer, scope)
            )

        monkeypatch.setattr(walking, "list_page", second_fails)

        with pytest.raises(BrokenOffError):
            await admin.get("/v1/customers", params={"limit": 2}, headers={"Accept": "text/csv"})
