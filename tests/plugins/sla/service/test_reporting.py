"""The report: figures by group, as JSON and as CSV."""

from collections.abc import AsyncIterator
from csv import DictReader

import httpx
import pytest

from fake_parties import PUMPCO
from sla_house import Story, customer_of, mistakes, moment, partner_of, sla_app
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects
from wellkept_sla.schemas.reporting import SlaReport, SlaReportLine
from wellkept_sla.service.reporting import as_csv

MARCH = {"from_on": "2026-03-01", "to_on": "2026-03-31"}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with sla_app(request.param) as app:
        yield app


async def lived(app: TestApp) -> list[Story]:
    """
    Return a ticket that was answered after one hour and one after two, a missed and an excused one, a cancelled and
    an open one; each is of a customer of its own, and only their responses were judged.
    """
    quick = await Story.opened(app, "2026-03-02 09:00")
    await quick.did("2026-03-02 10:00", "respond")
    steady = await Story.opened(app, "2026-03-02 11:00", grade=2)
    await steady.did("2026-03-02 13:00", "respond")
    late = await Story.opened(app, "2026-03-03 09:00")
    await late.did("2026-03-03 14:00", "respond")
    pardoned = await Story.opened(app, "2026-03-04 09:00")
    await pardoned.did("2026-03-04 19:00", "respond")
    breach_id = (await pardoned.clocks())["response"]["breach"]["id"]
    await pardoned.post(f"breaches/{breach_id}/excuses", reason_code="agreed", note="By phone")
    withdrawn = await Story.opened(app, "2026-03-05 09:00")
    await withdrawn.did("2026-03-05 10:00", "cancel", reason="double")
    waiting = await Story.opened(app, "2026-03-06 09:00")
    return [quick, steady, late, pardoned, withdrawn, waiting]


async def report(app: TestApp, **query: str) -> list[Json]:
    answer = await app.client.get("/v1/sla/report", params={**MARCH, **query})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


class TestReport:
    async def test_counts_met_missed_excused_cancelled_and_open_by_code(self, app: TestApp) -> None:
        await lived(app)

        lines = await report(app, group_by="code")

        assert lines == [
            {
                "key": "resolution",
                "label": "resolution",
                "met": 0,
                "missed": 0,
                "excused": 0,
                "cancelled": 1,
                "open": 5,
                "on_time": None,
                "median_consumed": None,
            },
            {
                "key": "response",
                "label": "response",
                "met": 2,
                "missed": 1,
                "excused": 1,
                "cancelled": 1,
                "open": 1,
                "on_time": "0.6667",
                "median_consumed": "PT2H",
            },
        ]

    async def test_is_grouped_by_customer_under_its_name(self, app: TestApp) -> None:
        quick = (await lived(app))[0]

        lines = await report(app, group_by="customer")

        own = next(line for line in lines if line["key"] == quick.ticket["customer_id"])
        customer = (await app.client.get(f"/v1/customers/{own['key']}")).json()
        assert (own["label"], own["met"], own["on_time"]) == (customer["name"], 1, "1.0000")
        assert [line["label"] for line in lines] == sorted(line["label"] for line in lines)
        assert len(lines) == 6

    async def test_is_grouped_by_project_grade_and_month(self, app: TestApp) -> None:
        quick = (await lived(app))[0]

        projects = await report(app, group_by="project")
        grades = await report(app, group_by="grade")
        months = await report(app, group_by="month")

        assert quick.ticket["project_id"] in {line["key"] for line in projects}
        assert [(line["key"], line["met"], line["missed"]) for line in grades] == [("1", 1, 1), ("2", 1, 0)]
        assert [(line["key"], line["met"], line["open"]) for line in months] == [("2026-03", 2, 6)]

    async def test_counts_by_party_what_parties_have_promised(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00", contract="many")
        await story.post("holders", holder="party", party_id=str(PUMPCO.id))
        app.clock.set(moment("2026-03-02 12:00"))
        await story.post("holders", holder="us")

        [line] = await report(app, group_by="party")

        assert (line["key"], line["label"]) == (str(PUMPCO.id), "PUMPCO Ltd")
        assert (line["met"], line["median_consumed"]) == (1, "PT3H")

    async def test_counts_what_was_promised_to_the_customer_and_by_code_everything(self, app: TestApp) -> None:
        await Story.opened(app, "2026-03-02 09:00", contract="many")

        [grade] = await report(app, group_by="grade")
        codes = await report(app, group_by="code")

        assert grade["open"] == 3
        assert [line["key"] for line in codes] == ["on_site", "resolution", "response", "triage"]

    async def test_counts_clocks_that_end_or_are_due_in_its_days_by_utc(self, app: TestApp) -> None:
        early = await Story.opened(app, "2026-03-02 04:00")
        await early.did("2026-03-02 07:59", "respond")
        waiting = await Story.opened(app, "2026-03-02 08:30")
        await waiting.did("2026-03-02 09:00", "hold", reason="customer")

        first = await report(app, group_by="code", from_on="2026-03-01", to_on="2026-03-01")
        second = await report(app, group_by="code", from_on="2026-03-02", to_on="2026-03-02")
        third = await report(app, group_by="code", from_on="2026-03-03", to_on="2026-03-03")

        assert [(line["key"], line["met"], line["open"]) for line in first] == [("response", 1, 0)]
        assert [(line["key"], line["met"], line["open"]) for line in second] == [
            ("resolution", 0, 1),
            ("response", 0, 1),
        ]
        assert [(line["key"], line["open"]) for line in third] == [("resolution", 1)]

    async def test_asks_the_database_once(self, app: TestApp) -> None:
        await lived(app)
        await report(app, group_by="customer")
        before = app.house.statements

        await report(app, group_by="customer")

        # One more finds out who is calling.
        assert app.house.statements - before <= 2

    async def test_is_empty_where_sla_serves_nobody(self, app: TestApp) -> None:
        await Story.opened(app, "2026-03-02 09:00", contract="bare")

        assert await report(app, group_by="code") == []


class TestReportAsCsv:
    async def test_is_documented_beside_the_other_form(self, app: TestApp) -> None:
        document = (await app.client.get("/openapi.json")).json()

        assert document["paths"]["/v1/sla/report"]["get"]["responses"]["200"]["content"].keys() == {
            "application/json",
            "text/csv",
        }

    async def test_says_the_same(self, app: TestApp) -> None:
        await lived(app)

        answer = await asked(app, accept="text/csv")

        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
        rows = list(DictReader(answer.content.decode("utf-8-sig").splitlines()))
        assert [(row["key"], row["met"], row["on_time"], row["median_consumed"]) for row in rows] == [
            ("resolution", "0", "", ""),
            ("response", "2", "0.6667", "PT2H"),
        ]

    @pytest.mark.parametrize("accept", ["*/*", "application/json", "application/json, text/csv;q=0.5", "image/png"])
    async def test_is_given_only_to_those_who_want_it(self, app: TestApp, accept: str) -> None:
        answer = await asked(app, accept=accept)

        assert answer.json() == {"items": []}

    def test_begins_no_formula(self) -> None:
        line = SlaReportLine(
            key="k",
            label="=1+1",
            met=1,
            missed=0,
            excused=0,
            cancelled=0,
            open=0,
            on_time="1.0000",
            median_consumed=None,
        )

        assert as_csv(SlaReport(items=[line])).splitlines()[1] == "k,'=1+1,1,0,0,0,0,1.0000,"


async def asked(app: TestApp, *, accept: str) -> httpx.Response:
    query = {**MARCH, "group_by": "code"}
    return await app.client.get("/v1/sla/report", params=query, headers={"Accept": accept})


class TestReportMistake:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"to_on": "2026-02-28"}, ("query/to_on", "too_small")),
            ({"to_on": "2036-03-09"}, ("query/to_on", "too_large")),
            ({"group_by": "station"}, ("query/group_by", "not_a_choice")),
            ({"from_on": "yesterday"}, ("query/from_on", "type")),
        ],
    )
    async def test_is_refused_with_its_place(self, app: TestApp, query: dict[str, str], found: tuple[str, str]) -> None:
        answer = await app.client.get("/v1/sla/report", params={**MARCH, "group_by": "code", **query})

        assert mistakes(answer) == [found]

    async def test_is_to_ask_for_more_groups_than_one_can_read(
        self, app: TestApp, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await lived(app)
        monkeypatch.setattr("wellkept_sla.service.reporting.GROUPS_MAX", 5)

        answer = await app.client.get("/v1/sla/report", params={**MARCH, "group_by": "customer"})

        assert mistakes(answer) == [("query/group_by", "too_large")]

    async def test_is_to_say_nothing(self, app: TestApp) -> None:
        answer = await app.client.get("/v1/sla/report")

        assert sorted(mistakes(answer)) == [
            ("query/from_on", "required"),
            ("query/group_by", "required"),
            ("query/to_on", "required"),
        ]


class TestReportCaller:
    async def test_belongs_to_our_house_or_its_programs(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00", contract="many")
        outside = [await customer_of(app, story.ticket), await partner_of(app, PUMPCO)]
        inside = [await app.as_actor(role) for role in (Role.VIEWER, Role.INTEGRATION)]
        query = {**MARCH, "group_by": "code"}

        codes = [(await client.get("/v1/sla/report", params=query)).status_code for client in [*outside, *inside]]

        assert codes == [403, 403, 200, 200]
