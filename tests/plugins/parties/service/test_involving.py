"""Letting parties take part: dated, in one role, once."""

import asyncio
from uuid import UUID

from parties_house import (
    PARTIES,
    asked_to_involve,
    events,
    involved,
    mistakes,
    moment,
    partner_of,
    refusal,
    registered,
    rows_of,
)
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp

CALLERS = 20
NOBODY = str(UUID(int=1))
MISTAKES: list[tuple[Json, list[tuple[str, str]]]] = [
    ({"role": "designer"}, [("/role", "parties.party.role_not_played")]),
    ({"role": "pirate"}, [("/role", "not_a_choice")]),
    ({"party_id": NOBODY}, [("/party_id", "unknown_reference")]),
    (
        {"party_id": NOBODY, "ends_on": "2026-03-02"},
        [("/party_id", "unknown_reference"), ("/ends_on", "parties.involvement.empty_period")],
    ),
    ({"scope": ["moon"]}, [("/scope/0", "not_a_choice")]),
    ({"ends_on": "2026-03-02"}, [("/ends_on", "parties.involvement.empty_period")]),
    (
        {"starts_on": "2027-01-01", "ends_on": "2026-01-01", "role": "designer"},
        [("/role", "parties.party.role_not_played"), ("/ends_on", "parties.involvement.empty_period")],
    ),
    ({"starts_on": None}, [("/starts_on", "type")]),
    ({"colour": "red"}, [("/colour", "unknown_field")]),
]


class TestInvolvement:
    async def test_is_a_dated_part_in_one_role(self, app: TestApp) -> None:
        party = await registered(app, "PUMPCO", roles=["supplier", "installer"])

        for kind, record in (
            ("project", await app.project()),
            ("equipment", await app.equipment()),
            ("ticket", await app.ticket()),
        ):
            await self._is_dated_and_shown(app, party, kind, record)

    async def _is_dated_and_shown(self, app: TestApp, party: Json, kind: str, record: Json) -> None:
        path = {"project": "projects", "ticket": "tickets"}.get(kind, kind) + f"/{record['id']}"
        said = {"scope": ["control", "hvac", "hvac"], "reference": "HT-2026-018", "note": "two years of warranty"}

        answer = await asked_to_involve(app, path, party, "installer", **said)

        made = answer.json()
        assert (answer.status_code, answer.headers["ETag"]) == (201, '"1"')
        assert made == {
            "id": made["id"],
            "party": {"id": party["id"], "code": "PUMPCO", "name": "PUMPCO Ltd"},
            "record_kind": kind,
            "record_id": record["id"],
            "role": "installer",
            **said,
            "scope": ["hvac", "control"],
            "starts_on": "2026-03-02",
            "ends_on": None,
            "origin": "manual",
            "created_at": made["created_at"],
            "version": 1,
        }
        assert (await app.client.get(f"/v1/{path}/parties")).json()["items"] == [made]
        of_party = await app.client.get(f"{PARTIES}/{party['id']}/involvements", params={"record_kind": kind})
        assert of_party.json()["items"] == [made]
        assert (await app.client.get(f"/v1/{path}")).json()["version"] == record["version"] + 1
        [row] = await rows_of(app, record["id"])
        assert row["actor_id"] is not None
        assert (await events(app, "parties.involvement"))[-1] == (
            "involvement.started",
            {
                "involvement_id": made["id"],
                "party_id": party["id"],
                "record_kind": kind,
                "record_id": record["id"],
                "role": "installer",
                "starts_on": "2026-03-02",
                "ends_on": None,
                "origin": "manual",
            },
        )

    async def test_that_was_over_when_it_was_written_down_is_history_at_once(self, app: TestApp) -> None:
        party, ticket = await registered(app), await app.ticket()
        path = f"tickets/{ticket['id']}"

        past = await involved(app, path, party, starts_on="2026-01-01", ends_on="2026-03-02")
        today = await involved(app, path, party)

        assert (past["starts_on"], past["ends_on"]) == ("2026-01-01", "2026-03-02")
        assert today["id"] != past["id"]
        told = await events(app, "parties.involvement")
        assert [(name, data["involvement_id"], data.get("because")) for name, data in told] == [
            ("involvement.started", past["id"], None),
            ("involvement.ended", past["id"], "period"),
            ("involvement.started", today["id"], None),
        ]
        note = await app.client.patch(f"/v1/{path}/parties/{past['id']}", json={"note": "x"})
        assert refusal(note) == (409, "parties.involvement.ended")

    async def test_counts_days_at_the_site(self, app: TestApp) -> None:
        party = await registered(app)
        project = await app.project(site={"time_zone": "America/Los_Angeles"})
        ticket = await app.ticket(project_id=project["id"])
        app.clock.set(moment("2026-02-20T12:00:00Z"))
        await involved(app, f"tickets/{ticket['id']}", party, starts_on="2026-03-01")
        app.clock.set(moment("2026-03-01T05:00:00Z"))
        today = await involved(app, f"projects/{project['id']}", party)
        partner = await partner_of(app, party)

        seen: list[int] = []
        for at in ("2026-03-01T05:00:00Z", "2026-03-01T07:59:59.999999Z", "2026-03-01T08:00:00Z"):
            app.clock.set(moment(at))
            seen.append((await partner.get(f"/v1/tickets/{ticket['id']}")).status_code)

        assert today["starts_on"] == "2026-02-28"
        assert seen == [404, 404, 200]


class TestInvolvingAgain:
    async def test_answers_with_what_is_there_and_joins_the_scope(self, app: TestApp) -> None:
        party, ticket = await registered(app), await app.ticket()
        path = f"tickets/{ticket['id']}"
        first = await involved(app, path, party, scope=["hvac"])

        same = await asked_to_involve(app, path, party, scope=["hvac"], note="other words")
        wider = await asked_to_involve(app, path, party, scope=["structure"], ends_on="2026-09-01")

        assert (same.status_code, same.json()) == (200, first)
        assert (wider.status_code, wider.json()["scope"], wider.json()["ends_on"]) == (200, ["structure", "hvac"], None)
        assert wider.json()["id"] == first["id"]
        assert [name for name, _ in await events(app, "parties.involvement")] == ["involvement.started"]

    async def test_lets_a_later_one_begin_earlier(self, app: TestApp) -> None:
        party, ticket = await registered(app), await app.ticket()
        later = await involved(app, f"tickets/{ticket['id']}", party, starts_on="2026-06-01")

        answer = await asked_to_involve(app, f"tickets/{ticket['id']}", party)

        assert (answer.status_code, answer.json()["id"]) == (200, later["id"])
        [row] = await rows_of(app, ticket["id"])
        assert (str(row["starts_on"]), row["starts_at"]) == ("2026-03-02", moment("2026-03-01T16:00:00Z"))

    async def test_is_another_one_in_another_role_record_or_time(self, app: TestApp) -> None:
        party = await registered(app, roles=["supplier", "installer"])
        ticket, other = await app.ticket(), await app.ticket()
        path = f"tickets/{ticket['id']}"
        first = await involved(app, path, party, starts_on="2026-01-01", ends_on="2026-02-01")

        answers = [
            await asked_to_involve(app, path, party),
            await asked_to_involve(app, path, party, "installer"),
            await asked_to_involve(app, f"tickets/{other['id']}", party),
        ]

        assert [answer.status_code for answer in answers] == [201] * 3
        assert len({first["id"], *(answer.json()["id"] for answer in answers)}) == 4

    async def test_at_once_makes_one(self, app: TestApp) -> None:
        party, ticket = await registered(app), await app.ticket()

        answers = await asyncio.gather(
            *(asked_to_involve(app, f"tickets/{ticket['id']}", party) for _ in range(CALLERS))
        )

        assert sorted(answer.status_code for answer in answers) == [*[200] * (CALLERS - 1), 201]
        assert len({answer.json()["id"] for answer in answers}) == 1
        assert len(await rows_of(app, ticket["id"])) == 1
        assert [name for name, _ in await events(app, "parties.involvement")] == ["involvement.started"]

    async def test_while_the_party_is_blocked_is_either_before_or_after(self, app: TestApp) -> None:
        party, tickets = await registered(app), [await app.ticket() for _ in range(4)]
        block = {"action": "block", "reason": "x"}

        blocked, *answers = await asyncio.gather(
            app.client.post(f"{PARTIES}/{party['id']}/transitions", json=block),
            *(asked_to_involve(app, f"tickets/{ticket['id']}", party) for ticket in tickets),
        )

        assert blocked.status_code == 201
        assert {answer.status_code for answer in answers} <= {201, 409}
        at = [row["created_at"] for ticket in tickets for row in await rows_of(app, ticket["id"])]
        assert len(at) == sum(answer.status_code == 201 for answer in answers)


class TestRefusal:
    async def test_tells_what_is_wrong(self, app: TestApp) -> None:
        party, ticket = await registered(app), await app.ticket()
        path = f"/v1/tickets/{ticket['id']}/parties"

        for said, found in MISTAKES:
            answer = await app.client.post(path, json={"party_id": party["id"], "role": "supplier", **said})
            assert mistakes(answer) == found
            assert answer.json()["code"] == (
                found[0][1] if "." in found[0][1] and len(found) == 1 else "validation_failed"
            )
        assert await rows_of(app, ticket["id"]) == []

    async def test_meets_days_at_the_ends_of_the_calendar_as_any_other(self, app: TestApp) -> None:
        party, ticket = await registered(app), await app.ticket()
        whole = {"starts_on": "0001-01-01", "ends_on": "9999-12-31"}

        answer = await asked_to_involve(app, f"tickets/{ticket['id']}", party, **whole)

        assert answer.status_code == 201, answer.text
        assert {name: answer.json()[name] for name in whole} == whole

    async def test_meets_those_who_may_not(self, app: TestApp) -> None:
        party, ticket = await registered(app), await app.ticket()
        path, body = f"/v1/tickets/{ticket['id']}/parties", {"party_id": party["id"], "role": "supplier"}
        engineer, dispatcher = await app.as_actor(Role.ENGINEER), await app.as_actor(Role.DISPATCHER)
        program = await app.as_actor(Role.INTEGRATION, scopes=["tickets:read", "parties:involve"])

        assert (await engineer.post(path, json=body)).status_code == 403
        assert (await program.post(path, json=body)).status_code == 201
        assert (await dispatcher.post(path, json=body)).status_code == 200
        unknown = f"/v1/tickets/{UUID(int=1)}/parties"
        assert refusal(await app.client.post(unknown, json=body)) == (404, "not_found")
