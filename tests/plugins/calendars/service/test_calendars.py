from uuid import UUID

from calendar_calls import CALENDARS, errors, made
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import TestApp

BODY = {
    "code": "jiangnan-yard",
    "name": "江南船厂",
    "time_zone": "Asia/Shanghai",
    "holiday_sets": ["cn"],
    "make_up_like": "mon",
    "weekly": {
        "mon": [{"opens": "08:00", "closes": "12:00"}, {"opens": "13:00", "closes": "17:00"}],
        "sat": [{"opens": "22:00", "closes": "06:00"}],
    },
    "exceptions": [
        {"on": "2026-06-21", "kind": "open", "name": "交船", "intervals": [{"opens": "09:00", "closes": "15:00"}]},
        {"on": "2026-06-18", "kind": "partial", "name": "试航", "closed": [{"opens": "12:00", "closes": "24:00"}]},
    ],
}


class TestCreate:
    async def test_makes_a_calendar_with_its_first_revision(self, app: TestApp) -> None:
        answer = await app.client.post(CALENDARS, json=BODY)

        created = answer.json()
        assert answer.status_code == 201
        assert answer.headers["Location"] == f"/v1/calendars/{created['id']}"
        assert (created["code"], created["preset"], created["archived_at"]) == ("jiangnan-yard", False, None)
        revision = created["revision"]
        assert {name: revision[name] for name in ("number", "time_zone", "weekly", "holiday_sets", "make_up_like")} == {
            "number": 1,
            **{name: BODY[name] for name in ("time_zone", "weekly", "holiday_sets", "make_up_like")},
        }
        assert [each["on"] for each in revision["exceptions"]] == ["2026-06-18", "2026-06-21"]
        assert (await app.client.get(f"{CALENDARS}/{created['id']}")).json() == created

    async def test_tells_others_and_the_audit(self, app: TestApp) -> None:
        created = await app.created(CALENDARS, BODY)

        [event] = await app.house.fetch("SELECT data FROM event WHERE type = 'calendars.calendar.created'")
        [entry] = await app.house.fetch("SELECT subject FROM audit_entry WHERE action = 'calendars.calendar.created'")
        assert event["data"] == {
            "calendar_id": created["id"],
            "code": "jiangnan-yard",
            "revision_id": created["revision"]["id"],
        }
        assert entry["subject"] == f"calendars/{created['id']}"

    async def test_refuses_a_code_that_is_taken(self, app: TestApp) -> None:
        answer = await app.client.post(CALENDARS, json={**BODY, "code": "24x7"})

        assert (answer.status_code, answer.json()["code"]) == (409, "code_taken")
        assert answer.json()["errors"][0]["pointer"] == "/code"

    async def test_tells_every_mistake(self, app: TestApp) -> None:
        overlapping = [{"opens": "08:00", "closes": "12:00"}, {"opens": "11:00", "closes": "13:00"}]
        body = {
            **BODY,
            "time_zone": "Asia/Atlantis",
            "weekly": {"mon": overlapping, "tue": [{"opens": "25:00", "closes": "26:00"}]},
            "holiday_sets": ["cn", "mars", "cn"],
            "exceptions": [
                {"on": "2026-06-18", "kind": "partial"},
                {"on": "2026-06-18", "kind": "closed"},
                {"on": "2026-06-19", "kind": "open", "intervals": [{"opens": "08:70", "closes": "12:00"}]},
            ],
        }

        assert errors(await app.client.post(CALENDARS, json=body)) == [
            ("/time_zone", "calendars.calendar.unknown_time_zone"),
            ("/weekly/mon/1", "calendars.interval.overlap"),
            ("/weekly/tue/0", "calendars.interval.invalid"),
            ("/holiday_sets/1", "calendars.holiday_set.unknown"),
            ("/holiday_sets/2", "not_a_choice"),
            ("/exceptions/0", "calendars.exception.invalid"),
            ("/exceptions/1", "calendars.exception.invalid"),
            ("/exceptions/2/intervals/0", "calendars.interval.invalid"),
        ]

    async def test_is_for_admins(self, app: TestApp) -> None:
        dispatcher = await app.as_actor(Role.DISPATCHER)

        assert (await dispatcher.post(CALENDARS, json=BODY)).status_code == 403
        assert (await dispatcher.get(CALENDARS)).status_code == 200


class TestPatch:
    async def test_renames(self, app: TestApp) -> None:
        yard = await made(app)

        answer = await app.client.patch(f"{CALENDARS}/{yard['id']}", json={"name": "Yard of the north"})

        assert (answer.json()["name"], answer.json()["version"]) == ("Yard of the north", 2)
        assert answer.headers["ETag"] == '"2"'

    async def test_archives_and_restores_once(self, app: TestApp) -> None:
        yard = await made(app)
        path = f"{CALENDARS}/{yard['id']}"

        states = [
            (await app.client.patch(path, json={"archived": archived})).json()["archived_at"] is not None
            for archived in (True, True, False, False)
        ]

        assert states == [True, True, False, False]
        events = await app.house.fetch("SELECT type FROM event WHERE type LIKE 'calendars.%' ORDER BY seq")
        assert [event["type"] for event in events] == [
            "calendars.calendar.created",
            "calendars.calendar.archived",
            "calendars.calendar.restored",
        ]

    async def test_is_refused_to_whoever_has_not_seen_the_last_version(self, app: TestApp) -> None:
        yard = await made(app)
        path = f"{CALENDARS}/{yard['id']}"
        await app.client.patch(path, json={"name": "North"})

        answer = await app.client.patch(path, json={"name": "South"}, headers={"If-Match": '"1"'})

        assert answer.status_code == 412

    async def test_needs_a_calendar(self, app: TestApp) -> None:
        answer = await app.client.patch(f"{CALENDARS}/{UUID(int=1)}", json={"name": "x"})

        assert (answer.status_code, answer.json()["code"]) == (404, "calendars.calendar.not_found")
