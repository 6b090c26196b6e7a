"""What `GET /v1/plugins` shows."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from api import Api, api_as
from gauge_plugins import GAUGES, RAIN
from plugin_house import plugin_app
from wellkept.app import Wellkept
from wellkept.platform.plugin_host.assembling.states import Found, PluginState
from wellkept.platform.plugin_host.current import host
from wellkept.platform.plugin_host.tables import PluginFailure
from wellkept.platform.storage import rows
from wellkept.platform.storage.engines import PgEngine, SqliteEngine
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.actor import Role
from wellkept_sdk.ids import uuid7

BROKEN = Found(
    name="broken", distribution="acme-broken", plugin=None, state=PluginState.IMPORT_FAILED, reason="No module."
)


@pytest.fixture
def app(database: SqliteEngine | PgEngine) -> Iterator[Wellkept]:
    with plugin_app(database, [GAUGES, RAIN]) as app:
        host().found = (*host().found, BROKEN)
        yield app


async def fail(plugin: str, hook: str, *, error: str, at: datetime) -> None:
    async with transaction():
        await rows.insert(
            PluginFailure,
            id=uuid7(),
            plugin=plugin,
            hook=hook,
            subject=None,
            error=error,
            request_id=None,
            created_at=at,
        )


class TestPlugins:
    async def test_are_listed_with_state_and_reason(self, admin: Api) -> None:
        page = await admin.found("/v1/plugins")

        assert page["next_cursor"] is None
        assert [(item["name"], item["state"], item["reason"]) for item in page["items"]] == [
            ("broken", "import_failed", "No module."),
            ("gauges", "active", None),
            ("rain", "active", None),
        ]

    async def test_say_what_their_manifests_say(self, admin: Api) -> None:
        gauges = await admin.found("/v1/plugins/gauges")

        assert gauges == {
            "name": "gauges",
            "version": "1.2.0",
            "distribution": gauges["distribution"],
            "state": "active",
            "reason": None,
            "activation": "contract",
            "failure": "optional",
            "requires": [],
            "provides": ["gauges.readings"],
            "permissions": [
                {"name": "gauges:read", "description": "See gauges.", "roles": ["customer", "viewer"]},
                {"name": "gauges:write", "description": "Read gauges.", "roles": []},
            ],
            "failures": {"count": 0, "last_at": None, "last_hook": None, "last_error": None},
        }

    async def test_say_nothing_of_what_could_not_be_imported(self, admin: Api) -> None:
        broken = await admin.found("/v1/plugins/broken")

        assert (broken["distribution"], broken["version"], broken["permissions"]) == ("acme-broken", None, [])

    async def test_tell_of_their_failures_and_of_the_last(self, admin: Api) -> None:
        for day, hook in ((3, "ticket_opened"), (5, "ticket_logged"), (4, "ticket_opened")):
            await fail("rain", hook, error=f"day {day}", at=datetime(2026, 11, day, tzinfo=UTC))
        await fail("gauges", "ticket_opened", error="stuck", at=datetime(2026, 11, 1, tzinfo=UTC))

        items = {item["name"]: item["failures"] for item in (await admin.found("/v1/plugins"))["items"]}

        assert items["rain"] == {
            "count": 3,
            "last_at": "2026-11-05T00:00:00Z",
            "last_hook": "ticket_logged",
            "last_error": "day 5",
        }
        assert (items["gauges"]["count"], items["broken"]["count"]) == (1, 0)
        assert (await admin.found("/v1/plugins/rain"))["failures"]["count"] == 3

    async def test_that_nobody_knows_are_404(self, admin: Api) -> None:
        assert (await admin.get("/v1/plugins/nobody")).status_code == 404

    @pytest.mark.parametrize("path", ["/v1/plugins", "/v1/plugins/gauges"])
    async def test_are_for_who_may_read_them(self, app: Wellkept, path: str) -> None:
        assert (await (await api_as(app, Role.DISPATCHER)).get(path)).status_code == 403
