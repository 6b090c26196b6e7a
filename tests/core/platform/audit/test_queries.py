"""Reading the audit trail."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts_api import make_user
from wellkept.platform.audit.queries import AuditFilters, audit_page
from wellkept.platform.storage.engines import database
from wellkept_sdk.actor import Role
from wellkept_sdk.http.paging import PageRequest

pytestmark = pytest.mark.usefixtures("database")

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


async def subjects(**filters: object) -> list[str]:
    chosen = AuditFilters(**filters)  # pyright: ignore[reportArgumentType]
    page = await audit_page(PageRequest(), filters=chosen, sort="occurred_at")
    return [entry.subject for entry in page.items]


class TestList:
    async def test_is_filtered_by_subject_action_and_time(self) -> None:
        li, wang = [await make_user(Role.VIEWER, email=f"{name}@example.com") for name in ("li", "wang")]
        for minute, user in enumerate((li, wang)):
            at = NOON + timedelta(minutes=minute)
            sql = "UPDATE audit_entry SET occurred_at = ? WHERE subject = ?"
            await database().execute(sql, at, f"users/{user.id}")

        assert await subjects() == [f"users/{li.id}", f"users/{wang.id}"]
        assert await subjects(subject=f"users/{wang.id}") == [f"users/{wang.id}"]
        assert await subjects(action="users.user.updated") == []
        assert await subjects(occurred_from=NOON, occurred_to=NOON + timedelta(minutes=1)) == [f"users/{li.id}"]
        assert await subjects(occurred_from=NOON + timedelta(minutes=1)) == [f"users/{wang.id}"]
        assert await subjects(actor_id=li.id) == []
