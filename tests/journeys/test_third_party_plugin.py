"""A plugin of somebody else, found by its entry point: every seam works under the contract that has it, no other."""

import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from msgspec import Struct

from api import Api, api_as
from third_party import WEATHER_HOLD, SitePackages, site_packages
from wellkept.app import Wellkept, build
from wellkept.hosting import bindings_restored
from wellkept.platform.migrations.runner import migrate
from wellkept.platform.plugin_host.calling.calls import context_of
from wellkept.platform.plugin_host.current import host
from wellkept.platform.plugin_host.host import Host
from wellkept.platform.plugin_host.lifecycle.apps import apps_of
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept.platform.settings import Settings
from wellkept.platform.storage.engines import bind, database, engine_for
from wellkept_sdk import RecordName, RecordRef, ServiceKey
from wellkept_sdk.actor import SYSTEM, Role
from wellkept_sdk.errors import ServiceInactive
from wellkept_sdk.now import now

TERMS = {"wind_max_mps": 10, "calm_minutes": 30, "outdoor_kinds": ["mast"]}
RESOLUTION = {"cause": "Bolt loose", "measure": "Bolt tightened"}
WEATHER = "extensions.weather_hold"
WEATHER_SERVICE: ServiceKey[Any] = ServiceKey("weather_hold.weather", version=1)
SECONDS_MAX = 300
OLD_TICKETS = """no,at,state,text
1,2026-03-02 10:00,Waits for the wind,Bolt loose
2,2026-03-02 11:00,New,Lamp flickers
"""
MAPPING = """
kind = "tickets"
system = "old-desk"
source_id = "no"

[dates]
format = "%Y-%m-%d %H:%M"
zone = "UTC"

[columns]
title = "text"
reported_at = "at"
status = "state"

[defaults]
project_code = "CODE"
channel = "phone"

[states]
"New" = {status = "new"}
"Waits for the wind" = {action = "hold", reason = "weather"}
"""


class Sites(Struct, frozen=True, kw_only=True):
    """Two masts: the contract of the first has the plugin, that of the second has not."""

    admin: Api
    windy: str
    bare: str

    async def measured(self, minutes_ago: int, wind_dmps: int) -> None:
        """Report the wind at the first mast."""
        reading = {"measured_at": _minutes_ago(minutes_ago).isoformat(), "wind_dmps": wind_dmps}
        await self.admin.created(f"/v1/projects/{self.windy}/weather_hold/readings", reading)

    async def refused(self, ticket: dict[str, Any], action: str) -> dict[str, Any]:
        """Return the problem that an action meets."""
        answer = await self.admin.post(f"/v1/tickets/{ticket['id']}/transitions", {"action": action})
        assert answer.status_code == 409, answer.text
        return answer.json()

    async def change_plan(self, number: str, plan_code: str) -> None:
        """Give a contract another plan."""
        [contract] = await self.admin.all_items("/v1/contracts", number=number)
        answer = await self.admin.patch(f"/v1/contracts/{contract['id']}", {"plan_code": plan_code})
        assert answer.status_code == 200, answer.text

    async def shown(self, ticket: dict[str, Any]) -> dict[str, Any]:
        """Return the extensions of a ticket."""
        return (await self.admin.found(f"/v1/tickets/{ticket['id']}"))["extensions"]


class TestPluginOfSomebodyElse:
    async def test_is_found_by_its_entry_point(self, sites: Sites) -> None:
        plugins = {each["name"]: each for each in (await sites.admin.found("/v1/plugins"))["items"]}

        assert plugins["weather_hold"]["state"] == "active"
        assert plugins["weather_hold"]["version"] == "2.0.0"

    async def test_is_installed_but_not_enabled_without_the_setting(self, site: SitePackages, tmp_path: Path) -> None:
        del site
        settings = Settings(data_dir=str(tmp_path / "other"), plugins=[])

        found = {each.name: each.state for each in Host.installed(settings).found}

        assert found["weather_hold"] == "disabled"

    async def test_keeps_people_from_starting_in_a_strong_wind(self, sites: Sites) -> None:
        await sites.measured(5, 125)
        ticket = await sites.admin.ticket(project_id=sites.windy)

        problem = await sites.refused(ticket, "start")
        offered = await sites.admin.found(f"/v1/tickets/{ticket['id']}/transitions")

        assert (problem["code"], problem["plugin"], problem["hook"]) == (
            "weather_hold.work.too_windy",
            "weather_hold",
            "ticket_transitioning",
        )
        start = next(action for action in offered["actions"] if action["action"] == "start")
        assert [reason["plugin"] for reason in start["reasons"]] == ["weather_hold"]

    async def test_watches_a_ticket_and_resumes_it_when_the_wind_has_fallen(self, app: Wellkept, sites: Sites) -> None:
        ticket = await sites.admin.ticket(project_id=sites.windy)
        await sites.measured(90, 60)
        await sites.admin.act(ticket["id"], "start")
        await sites.measured(60, 125)
        await sites.admin.act(ticket["id"], "hold", reason="weather")
        watched = await sites.shown(ticket)
        await app.worker.drain()
        held = await sites.admin.found(f"/v1/tickets/{ticket['id']}")
        await sites.measured(45, 80)
        await sites.measured(5, 70)

        await job_runs(app)
        resumed = await sites.admin.found(f"/v1/tickets/{ticket['id']}")
        await sites.admin.act(ticket["id"], "resolve", **RESOLUTION)
        await app.worker.drain()

        assert watched["weather_hold"]["watched_since"] is not None
        assert (held["status"], resumed["status"]) == ("on_hold", "in_progress")
        assert resumed["extensions"]["weather_hold"]["watched_since"] is None
        assert len(await sites.admin.all_events("weather_hold.watch.began")) == 1
        assert len(await sites.admin.all_events("weather_hold.watch.ended")) == 1
        log = await sites.admin.all_items(f"/v1/tickets/{ticket['id']}/log")
        assert [entry["text"] for entry in log] == ["The work has waited 0 minutes for the weather."]

    async def test_shows_and_takes_its_fields(self, sites: Sites) -> None:
        indoors = {"weather_hold": {"outdoor": False}}
        inside = await sites.admin.ticket(project_id=sites.windy, extensions=indoors)
        outside = await sites.admin.ticket(project_id=sites.windy)

        changed = await sites.admin.patch(
            f"/v1/tickets/{inside['id']}", {"extensions": {"weather_hold": {"outdoor": True}}}
        )
        cleared = await sites.admin.patch(f"/v1/tickets/{outside['id']}", {"extensions": {"weather_hold": None}})

        assert inside["extensions"]["weather_hold"]["outdoor"] is False
        assert outside["extensions"]["weather_hold"] == {"outdoor": True, "wind_max_mps": 10, "watched_since": None}
        assert changed.json()["extensions"]["weather_hold"]["outdoor"] is True
        assert cleared.json()["extensions"]["weather_hold"]["outdoor"] is True

    async def test_keeps_the_lower_limit_of_a_site(self, sites: Sites) -> None:
        limit = {"extensions": {"weather_hold": {"wind_max_mps": 7}}}

        answer = await sites.admin.patch(f"/v1/projects/{sites.windy}", limit)
        ticket = await sites.admin.ticket(project_id=sites.windy)

        assert answer.json()["extensions"]["weather_hold"] == {"wind_max_mps": 7}
        assert ticket["extensions"]["weather_hold"]["wind_max_mps"] == 7

    async def test_filters_and_sorts_lists(self, sites: Sites) -> None:
        held, other = [await sites.admin.ticket(project_id=sites.windy) for _ in range(2)]
        await sites.admin.act(held["id"], "hold", reason="weather")

        watched = await sites.admin.all_items("/v1/tickets", **{f"{WEATHER}.watched": "true"})
        sort = {"sort": f"{WEATHER}.watched_since", "include": "weather_hold"}
        in_order = await sites.admin.all_items("/v1/tickets", **sort)

        assert [ticket["id"] for ticket in watched] == [held["id"]]
        assert [ticket["id"] for ticket in in_order] == [held["id"], other["id"]]
        assert [ticket["extensions"]["weather_hold"]["outdoor"] for ticket in in_order] == [True, True]

    async def test_answers_at_all_its_mounts(self, sites: Sites) -> None:
        await sites.measured(5, 95)
        ticket = await sites.admin.ticket(project_id=sites.windy)
        await sites.admin.act(ticket["id"], "hold", reason="weather")

        readings = await sites.admin.all_items(f"/v1/projects/{sites.windy}/weather_hold/readings")
        weather = await sites.admin.found(f"/v1/tickets/{ticket['id']}/weather_hold")
        watches = await sites.admin.all_items("/v1/weather_hold/watches")

        assert [reading["wind_dmps"] for reading in readings] == [95]
        assert (weather["work_possible"], weather["wind_max_mps"], weather["calm_minutes"]) == (True, 10, 30)
        assert [watch["ticket_id"] for watch in watches] == [ticket["id"]]

    async def test_fails_with_codes_of_its_own(self, sites: Sites) -> None:
        path = f"/v1/projects/{sites.windy}/weather_hold/readings"
        reading = {"measured_at": _minutes_ago(5).isoformat(), "wind_dmps": 95}
        await sites.admin.created(path, reading)

        repeated = await sites.admin.post(path, reading)
        early = await sites.admin.post(path, {**reading, "measured_at": _minutes_ago(-60).isoformat()})

        assert (repeated.status_code, repeated.json()["code"]) == (409, "weather_hold.reading.repeated")
        assert (early.status_code, early.json()["errors"][0]["code"]) == (422, "weather_hold.reading.in_future")

    async def test_takes_up_what_is_imported(self, app: Wellkept, sites: Sites) -> None:
        await imported(app, sites)

        watched = await sites.admin.all_items("/v1/tickets", **{f"{WEATHER}.watched": "true"})
        shown = [(await sites.shown(ticket))["weather_hold"] for ticket in watched]

        assert [ticket["title"] for ticket in watched] == ["Bolt loose"]
        assert [weather["watched_since"] for weather in shown] == ["2026-03-02T10:00:00Z"]

    async def test_tells_other_plugins_whether_work_is_possible(self, sites: Sites) -> None:
        await sites.measured(5, 125)

        possible = await (await weather_of(sites.windy)).is_work_possible(UUID(sites.windy))

        assert possible is False

    @pytest.mark.slow
    def test_passes_the_suite_that_it_brings(self) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
            cwd=WEATHER_HOLD,
            capture_output=True,
            text=True,
            timeout=SECONDS_MAX,
            check=False,
        )

        assert done.returncode == 0, done.stdout + done.stderr


class TestContractWithoutThePlugin:
    async def test_has_none_of_its_routes(self, sites: Sites) -> None:
        ticket = await sites.admin.ticket(project_id=sites.bare)
        paths = [f"/v1/tickets/{ticket['id']}/weather_hold", f"/v1/projects/{sites.bare}/weather_hold/readings"]

        answers = [await sites.admin.get(path) for path in paths]

        assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(404, "plugin_inactive")] * 2

    async def test_has_none_of_its_fields(self, sites: Sites) -> None:
        ticket = await sites.admin.ticket(project_id=sites.bare)

        given = await sites.admin.patch(
            f"/v1/tickets/{ticket['id']}", {"extensions": {"weather_hold": {"outdoor": True}}}
        )

        assert "weather_hold" not in ticket["extensions"]
        assert [error["code"] for error in given.json()["errors"]] == ["plugin_inactive"]

    async def test_is_not_watched_or_kept_from_work(self, app: Wellkept, sites: Sites) -> None:
        await sites.measured(5, 125)
        ticket = await sites.admin.ticket(project_id=sites.bare)

        started = await sites.admin.act(ticket["id"], "start")
        await sites.admin.act(ticket["id"], "hold", reason="weather")
        await app.worker.drain()

        assert started["to_status"] == "in_progress"
        assert await sites.admin.all_items("/v1/weather_hold/watches") == []
        assert await sites.admin.all_events("weather_hold.watch.began") == []
        assert await database().fetch("SELECT ticket_id FROM weather_hold_work") == []

    async def test_has_none_of_its_services(self, sites: Sites) -> None:
        with pytest.raises(ServiceInactive):
            await weather_of(sites.bare)


class TestTicketThatGetsAnotherActivation:
    async def test_is_taken_up_and_let_go(self, sites: Sites) -> None:
        ticket = await sites.admin.ticket(project_id=sites.bare)
        await sites.admin.act(ticket["id"], "hold", reason="weather")

        await sites.change_plan("C-BARE", "OUTDOOR")
        before = await sites.shown(ticket)
        await sites.admin.created(f"/v1/tickets/{ticket['id']}/activation", {})
        taken_up = await sites.shown(ticket)
        await sites.change_plan("C-BARE", "BARE")
        await sites.admin.created(f"/v1/tickets/{ticket['id']}/activation", {})
        let_go = await sites.shown(ticket)

        assert ("weather_hold" in before, "weather_hold" in let_go) == (False, False)
        assert taken_up["weather_hold"]["watched_since"] is not None
        assert len(await sites.admin.all_events("weather_hold.watch.ended")) == 1


class TestRole:
    async def test_decides_who_reports_the_wind(self, app: Wellkept, sites: Sites) -> None:
        path = f"/v1/projects/{sites.windy}/weather_hold/readings"
        reading = {"measured_at": _minutes_ago(5).isoformat(), "wind_dmps": 95}

        answers = [await (await api_as(app, role)).post(path, reading) for role in (Role.VIEWER, Role.ENGINEER)]

        assert [answer.status_code for answer in answers] == [403, 201]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[SitePackages]:
    with site_packages(tmp_path / "site") as site:
        site.install(WEATHER_HOLD)
        yield site


@pytest.fixture
async def app(site: SitePackages, blank_url: str, tmp_path: Path) -> AsyncIterator[Wellkept]:
    """The application with what the entry points name, on a migrated database; afterwards the process is as before."""
    engine = engine_for(blank_url)
    with bindings_restored():
        app = build(Settings(data_dir=str(tmp_path / "data"), plugins=["weather_hold"]), database=engine)
        await migrate(engine, apps_of(app.host))
        await engine.open()
        bind(engine)
        try:
            yield app
        finally:
            await engine.close()


@pytest.fixture
async def sites(app: Wellkept) -> Sites:
    admin = await api_as(app, Role.ADMIN)
    plans: dict[str, dict[str, Any]] = {"OUTDOOR": {"weather_hold": TERMS}, "BARE": {}}
    for code, plugins in plans.items():
        await admin.created("/v1/service-plans", {"code": code, "name": code, "plugins": plugins})
    windy, bare = [await mast_under(admin, code) for code in plans]
    return Sites(admin=admin, windy=windy, bare=bare)


async def mast_under(admin: Api, plan_code: str) -> str:
    """Return a new project whose customer has a contract with this plan."""
    project = await admin.project(kind="mast")
    contract = {"number": f"C-{plan_code}", "plan_code": plan_code, "starts_on": "2020-01-01"}
    await admin.created("/v1/contracts", {**contract, "customer_id": project["customer_id"]})
    return project["id"]


async def imported(app: Wellkept, sites: Sites) -> None:
    """Take over a ticket that waits for the weather in another system, and one that does not."""
    project = await sites.admin.found(f"/v1/projects/{sites.windy}")
    files = {
        "file": ("old.csv", OLD_TICKETS.encode(), "text/csv"),
        "mapping": ("old.toml", MAPPING.replace("CODE", project["code"]).encode(), "application/toml"),
    }
    answer = await sites.admin.post("/v1/imports", files=files)
    assert answer.status_code == 202, answer.text
    await app.worker.drain()


async def weather_of(project_id: str) -> Any:
    """Return the service as any plugin gets it that serves the same record: by its key, without importing it."""
    record = RecordRef(RecordName.PROJECT, UUID(project_id))
    active = await host().resolver.of(record.name, record.id)
    occasion = Occasion(actor=SYSTEM, at=now(), active=active, record=record)
    return context_of("weather_hold", occasion).service(WEATHER_SERVICE)


async def job_runs(app: Wellkept) -> None:
    """Make the plugin's job due and do it."""
    await database().execute("UPDATE job SET next_at = ? WHERE name = ?", now(), "weather_hold.resume")
    await app.worker.drain()


def _minutes_ago(minutes: int) -> datetime:
    return now() - timedelta(minutes=minutes)
