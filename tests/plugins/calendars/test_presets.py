"""What the first migration makes, however many processes start at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from calendar_calls import CALENDARS, WORKWEEK, calendar, revised
from servers import Deployment
from wellkept_sdk.testing import TestApp

PROCESSES = 4


@pytest.fixture
def deployment(tmp_path: Path, blank_url: str) -> Iterator[Deployment]:
    deployment = Deployment(tmp_path, database_url=blank_url)
    yield deployment
    deployment.end()


class TestPresets:
    async def test_are_there_from_the_first_day(self, app: TestApp) -> None:
        found = (await app.client.get(CALENDARS)).json()["items"]

        assert [(each["code"], each["preset"], each["revision"]["number"]) for each in found] == [
            ("24x7", True, 1),
            ("cn-standard", True, 1),
        ]
        assert found[1]["revision"]["weekly"] == WORKWEEK
        assert (found[1]["revision"]["holiday_sets"], found[1]["revision"]["published_through"]) == (["cn"], 2026)
        assert (found[0]["revision"]["holiday_sets"], found[0]["revision"]["published_through"]) == ([], None)

    async def test_have_the_content_that_people_would_say(self, app: TestApp) -> None:
        standard = await calendar(app)
        same = {name: standard["revision"][name] for name in ("weekly", "holiday_sets", "make_up_like", "exceptions")}

        answer = await revised(app, standard["id"], **same)

        assert (answer.status_code, answer.json()["number"]) == (200, 1)

    async def test_are_there_once_when_four_processes_start_at_once(self, deployment: Deployment) -> None:
        starting = [deployment.start("migrate", plugins="calendars") for _ in range(PROCESSES)]

        codes = [await process.ended() for process in starting]

        assert codes == [0] * PROCESSES, deployment.said()
        found = await deployment.fetch("SELECT code FROM calendars_calendar ORDER BY code")
        [years] = await deployment.fetch("SELECT COUNT(*) AS count FROM calendars_holiday_year")
        assert ([row["code"] for row in found], years["count"]) == (["24x7", "cn-standard"], 20)

    async def test_are_not_overwritten_by_a_later_start(self, deployment: Deployment) -> None:
        await deployment.start("migrate", plugins="calendars").ended()
        revision = "UPDATE calendars_calendar SET name = 'Ours' WHERE code = '24x7' RETURNING name"
        await deployment.fetch(revision)

        codes = [await deployment.start("migrate", plugins="calendars").ended() for _ in range(2)]

        assert codes == [0, 0], deployment.said()
        assert await deployment.fetch("SELECT name FROM calendars_calendar WHERE code = '24x7'") == [{"name": "Ours"}]
