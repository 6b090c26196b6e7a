"""What a new API key may be."""

from datetime import UTC, datetime, timedelta

from wellkept.platform.auth.rules.keys import key_mistakes
from wellkept_sdk.actor import Role

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


class TestNewKey:
    def test_is_right_within_its_role_and_time(self) -> None:
        assert (
            key_mistakes(
                role=Role.ENGINEER, scopes=["tickets:work"], expires_at=NOON + timedelta(microseconds=1), at=NOON
            )
            == []
        )

    def test_may_have_all_of_its_role_for_ever(self) -> None:
        assert key_mistakes(role=Role.VIEWER, scopes=None, expires_at=None, at=NOON) == []

    def test_has_every_mistake_named_at_once(self) -> None:
        mistakes = key_mistakes(
            role=Role.VIEWER, scopes=["tickets:read", "tickets:work", "no:such"], expires_at=NOON, at=NOON
        )

        assert [(mistake.pointer, mistake.code) for mistake in mistakes] == [
            ("/scopes/1", "not_a_choice"),
            ("/scopes/2", "not_a_choice"),
            ("/expires_at", "keys.expires_at.in_past"),
        ]

    def test_belongs_to_somebody(self) -> None:
        mistakes = key_mistakes(role=None, scopes=["no:such"], expires_at=None, at=NOON)

        assert [(mistake.pointer, mistake.code) for mistake in mistakes] == [("/user_id", "unknown_reference")]
