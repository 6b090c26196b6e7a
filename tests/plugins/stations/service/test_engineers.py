"""Engineers: made, changed, and refused."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from calendar_calls import made as made_calendar
from fake_parties import BLOCKED, PUMPCO
from stations_house import PUDONG, account, engineer, patched, refusing, station, stations_app, told_wrong
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects

ENGINEERS = "/v1/stations/engineers"
NOBODY = "00000000-0000-7000-8000-000000000000"
HYDRAULICS: Json = {"code": "hydraulics", "level": 3}
HIGH_VOLTAGE: Json = {"code": "high_voltage", "number": "HV-7", "valid_from": None, "valid_until": "2027-06-30"}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


def at(made: Json) -> str:
    return f"{ENGINEERS}/{made['id']}"


async def draft(app: TestApp, **said: Any) -> Json:
    home = said.pop("station_id", None) or (await station(app, "DRAFT"))["id"]
    _, user_id = await account(app)
    return {"user_id": user_id, "code": "NEW", "name": "x", "station_id": home, "kind": "engineer", **said}


class TestEngineer:
    async def test_is_read_as_he_was_made(self, app: TestApp) -> None:
        home = await station(app)
        _, user_id = await account(app)
        said = {
            "user_id": user_id,
            "code": "ZW",
            "name": "张伟",
            "station_id": home["id"],
            "kind": "subcontractor",
            "party_id": str(PUMPCO.id),
            "home": PUDONG,
            "calendar_code": "24x7",
            "max_open_tickets": 4,
            "daily_minutes": 300,
            "skills": [HYDRAULICS],
            "certificates": [HIGH_VOLTAGE],
        }

        answer = await app.client.post(ENGINEERS, json=said)

        assert answer.status_code == 201, answer.text
        made = answer.json()
        assert answer.headers["Location"] == at(made)
        assert made == {
            **said,
            "id": made["id"],
            "station_code": "SH",
            "status": "active",
            "created_at": "2026-03-02T02:00:00Z",
            "updated_at": "2026-03-02T02:00:00Z",
            "version": 1,
        }
        assert (await app.client.get(at(made))).json() == made

    async def test_has_ten_tickets_and_eight_hours_if_nobody_says(self, app: TestApp) -> None:
        made = await engineer(app, (await station(app))["id"])

        assert (made["max_open_tickets"], made["daily_minutes"], made["home"]) == (10, 480, None)
        assert (made["skills"], made["certificates"]) == ([], [])

    @pytest.mark.parametrize(
        ("said", "mistakes"),
        [
            ({"user_id": NOBODY}, [("/user_id", "unknown_reference")]),
            ({"station_id": NOBODY}, [("/station_id", "unknown_reference")]),
            ({"party_id": NOBODY}, [("/party_id", "unknown_reference")]),
            ({"party_id": str(BLOCKED.id)}, []),
            ({"calendar_code": "NONE"}, [("/calendar_code", "unknown_reference")]),
            ({"home": {"longitude": 121.5}}, [("/home/latitude", "required")]),
            ({"home": {"longitude": 181, "latitude": 31}}, [("/home/longitude", "too_large")]),
            ({"skills": [{"code": "hydraulics", "level": 6}]}, [("/skills/0/level", "too_large")]),
            ({"skills": [{"code": "hydraulics", "level": 0}]}, [("/skills/0/level", "too_small")]),
            ({"skills": [{"code": "Big Pumps", "level": 1}]}, [("/skills/0/code", "pattern")]),
            ({"skills": [HYDRAULICS, HYDRAULICS]}, [("/skills/1/code", "duplicate")]),
            (
                {"certificates": [{"code": "hv", "valid_from": "2026-02-02", "valid_until": "2026-02-01"}]},
                [("/certificates/0/valid_until", "too_small")],
            ),
            ({"max_open_tickets": 0}, [("/max_open_tickets", "too_small")]),
            ({"daily_minutes": 1441}, [("/daily_minutes", "too_large")]),
        ],
    )
    async def test_is_refused_with_all_his_mistakes(
        self, app: TestApp, said: Json, mistakes: list[tuple[str, str]]
    ) -> None:
        home = await station(app)

        assert await refusing(app, ENGINEERS, {**await draft(app, station_id=home["id"]), **said}) == mistakes

    async def test_has_an_account_that_can_work_and_is_active(self, app: TestApp) -> None:
        home = await station(app)
        customer = await app.customer()
        _, viewer = await account(app, Role.VIEWER)
        _, buyer = await account(app, Role.CUSTOMER, customer_ids=[customer["id"]])
        _, partner = await account(app, Role.PARTNER, party_id=str(PUMPCO.id))
        _, dispatcher = await account(app, Role.DISPATCHER)
        _, gone = await account(app)
        await app.client.patch(f"/v1/users/{gone}", json={"active": False})

        for user_id, code in ((viewer, "not_a_choice"), (buyer, "not_a_choice"), (gone, "unknown_reference")):
            body = await draft(app, station_id=home["id"], user_id=user_id)

            assert await refusing(app, ENGINEERS, body) == [("/user_id", code)]
        for number, user_id in enumerate((partner, dispatcher)):
            assert (await engineer(app, home["id"], f"E{number}", user_id=user_id))["user_id"] == user_id

    async def test_shares_neither_account_nor_code(self, app: TestApp) -> None:
        home = await station(app)
        first = await engineer(app, home["id"])
        _, other = await account(app)

        taken = await refusing(app, ENGINEERS, await draft(app, station_id=home["id"], user_id=first["user_id"]))
        same = await refusing(app, ENGINEERS, await draft(app, station_id=home["id"], user_id=other, code="ZW"))
        both = await refusing(app, ENGINEERS, {**await draft(app, station_id=home["id"]), **_key(first)})

        assert taken == both == [("/user_id", "stations.engineer.user_taken")]
        assert same == [("/code", "code_taken")]

    async def test_is_made_once_of_an_account_by_many_at_once(self, app: TestApp) -> None:
        body = await draft(app)

        answers = await asyncio.gather(
            *(app.client.post(ENGINEERS, json={**body, "code": f"E{number}"}) for number in range(5))
        )

        assert Counter(map(_outcome, answers)) == {"201": 1, "stations.engineer.user_taken": 4}

    async def test_belongs_to_no_closed_station(self, app: TestApp) -> None:
        old, home = await station(app, "OLD"), await station(app)
        made = await engineer(app, home["id"])
        await patched(app, f"/v1/stations/{old['id']}", status="closed")

        new = await refusing(app, ENGINEERS, await draft(app, station_id=old["id"]))
        moved = await patched(app, at(made), station_id=old["id"])

        assert new == told_wrong(moved) == [("/station_id", "stations.station.closed")]

    async def test_is_kept_by_dispatchers_and_seen_by_staff_only(self, app: TestApp) -> None:
        made = await engineer(app, (await station(app))["id"])
        hand, partner = await app.as_actor(Role.ENGINEER), await app.as_actor(Role.PARTNER, party_id=str(PUMPCO.id))
        dispatcher = await app.as_actor(Role.DISPATCHER)

        assert (await hand.get(at(made))).status_code == 200
        assert (await hand.patch(at(made), json={"name": "x"})).status_code == 403
        assert (await dispatcher.patch(at(made), json={"name": "x"})).status_code == 200
        for path in (ENGINEERS, at(made), f"{at(made)}/absences"):
            assert (await partner.get(path)).status_code == 403


class TestChange:
    async def test_replaces_skills_and_certificates_and_merges_the_home(self, app: TestApp) -> None:
        made = await engineer(
            app, (await station(app))["id"], home=PUDONG, skills=[HYDRAULICS], certificates=[HIGH_VOLTAGE]
        )

        skilled = (await patched(app, at(made), skills=[{"code": "plc", "level": 5}])).json()
        moved = (await patched(app, at(made), home={"longitude": 121.0}, certificates=[])).json()
        homeless = (await patched(app, at(made), home=None, name="Li", status="away")).json()

        assert (skilled["skills"], skilled["certificates"]) == ([{"code": "plc", "level": 5}], [HIGH_VOLTAGE])
        assert (moved["home"], moved["certificates"]) == ({**PUDONG, "longitude": 121.0}, [])
        assert (homeless["home"], homeless["name"], homeless["status"]) == (None, "Li", "away")
        assert [each["version"] for each in (skilled, moved, homeless)] == [2, 3, 4]

    async def test_to_the_same_is_none(self, app: TestApp) -> None:
        skills = [HYDRAULICS, {"code": "plc", "level": 5}]
        made = await engineer(app, (await station(app))["id"], skills=skills, certificates=[HIGH_VOLTAGE], home=PUDONG)
        said = {
            "skills": skills[::-1],
            "certificates": [HIGH_VOLTAGE],
            "home": PUDONG,
            "station_id": made["station_id"],
        }

        assert (await patched(app, at(made), **said)).json() == made

    async def test_leaves_a_calendar_that_is_archived_alone(self, app: TestApp) -> None:
        yard = await made_calendar(app)
        made = await engineer(app, (await station(app))["id"], calendar_code="yard")
        await app.client.patch(f"/v1/calendars/{yard['id']}", json={"archived": True})

        kept = await patched(app, at(made), calendar_code="yard", name="Li")
        other = await patched(app, f"/v1/stations/{made['station_id']}", calendar_code="yard")

        assert kept.status_code == 200, kept.text
        assert told_wrong(other) == [("/calendar_code", "unknown_reference")]

    async def test_is_refused_with_its_mistakes(self, app: TestApp) -> None:
        made = await engineer(app, (await station(app))["id"])
        wrong: list[tuple[Json, tuple[str, str]]] = [
            ({"home": {"longitude": 121.0}}, ("/home/latitude", "required")),
            ({"station_id": NOBODY}, ("/station_id", "unknown_reference")),
            ({"skills": [HYDRAULICS, HYDRAULICS]}, ("/skills/1/code", "duplicate")),
            ({"code": "OTHER"}, ("/code", "unknown_field")),
        ]
        for said, mistake in wrong:
            assert told_wrong(await patched(app, at(made), **said)) == [mistake]
        late = await app.client.patch(at(made), json={"name": "x"}, headers={"If-Match": '"7"'})
        assert late.status_code == 412
        nobody = await patched(app, f"{ENGINEERS}/{NOBODY}", name="x")
        assert (nobody.status_code, nobody.json()["code"]) == (404, "stations.engineer.not_found")

    async def test_leaves_no_home_in_the_audit(self, app: TestApp) -> None:
        made = await engineer(app, (await station(app))["id"], home=PUDONG)
        await patched(app, at(made), home={"longitude": 120.5}, daily_minutes=60, skills=[HYDRAULICS])

        kept = (await app.client.get("/v1/audit", params={"limit": 200})).json()["items"]

        mine = [each for each in kept if each["subject"] == f"stations/engineers/{made['id']}"]
        assert {each["action"] for each in mine} == {"stations.engineer.created", "stations.engineer.updated"}
        assert "longitude" not in str(mine)
        [changed] = [each["changes"] for each in mine if each["action"] == "stations.engineer.updated"]
        assert changed == {
            "daily_minutes": {"before": 480, "after": 60},
            "changed_fields": {"before": None, "after": ["daily_minutes", "home", "skills"]},
        }


def _key(made: Json) -> Json:
    return {"user_id": made["user_id"], "code": made["code"]}


def _outcome(answer: httpx.Response) -> str:
    return "201" if answer.status_code == 201 else answer.json()["code"]
