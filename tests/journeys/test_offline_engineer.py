"""An engineer works in a cellar without a network; the app sends what was done later, in order, with its times."""

import pytest

from api import Api, AsActor, Json
from wellkept_sdk.actor import Role

REPORTED_AT = "2025-03-03T07:00:00Z"
ASSIGNED_AT = "2025-03-03T08:00:00Z"
STARTED_AT = "2025-03-03T10:00:00+01:00"
HELD_AT = "2025-03-03T10:15:00Z"
RESUMED_AT = "2025-03-04T07:30:00Z"
RESOLVED_AT = "2025-03-04T09:00:00Z"


class FieldApp:
    """What the engineer's app has written down without a network."""

    def __init__(self, engineer: Api, *, ticket: Json) -> None:
        self.engineer = engineer
        self.ticket = ticket
        self.notes: list[Json] = [
            {"action": "start", "occurred_at": STARTED_AT},
            {"action": "hold", "reason": "access", "occurred_at": HELD_AT},
            {"action": "resume", "occurred_at": RESUMED_AT},
            {"action": "resolve", "cause": "Damp", "measure": "Dried and sealed", "occurred_at": RESOLVED_AT},
        ]

    @property
    def path(self) -> str:
        """Where transitions go."""
        return f"/v1/tickets/{self.ticket['id']}/transitions"

    async def send_all(self) -> list[Json]:
        """Send every note in order and return the transitions."""
        keys = (f"note-{number}" for number in range(len(self.notes)))
        pairs = zip(self.notes, keys, strict=True)
        return [await self.engineer.created(self.path, note, headers={"Idempotency-Key": key}) for note, key in pairs]


@pytest.fixture
async def field_app(admin: Api, as_actor: AsActor) -> FieldApp:
    engineer = await as_actor(Role.ENGINEER)
    ticket = await admin.ticket(title="Cabinet damp", reported_at=REPORTED_AT)
    await admin.act(ticket["id"], "assign", assignee_id=str(engineer.user_id), occurred_at=ASSIGNED_AT)
    return FieldApp(engineer, ticket=ticket)


class TestOfflineEngineer:
    async def test_sends_what_was_done_with_the_times_of_the_cellar(self, field_app: FieldApp, admin: Api) -> None:
        await field_app.send_all()

        ticket = await admin.found(f"/v1/tickets/{field_app.ticket['id']}")
        history = await admin.all_items(f"/v1/tickets/{ticket['id']}/history")
        assert ticket["status"] == "resolved"
        assert ticket["resolved_at"] == RESOLVED_AT
        assert [fact["occurred_at"] for fact in history] == [
            REPORTED_AT,
            ASSIGNED_AT,
            "2025-03-03T09:00:00Z",
            HELD_AT,
            RESUMED_AT,
            RESOLVED_AT,
        ]
        assert all(fact["recorded_at"] > RESOLVED_AT for fact in history)

    async def test_may_send_everything_again_when_the_answer_was_lost(self, field_app: FieldApp, admin: Api) -> None:
        first = await field_app.send_all()

        again = await field_app.send_all()

        history = await admin.all_items(f"/v1/tickets/{field_app.ticket['id']}/history")
        assert again == first
        assert len([fact for fact in history if fact["action"] == "resolve"]) == 1

    async def test_is_told_when_notes_come_in_the_wrong_order(self, field_app: FieldApp) -> None:
        start, hold, *_ = field_app.notes
        await field_app.engineer.created(field_app.path, {**start, "occurred_at": RESOLVED_AT})

        refused = await field_app.engineer.post(field_app.path, hold)

        mistakes = [(one["pointer"], one["code"]) for one in refused.json()["errors"]]
        assert (refused.status_code, mistakes) == (422, [("/occurred_at", "tickets.occurred_at.out_of_order")])

    @pytest.mark.parametrize(
        ("occurred_at", "code"),
        [
            ("2999-01-01T00:00:00Z", "tickets.occurred_at.in_future"),
            ("2025-03-03T10:00:00", "naive_time"),
            ("2025-03-03T06:59:59Z", "tickets.occurred_at.out_of_order"),
            ("yesterday", "type"),
        ],
    )
    async def test_is_told_when_a_phones_clock_is_wrong(self, field_app: FieldApp, occurred_at: str, code: str) -> None:
        refused = await field_app.engineer.post(field_app.path, {"action": "start", "occurred_at": occurred_at})

        mistakes = [(one["pointer"], one["code"]) for one in refused.json()["errors"]]
        assert (refused.status_code, mistakes) == (422, [("/occurred_at", code)])

    async def test_loses_nothing_when_somebody_else_was_quicker(self, field_app: FieldApp, admin: Api) -> None:
        await admin.act(field_app.ticket["id"], "cancel", reason="Reported twice")

        refused = await field_app.engineer.post(field_app.path, {"action": "start"})

        problem = refused.json()
        assert (refused.status_code, problem["code"]) == (409, "tickets.transition.not_allowed")
        assert (problem["ticket_status"], problem["allowed_actions"]) == ("cancelled", ["reopen"])
