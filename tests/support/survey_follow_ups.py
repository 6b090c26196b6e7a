"""Follow-ups as tests make and move them, through the API."""

from datetime import datetime
from typing import Any, Final

import httpx

from wellkept_sdk.testing import Json, TestApp

FOLLOW_UPS: Final = "/v1/survey/follow-ups"
VISIT: Final[Json] = {
    "code": "goodwill",
    "kind": "visit",
    "due_on": "2026-03-10",
    "window_days": 5,
    "checklist": ["roof"],
}
HALF_YEARLY: Final[Json] = {"kind": "visit", "anchor": "handed_over_on", "every_months": 6, "window_days": 30}
AFTER_HANDOVER: Final[Json] = {"kind": "phone", "anchor": "handed_over_on", "after_days": 30, "window_days": 7}


async def planned(app: TestApp, project: Json | None = None, **values: Any) -> Json:
    """Return a follow-up that somebody has planned, of a new project unless one is given."""
    project = project or await app.project(contract="plain")
    return await app.created(f"/v1/projects/{project['id']}/survey/follow-ups", {**VISIT, **values})


async def moved(app: TestApp, follow_up: Json, action: str, **said: Any) -> httpx.Response:
    """Do an action to a follow-up as an admin."""
    return await app.client.post(f"{FOLLOW_UPS}/{follow_up['id']}/transitions", json={"action": action, **said})


async def on(app: TestApp, moment: str) -> None:
    """Let it be another day, on which the jobs have run."""
    app.clock.set(datetime.fromisoformat(moment))
    await app.drain()


async def follow_ups(app: TestApp, **filters: Any) -> list[Json]:
    """Return the follow-ups that an admin sees."""
    answer = await app.client.get(FOLLOW_UPS, params=filters)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def days(app: TestApp, **filters: Any) -> list[tuple[str, int, str, str]]:
    """Return code, occurrence, day and status of each."""
    found = await follow_ups(app, **filters)
    return [(each["code"], each["occurrence"], each["due_on"], each["status"]) for each in found]


async def steps(app: TestApp, follow_up: Json) -> list[Json]:
    """Return what was done to a follow-up, oldest first."""
    return (await app.client.get(f"{FOLLOW_UPS}/{follow_up['id']}/history")).json()["items"]
