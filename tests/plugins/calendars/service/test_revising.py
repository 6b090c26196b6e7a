import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from calendar_calls import CALENDARS, EVERY_DAY, calendar, made, revised
from wellkept_sdk.testing import TestApp

CLOSED = {"on": "2026-06-18", "kind": "closed"}


class TestRevision:
    async def test_keeps_what_the_body_leaves_out(self, app: TestApp) -> None:
        yard = await made(app, holiday_sets=["cn"])

        answer = await revised(app, yard["id"], weekly=EVERY_DAY, apply_to="new_clocks", reason="New shifts")

        assert answer.status_code == 201
        revision = answer.json()
        assert (revision["number"], revision["reason"], revision["apply_to"]) == (2, "New shifts", "new_clocks")
        assert (revision["weekly"], revision["time_zone"]) == (EVERY_DAY, "Asia/Shanghai")
        assert (revision["holiday_sets"], revision["published_through"]) == (["cn"], 2026)
        assert (await calendar(app, "yard"))["revision"] == revision

    async def test_announces_from_what_to_what(self, app: TestApp) -> None:
        yard = await made(app)

        revision = (await revised(app, yard["id"], weekly=EVERY_DAY)).json()

        [event] = await app.house.fetch("SELECT data FROM event WHERE type = 'calendars.calendar.revised'")
        assert event["data"] == {
            "calendar_id": yard["id"],
            "code": "yard",
            "from_revision_id": yard["revision"]["id"],
            "to_revision_id": revision["id"],
            "apply_to": "open_clocks",
        }

    async def test_of_the_same_content_is_none(self, app: TestApp) -> None:
        yard = await made(app)
        first = await revised(app, yard["id"], weekly=EVERY_DAY, add_exceptions=[CLOSED])

        again = await revised(app, yard["id"], weekly=EVERY_DAY, exceptions=[CLOSED], reason="Once more")

        assert (first.status_code, again.status_code) == (201, 200)
        assert again.json() == first.json()
        assert len(await history(app, yard["id"])) == 2

    async def test_of_an_archived_calendar_is_refused(self, app: TestApp) -> None:
        yard = await made(app)
        await app.client.patch(f"{CALENDARS}/{yard['id']}", json={"archived": True})

        answer = await revised(app, yard["id"], weekly=EVERY_DAY)

        assert (answer.status_code, answer.json()["code"]) == (409, "calendars.calendar.archived")

    async def test_needs_a_calendar(self, app: TestApp) -> None:
        for answer in (
            await revised(app, str(UUID(int=1)), weekly=EVERY_DAY),
            await app.client.get(f"{CALENDARS}/{UUID(int=1)}/revisions"),
        ):
            assert (answer.status_code, answer.json()["code"]) == (404, "calendars.calendar.not_found")

    async def test_never_changes_an_earlier_one(self, app: TestApp) -> None:
        yard = await made(app)
        await revised(app, yard["id"], weekly=EVERY_DAY)
        await revised(app, yard["id"], time_zone="Europe/Berlin")

        found = await history(app, yard["id"])

        assert [each["number"] for each in found] == [3, 2, 1]
        assert found[-1] == yard["revision"]


class TestTwoRevisers:
    async def test_who_have_seen_the_same_are_one_too_many(self, app: TestApp) -> None:
        yard = await made(app)
        seen = {"If-Match": f'"{yard["version"]}"'}

        answers = await asyncio.gather(*(revised(app, yard["id"], headers=seen, **body) for body in BODIES))

        assert sorted(answer.status_code for answer in answers) == [201, 412]
        assert len(await history(app, yard["id"])) == 2

    async def test_without_a_version_work_on_each_others_result(self, app: TestApp) -> None:
        yard = await made(app)

        answers = await asyncio.gather(*(revised(app, yard["id"], **body) for body in BODIES))

        assert [answer.status_code for answer in answers] == [201, 201]
        last = (await calendar(app, "yard"))["revision"]
        assert last["number"] == 3
        assert (last["time_zone"], len(last["exceptions"])) == ("Europe/Berlin", 1)


BODIES: Sequence[dict[str, Any]] = ({"time_zone": "Europe/Berlin"}, {"add_exceptions": [CLOSED]})


async def history(app: TestApp, calendar_id: str) -> list[dict[str, Any]]:
    return (await app.client.get(f"{CALENDARS}/{calendar_id}/revisions")).json()["items"]
