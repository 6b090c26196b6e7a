"""Who comes into question for a ticket, and why others do not."""

from collections.abc import AsyncIterator
from typing import Any, Final

import pytest

from calendar_calls import made
from fake_parties import BLOCKED, PUMPCO
from stations_dispatch import assignment, candidates, matter, member, pump, region, rejected, resolved, shanghai
from stations_house import PUDONG, SUZHOU, account, engineer, station, stations_app
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects

HYDRAULICS: Final = {"skills": {"hydraulics": 3}}
TERMS: Final[dict[str, Json]] = {
    "hydraulic": {"requirements": [HYDRAULICS]},
    "electrical": {"requirements": [{"when": {"fault_code_prefix": "E5"}, "certificates": ["high_voltage"]}]},
    "near": {"distance_max_km": 50},
    "alone": {"allow_parent": False},
}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param, terms=TERMS) as app:
        yield app


def skilled(level: int) -> Json:
    return {"skills": [{"code": "hydraulics", "level": level}]}


class TestScore:
    async def test_is_recomputable_from_what_is_shown(self, app: TestApp) -> None:
        sh, item = await shanghai(app), await pump(app, contract="hydraulic")
        _, near = await member(app, sh, "A", home=PUDONG, **skilled(3))
        knowing, _ = await member(app, sh, "B", home=SUZHOU, **skilled(5))
        await resolved(knowing, await matter(app, item))
        for _ in range(2):
            sent = await assignment(app.client, await matter(app, item), engineer_id=near["id"])
            assert sent.status_code == 201, sent.text

        found = await candidates(app, await matter(app, item))

        assert [(one["code"], one["score"], values(one)) for one in found["candidates"]] == [
            ("A", 882, [1000, 966, 800, None, None, 0]),
            ("B", 779, [800, 576, 1000, None, None, 1000]),
        ]
        assert found["required"] == {"skills": [{"code": "hydraulics", "level": 3}], "certificates": []}
        assert found["station"] == {"id": sh["id"], "code": "SH", "because": "region 31"}
        assert all(recomputed(one) == one["score"] for one in found["candidates"])

    async def test_is_the_same_at_every_call(self, app: TestApp) -> None:
        sh, item = await shanghai(app), await pump(app)
        for code in ("C", "A", "B"):
            await member(app, sh, code)
        ticket = await matter(app, item)

        first, second = [(await candidates(app, ticket))["candidates"] for _ in range(2)]

        assert first == second
        assert [one["code"] for one in first] == ["A", "B", "C"]

    async def test_leaves_out_what_nobody_knows(self, app: TestApp) -> None:
        bare = await station(app, "XX", coverage=[region("310000")])
        await member(app, bare, "A")

        [found] = (await candidates(app, await matter(app, await pump(app))))["candidates"]

        assert values(found) == [1000, None, 1000, None, None, 0]
        assert (found["score"], found["distance_m"]) == (900, None)


class TestRequirement:
    async def test_of_the_ticket_is_added_to_that_of_the_terms(self, app: TestApp) -> None:
        sh, item = await shanghai(app), await pump(app, contract="hydraulic")
        await member(app, sh, "LI", **skilled(3))
        ticket = await matter(app, item)

        assert await rejected(app, ticket) == {"LI": []}
        own = {"required_skills": [{"code": "hydraulics", "level": 4}], "required_certificates": ["crane"]}
        changed = await app.client.patch(f"/v1/tickets/{ticket['id']}", json={"extensions": {"stations": own}})

        assert changed.status_code == 200, changed.text
        assert await rejected(app, ticket) == {"LI": ["level_too_low", "certificate_missing"]}

    async def test_that_comes_later_shows_who_was_assigned_as_not_eligible(self, app: TestApp) -> None:
        sh, item = await shanghai(app), await pump(app)
        _, sent = await member(app, sh, "LI")
        ticket = await matter(app, item)
        assert (await assignment(app.client, ticket, engineer_id=sent["id"])).status_code == 201
        own = {"required_skills": [{"code": "welding", "level": 1}], "required_certificates": []}

        await app.client.patch(f"/v1/tickets/{ticket['id']}", json={"extensions": {"stations": own}})

        assert await rejected(app, ticket) == {"LI": ["skill_missing"]}

    async def test_of_a_certificate_counts_the_days_of_the_site(self, app: TestApp) -> None:
        sh, item = await shanghai(app), await pump(app, contract="electrical")
        await member(app, sh, "LI", certificates=[{"code": "high_voltage", "valid_until": "2026-11-20"}])
        ticket = await matter(app, item, fault_code="E51")

        last = await rejected(app, ticket, at="2026-11-20T15:59:59Z")
        after = await candidates(app, ticket, at="2026-11-20T16:00:00Z")

        assert last == {"LI": []}
        assert after["candidates"][0]["rejections"] == [
            {
                "filter": "certificate",
                "code": "stations.filter.certificate_expired",
                "message": "high_voltage until 2026-11-20",
            }
        ]


class TestRejection:
    async def test_is_for_whoever_is_away_or_whose_account_takes_no_tickets(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app))
        _, away = await member(app, sh, "AWAY")
        await app.client.patch(f"/v1/stations/engineers/{away['id']}", json={"status": "away"})
        _, partner = await account(app, Role.PARTNER, party_id=str(PUMPCO.id))
        await engineer(app, sh["id"], "OUTSIDE", user_id=partner, kind="subcontractor", party_id=str(PUMPCO.id))

        assert await rejected(app, ticket) == {"AWAY": ["not_active"], "OUTSIDE": ["not_active"]}

    async def test_is_for_a_subcontractor_whose_party_is_blocked(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app))
        for code, party in (("GOOD", PUMPCO), ("BAD", BLOCKED)):
            _, one = await member(app, sh, code)
            await app.house.fetch(
                "UPDATE stations_engineer SET kind = 'subcontractor', party_id = ? WHERE code = ?",
                party.id,
                one["code"],
            )

        assert await rejected(app, ticket) == {"GOOD": [], "BAD": ["party_mismatch"]}

    async def test_is_for_whoever_is_too_far_away(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app, contract="near"))
        await member(app, sh, "FAR", home=SUZHOU)

        assert await rejected(app, ticket) == {"FAR": ["too_far"]}

    async def test_names_absence_and_calendar_where_both_hold(self, app: TestApp) -> None:
        await made(app, "yard")
        sh, ticket = await shanghai(app), await matter(app, await pump(app))
        _, one = await member(app, sh, "LI", calendar_code="yard")
        absence = {"starts_at": "2026-03-02T00:00:00Z", "ends_at": "2026-03-03T00:00:00Z", "reason": "ill"}
        await app.created(f"/v1/stations/engineers/{one['id']}/absences", absence)

        assert await rejected(app, ticket, at="2026-03-02T02:00:00Z") == {"LI": ["absent"]}
        assert await rejected(app, ticket, at="2026-03-02T12:00:00Z") == {"LI": ["off_duty", "absent"]}
        assert await rejected(app, ticket, at="2026-03-03T12:00:00Z") == {"LI": ["off_duty"]}

    async def test_asks_for_no_working_time_where_the_grade_is_the_first(self, app: TestApp) -> None:
        await made(app, "yard")
        sh, item = await shanghai(app, calendar_code="yard"), await pump(app)
        await member(app, sh, "LI")

        found = [
            await rejected(app, await matter(app, item, grade=grade), at="2026-03-02T12:00:00Z") for grade in (1, 2)
        ]

        assert found == [{"LI": []}, {"LI": ["off_duty"]}]

    async def test_is_for_whoever_makes_a_visit_at_that_time(self, app: TestApp) -> None:
        sh, item = await shanghai(app), await pump(app)
        _, one = await member(app, sh, "LI")
        visited, other = await matter(app, item), await matter(app, item)
        window = {"from": "2026-03-02T08:00:00Z", "to": "2026-03-02T10:00:00Z"}
        await app.created(
            f"/v1/tickets/{visited['id']}/stations/visits", {"engineer_ids": [one["id"]], "window": window}
        )

        found = {
            at: await rejected(app, other, at=f"2026-03-02T{at}:00Z") for at in ("04:00", "04:01", "09:59", "10:00")
        }

        assert found == {"04:00": {"LI": []}, "04:01": {"LI": ["busy"]}, "09:59": {"LI": ["busy"]}, "10:00": {"LI": []}}
        # His visit is for this very ticket.
        assert await rejected(app, visited, at="2026-03-02T09:00:00Z") == {"LI": []}

    async def test_is_for_whoever_has_no_room(self, app: TestApp) -> None:
        sh, item = await shanghai(app), await pump(app)
        _, one = await member(app, sh, "LI", max_open_tickets=1)
        taken, other = await matter(app, item), await matter(app, item)
        assert (await assignment(app.client, taken, engineer_id=one["id"])).status_code == 201

        assert await rejected(app, other) == {"LI": ["at_capacity"]}
        # The ticket itself takes no room from its own assignee.
        assert await rejected(app, taken) == {"LI": []}


class TestChain:
    async def test_asks_the_stations_above_only_where_nobody_before_can_be_sent(self, app: TestApp) -> None:
        above = await shanghai(app, "HQ", kind="headquarters", coverage=[])
        below = await shanghai(app, "PD", parent_id=above["id"])
        await member(app, above, "BOSS")
        _, one = await member(app, below, "LI")
        ticket = await matter(app, await pump(app))

        assert await rejected(app, ticket) == {"LI": [], "BOSS": ["later_station"]}
        await app.client.patch(f"/v1/stations/engineers/{one['id']}", json={"status": "away"})

        assert await rejected(app, ticket) == {"BOSS": [], "LI": ["not_active"]}

    async def test_ends_at_the_station_itself_where_the_terms_say_so(self, app: TestApp) -> None:
        above = await shanghai(app, "HQ", kind="headquarters", coverage=[])
        await shanghai(app, "PD", parent_id=above["id"])
        await member(app, above, "BOSS")

        assert await rejected(app, await matter(app, await pump(app, contract="alone"))) == {}

    async def test_is_empty_without_stations(self, app: TestApp) -> None:
        found = await candidates(app, await matter(app, await pump(app)))

        assert (found["station"], found["candidates"]) == (None, [])


def values(candidate: Json) -> list[int | None]:
    return [part["value"] for part in candidate["parts"]]


def recomputed(candidate: dict[str, Any]) -> int:
    known = [part for part in candidate["parts"] if part["value"] is not None]
    weights = sum(part["weight"] for part in known)
    return (2 * sum(part["weight"] * part["value"] for part in known) + weights) // (2 * weights)
