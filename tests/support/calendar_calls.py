"""Calls to the routes of calendars that several tests make."""

from typing import Any

import httpx

from wellkept_sdk.testing import Json, TestApp

CALENDARS = "/v1/calendars"
OFFICE = [{"opens": "08:30", "closes": "12:00"}, {"opens": "13:30", "closes": "18:00"}]
WORKWEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), OFFICE)
ALWAYS = [{"opens": "00:00", "closes": "24:00"}]
EVERY_DAY = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), ALWAYS)


async def calendar(app: TestApp, code: str = "cn-standard") -> Json:
    """Return a calendar that there is."""
    [found] = (await app.client.get(CALENDARS, params={"code": code})).json()["items"]
    return found


async def made(app: TestApp, code: str = "yard", **values: Any) -> Json:
    """Return a new calendar: the working week in Shanghai, unless something else is said."""
    body = {"code": code, "name": code, "time_zone": "Asia/Shanghai", "weekly": WORKWEEK, **values}
    return await app.created(CALENDARS, body)


async def revised(
    app: TestApp, calendar_id: str, headers: dict[str, str] | None = None, **values: Any
) -> httpx.Response:
    """Return the answer to a revision."""
    body = {"reason": "as agreed", **values}
    return await app.client.post(f"{CALENDARS}/{calendar_id}/revisions", json=body, headers=headers)


async def published(app: TestApp, year: int, days: list[Json], code: str = "cn", **values: Any) -> httpx.Response:
    """Return the answer to what has become known of a year."""
    body = {"year": year, "status": "published", "sources": [], "checked_on": "2026-11-20", "days": days, **values}
    return await app.client.post(f"{CALENDARS}/holiday-sets/{code}/years", json=body)


async def calculated(app: TestApp, code: str, *calculations: Json, **values: Any) -> list[Json]:
    """Return the results of calculations."""
    calendar_id = (await calendar(app, code))["id"]
    body = {"calculations": calculations, **values}
    answer = await app.client.post(f"{CALENDARS}/{calendar_id}/calculations", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()["results"]


def added(start: str, duration: str) -> Json:
    """Return the calculation that adds working time."""
    return {"op": "add", "start": start, "duration": {"kind": "business_time", "duration": duration}}


def days_added(start: str, days: int, until: str = "same_time") -> Json:
    """Return the calculation that adds working days."""
    return {"op": "add", "start": start, "duration": {"kind": "business_days", "days": days, "until": until}}


def off(on: str) -> Json:
    """Return an official day of rest."""
    return {"on": on, "kind": "off", "name": "元旦"}


def errors(answer: httpx.Response) -> list[tuple[str, str]]:
    """Return where the mistakes of a refused request are, and their codes."""
    assert answer.status_code == 422, answer.text
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]
