"""One law over every seam: a plugin acts for a record if and only if it is active for it."""

import asyncio
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings

from api import Api, api_as
from probes import Probe, asker, probe
from service_world import PROBES, Built, Levels, World, build_world, change_world, levels, worlds
from wellkept.app import Wellkept, build
from wellkept.hosting import bindings_restored
from wellkept.platform.migrations.runner import run_statements
from wellkept.platform.plugin_host.lifecycle.apps import apps_of
from wellkept.platform.plugin_host.seams.background import plugin_jobs
from wellkept.platform.settings import Settings
from wellkept.platform.storage.engines import engine_for
from wellkept_sdk.actor import Role
from wellkept_sdk.now import now

EXAMPLES = 15
_serial = count(1)


class TestPlugin:
    @given(world=worlds())
    @settings(
        max_examples=EXAMPLES,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    def test_acts_for_a_record_if_and_only_if_it_is_active_for_it(
        self, database_url: str, tmp_path_factory: pytest.TempPathFactory, world: World
    ) -> None:
        with bindings_restored():
            asyncio.run(hold(database_url, str(tmp_path_factory.mktemp("data")), world))


async def hold(url: str, folder: str, world: World) -> None:
    """Build the world in an event loop of its own, for hypothesis calls synchronously, and look at every seam."""
    engine = engine_for(url)
    await engine.open()
    try:
        probes = [probe(name) for name in PROBES]
        app = build(Settings(data_dir=folder), database=engine, plugins=[*probes, asker(PROBES)])
        await make_tables(app)
        await look(app, await api_as(app, Role.ADMIN), probes, world)
        for name in PROBES:
            await engine.execute(f"DROP TABLE {name}_mark")
    finally:
        await engine.close()


async def make_tables(app: Wellkept) -> None:
    """Make the tables of the probes."""
    for each in apps_of(app.host):
        if each.name in PROBES:
            await run_statements(app.database, [f"DROP TABLE IF EXISTS {each.name}_mark", *each.statements()])


async def look(app: Wellkept, admin: Api, probes: list[Probe], world: World) -> None:
    """Open tickets, change what was agreed, move some tickets over, and look at every seam before and after."""
    today = now().date()
    built = await build_world(admin, world, serial=str(next(_serial)), today=today)
    projects = range(len(built.projects))
    early = [levels(world, project, later=False) for project in projects]
    late = [levels(world, project, later=True) for project in projects]
    tickets = [await opened(admin, built, project, active=early[project], probes=probes) for project in projects]

    await change_world(admin, world, built, today=today)
    for project in projects:
        if world.reactivated[project]:
            answer = await admin.post(f"/v1/tickets/{tickets[project]}/activation", {})
            assert answer.status_code == 200, answer.text
    await app.worker.drain()
    for job in plugin_jobs(app.host.plugins.values()):
        await job.run(now())

    for project in projects:
        pinned = late[project] if world.reactivated[project] else early[project]
        await see_ticket(app, admin, tickets[project], born_with=early[project], active=pinned)
        await see_project(admin, built.projects[project]["id"], active=late[project])
    await see_list(admin, tickets, [late[n] if world.reactivated[n] else early[n] for n in projects])
    for contract, active in contracts_with_levels(world, built):
        await see_document(admin, contract["id"], active=active)


async def opened(admin: Api, built: Built, project: int, *, active: Levels, probes: list[Probe]) -> str:
    """Open a ticket: the active plugins are asked and told, and take input; no other does."""
    title = f"Pump trips {next(_serial)}"
    given = {name: {"note": "given"} for name in active}
    ticket = await admin.ticket(project_id=built.projects[project]["id"], title=title, extensions=given)
    assert {each.manifest.name for each in probes if title in each.asked} == set(active)
    assert ticket["extensions"] == {name: {"note": "given", "level": level} for name, level in active.items()}
    for name in set(PROBES) - set(active):
        refused = await admin.post(
            "/v1/tickets",
            {
                "title": "No",
                "channel": "phone",
                "project_id": built.projects[project]["id"],
                "extensions": {name: {"note": "no"}},
            },
        )
        assert_inactive_input(refused, name)
    return ticket["id"]


async def see_ticket(app: Wellkept, admin: Api, ticket_id: str, *, born_with: Levels, active: Levels) -> None:
    ticket = await admin.found(f"/v1/tickets/{ticket_id}")
    assert {name: shown["level"] for name, shown in ticket["extensions"].items()} == dict(active)
    explained = await admin.found(f"/v1/tickets/{ticket_id}/activation")
    assert {name for name in explained["plugins"] if name in PROBES} == set(active)
    answers = await admin.found(f"/v1/tickets/{ticket_id}/asker")
    assert set(answers["plugins"]) == set(active)
    for name in PROBES:
        await see_route(admin, f"/v1/tickets/{ticket_id}/{name}", name, active=active)
        patched = await admin.patch(f"/v1/tickets/{ticket_id}", {"extensions": {name: {"note": "patched"}}})
        if name in active:
            assert patched.json()["extensions"][name] == {"note": "patched", "level": active[name]}
        else:
            assert_inactive_input(patched, name)
        seams = {"apply"} if name in born_with else set[str]()
        seams |= {"reaction", "timer"} if name in born_with and name in active else set[str]()
        seams |= {"job", "input"} if name in active else set[str]()
        assert await marks(app, name, ticket_id) - {"input"} == seams - {"input"}


async def see_project(admin: Api, project_id: str, *, active: Levels) -> None:
    for name in PROBES:
        await see_route(admin, f"/v1/projects/{project_id}/{name}", name, active=active)


async def see_route(admin: Api, path: str, name: str, *, active: Levels) -> None:
    answer = await admin.get(path)
    if name in active:
        assert (answer.status_code, answer.json()) == (200, {"plugin": name, "level": active[name]})
    else:
        assert (answer.status_code, answer.json()["code"]) == (404, "plugin_inactive")


async def see_list(admin: Api, tickets: list[str], active: list[Levels]) -> None:
    page = await admin.found("/v1/tickets", params={"include": ",".join(PROBES), "limit": 200})
    shown = {item["id"]: item["extensions"] for item in page["items"]}
    assert [set(shown[ticket]) for ticket in tickets] == [set(each) for each in active]


async def see_document(admin: Api, contract_id: str, *, active: Levels) -> None:
    document = await admin.found(f"/v1/contracts/{contract_id}/openapi.json")
    paths = {name for name in PROBES if f"/v1/tickets/{{ticket_id}}/{name}" in document["paths"]}
    members = set(document["components"]["schemas"]["TicketExtensions"].get("properties", {}))
    assert paths == set(active)
    assert members == set(active)


def contracts_with_levels(world: World, built: Built) -> list[tuple[dict[str, Any], Levels]]:
    """Return the contracts that rule today, each with what it activates."""
    found: list[tuple[dict[str, Any], Levels]] = []
    for project, contract in enumerate(world.project_contracts):
        made = built.project_contracts[project]
        if contract is not None and made is not None and contract.rules_today():
            found.append((made, levels(world, project, later=True)))
    return found


async def marks(app: Wellkept, name: str, ticket_id: str) -> set[str]:
    rows = await app.database.fetch(f"SELECT seam FROM {name}_mark WHERE record_id = ?", UUID(ticket_id))
    return {row["seam"] for row in rows}


def assert_inactive_input(answer: Any, name: str) -> None:
    assert answer.status_code == 422, answer.text
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [
        (f"/extensions/{name}", "plugin_inactive")
    ]
