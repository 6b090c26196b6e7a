"""What is stored of clocks, and what was told about them: rows and events, in words that tests compare."""

from datetime import datetime
from typing import Any

from sla_house import Story, moment
from wellkept_sdk.testing import Json, TestApp


async def clock_rows(app: TestApp, story: Story) -> dict[tuple[str, int], Json]:
    """Return the stored clocks of a ticket by code and number."""
    rows = await app.house.fetch("SELECT * FROM sla_clock WHERE ticket_id = ? ORDER BY code, number", story.id)
    return {(row["code"], row["number"]): row for row in rows}


async def states(app: TestApp, story: Story) -> dict[str, str]:
    """Return the states of the stored clocks: `resolution 1` is `met`."""
    rows = await clock_rows(app, story)
    return {f"{code} {number}": row["state"] for (code, number), row in rows.items()}


async def shift_rows(app: TestApp, story: Story) -> list[tuple[str, str, datetime | None, datetime | None]]:
    """Return the stored moves of dues: of which code, why, from when and to when."""
    rows = await app.house.fetch(
        "SELECT clock.code, shift.reason, shift.due_at_before, shift.due_at_after FROM sla_shift shift"
        " JOIN sla_clock clock ON clock.id = shift.clock_id WHERE clock.ticket_id = ? ORDER BY shift.id",
        story.id,
    )
    return [(row["code"], row["reason"], row["due_at_before"], row["due_at_after"]) for row in rows]


async def breach_rows(app: TestApp, story: Story) -> list[Json]:
    """Return the stored breaches of a ticket with the kinds of their marks."""
    return await app.house.fetch(
        "SELECT clock.code, breach.*, mark.kind AS mark FROM sla_breach breach"
        " JOIN sla_clock clock ON clock.id = breach.clock_id LEFT JOIN sla_mark mark ON mark.breach_id = breach.id"
        " WHERE breach.ticket_id = ? ORDER BY breach.due_at, clock.code",
        story.id,
    )


async def threshold_rows(app: TestApp, story: Story) -> list[tuple[str, str]]:
    """Return the moments of thresholds that came, with their states."""
    rows = await app.house.fetch(
        "SELECT threshold.code, threshold.state FROM sla_threshold threshold"
        " JOIN sla_clock clock ON clock.id = threshold.clock_id WHERE clock.ticket_id = ? ORDER BY threshold.at",
        story.id,
    )
    return [(row["code"], row["state"]) for row in rows]


async def events(app: TestApp, story: Story) -> list[Json]:
    """Return the data of the events about a ticket's clocks with their types, in order."""
    rows = await app.house.fetch(
        "SELECT type, data FROM event WHERE subject = ? AND type LIKE 'sla.%' ORDER BY seq", f"tickets/{story.id}"
    )
    return [{"type": row["type"], **row["data"]} for row in rows]


async def told(app: TestApp, story: Story) -> list[str]:
    """Return the types of the events about a ticket's clocks, each with the code of its clock."""
    found = await events(app, story)
    return [f"{event['type'].removeprefix('sla.')} {event.get('code', '')}".strip() for event in found]


async def timer_at(app: TestApp, story: Story) -> datetime | None:
    """Return for when the ticket's timer is set."""
    rows = await app.house.fetch("SELECT due_at FROM timer WHERE plugin = 'sla' AND record_id = ?", story.id)
    return rows[0]["due_at"] if rows else None


async def shown(app: TestApp, story: Story) -> Json:
    """Return the extension of a ticket."""
    return (await app.client.get(story.path)).json()["extensions"]["sla"]


async def passes(app: TestApp, at: str) -> None:
    """Let it become a wall time of Shanghai, and do what is due by then."""
    app.clock.set(moment(at))
    await app.drain()


async def saying(app: TestApp, story: Story, at: str, **values: Any) -> None:
    """Add a message to the service record at its moment."""
    app.clock.set(moment(at))
    body = {"kind": "message", "text": "We are on our way.", "visibility": "customer", **values}
    answer = await app.client.post(f"{story.path}/log", json=body)
    assert answer.is_success, answer.text
