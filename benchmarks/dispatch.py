"""What it takes to say who should go, among many stations and engineers: `python -m benchmarks.dispatch`."""

import argparse
import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from benchmarks.databases import empty_database, names_of_databases
from benchmarks.plan import LOCAL_SERVER, Plan
from benchmarks.settlement import Effort, measured
from benchmarks.stockroom import Row, Stockroom, bare_room
from wellkept_calendars import plugin as calendars
from wellkept_inventory import plugin as inventory
from wellkept_parties import plugin as parties
from wellkept_sla import plugin as sla
from wellkept_stations import plugin as stations
from wellkept_stations.schemas.candidates import CANDIDATES_DEFAULT

PLUGINS: Final = (calendars, parties, inventory, sla, stations)
ENGINEERS: Final = 10_000
STATIONS: Final = 500
CALLS: Final = 50
#: Before anything is counted.
WARM_UP: Final = 5
#: How many engineers the station has that has many.
CROWD: Final = 500
#: How many tickets everybody has, of which every second one is resolved.
TICKETS_EACH: Final = 4
#: Stations stand so many degrees apart, so many in a row.
_APART, _IN_A_ROW = 0.9, 25
_WEST, _SOUTH = 100.0, 21.0
_LONGITUDE: Final = f"{_WEST} + {_APART} * (n % {_IN_A_ROW})"
_LATITUDE: Final = f"{_SOUTH} + {_APART} * CAST((n - n % {_IN_A_ROW}) / {_IN_A_ROW} AS INTEGER)"
_SITE: Final = {"region_code": "510100", "longitude": _WEST + 10 * _APART, "latitude": _SOUTH + 5 * _APART}
#: Beside all others.
_CROWDED_SITE: Final = {"region_code": "650100", "longitude": 87.6, "latitude": 43.8}
_PUMP: Final = {"latitude": _SOUTH, "longitude": _WEST}
_ACCOUNT, _STATION, _COVERAGE, _ENGINEER, _SKILL, _CERTIFICATE, _TICKET = 61, 62, 63, 64, 65, 66, 67


class DispatchFigures(Struct, frozen=True, kw_only=True):
    """
    Who should go to one ticket, on one database.

    Args:
        database: its name.
        engineers: in all.
        stations: in all.
        usual: candidates of a station as most are, and of that above it.
        crowded: candidates of a station that has many engineers.
    """

    database: str
    engineers: int
    stations: int
    usual: Effort
    crowded: Effort


def dispatch_figures(
    plan: Plan, *, engineers: int = ENGINEERS, stations: int = STATIONS, calls: int = CALLS
) -> list[DispatchFigures]:
    """Return the figures of SQLite, and of PostgreSQL where there is a server."""
    wanted = (engineers, stations, calls)
    return [_of_database(plan, name, wanted) for name in names_of_databases(plan.postgres_url)]


def _of_database(plan: Plan, name: str, wanted: tuple[int, int, int]) -> DispatchFigures:
    with empty_database(name, postgres_url=plan.postgres_url) as (url, folder):
        return asyncio.run(_asked(url, folder, name=name, wanted=wanted))


async def _asked(url: str, folder: Path, *, name: str, wanted: tuple[int, int, int]) -> DispatchFigures:
    engineers, count, calls = wanted
    async with bare_room(url, folder=folder, plugins=PLUGINS) as room:
        network = await _network(room)
        await _copy_stations(room, network, count=count - len(network))
        await _copy_engineers(room, network, count=engineers, stations=count - len(network))
        await room.settle()
        usual = await _efforts(room, await _ticket(room, "USUAL", _SITE), calls=calls)
        crowded = await _efforts(room, await _ticket(room, "CROWDED", _CROWDED_SITE), calls=calls, least=CROWD)
    return DispatchFigures(database=name, engineers=engineers, stations=count, usual=usual, crowded=crowded)


async def _efforts(room: Stockroom, ticket_id: str, *, calls: int, least: int = 1) -> Effort:
    effort, path = Effort(seconds=[], statements=[]), f"/tickets/{ticket_id}/stations/candidates"
    for number in range(WARM_UP + calls):
        noted = effort if number >= WARM_UP else Effort(seconds=[], statements=[])
        found = await measured(room, noted, lambda: _candidates(room, path))
        assert len(found["candidates"]) >= min(least, CANDIDATES_DEFAULT), f"{len(found['candidates'])} candidates"
    return effort


async def _candidates(room: Stockroom, path: str) -> Row:
    answer = await room.client.get(path)
    assert answer.is_success, answer.text
    return answer.json()


async def _ticket(room: Stockroom, code: str, site: Row) -> str:
    """Return the id of a new ticket of a new project at a site; of the first grade, so that everybody is weighed."""
    customer = await room.made("/customers", code=code, name=code, customer_type="PLANT")
    project = await room.made("/projects", code=code, name=code, customer_id=customer["id"], kind="plant", site=site)
    report = {"title": "Pump trips", "project_id": project["id"], "channel": "phone", "grade": 1}
    return (await room.made("/tickets", **report))["id"]


async def _network(room: Stockroom) -> dict[str, Row]:
    """Return headquarters, a station as most are, and one that has many engineers."""
    active = {plugin.manifest.name: Row() for plugin in (inventory, sla, stations)}
    await room.made("/service-plans", code="SERVED", name="Served", plugins=active)
    await room.made("/customer-types", code="PLANT", name="Plant operators", default_plan_code="SERVED")
    zone = {"time_zone": "Asia/Shanghai", "calendar_code": "cn-standard"}
    top = await room.made("/stations", code="HQ", name="Headquarters", kind="headquarters", **zone)
    below = {"kind": "station", "parent_id": top["id"], **zone}
    around = [{"kind": "radius", "radius_km": 80}]
    usual = await room.made("/stations", code="USUAL", name="Usual", location=_PUMP, coverage=around, **below)
    crowded = await room.made("/stations", code="CROWD", name="Crowd", location=_CROWDED_SITE, coverage=around, **below)
    return {"HQ": top, "USUAL": usual, "CROWD": crowded}


async def _copy_stations(room: Stockroom, network: dict[str, Row], *, count: int) -> None:
    """Let stations as the usual one stand in rows all over the country."""
    speech, usual, top = room.speech, network["USUAL"]["id"], network["HQ"]["id"]
    station = speech.id(_STATION, "n")
    path = f"'{top}/' || CAST({station} AS TEXT) || '/'"
    place = {"longitude": _LONGITUDE, "latitude": _LATITUDE}
    await room.copy("stations_station", count, of={"id": usual}, id=station, code="'S-' || n", path=path, **place)
    await room.copy(
        "stations_coverage",
        count,
        of={"station_id": usual},
        id=speech.id(_COVERAGE, "n"),
        station_id=station,
        longitude_min=f"{_LONGITUDE} - 0.9",
        longitude_max=f"{_LONGITUDE} + 0.9",
        latitude_min=f"{_LATITUDE} - 0.8",
        latitude_max=f"{_LATITUDE} + 0.8",
    )


async def _copy_engineers(room: Stockroom, network: dict[str, Row], *, count: int, stations: int) -> None:
    """Give the crowded station its many engineers, and every other one its share of the rest."""
    speech = room.speech
    user = await room.made("/users", email="li@example.com", name="Li Qiang", role="engineer")
    one = await room.made(
        "/stations/engineers",
        user_id=user["id"],
        code="LI",
        name="Li Qiang",
        station_id=network["HQ"]["id"],
        kind="engineer",
        skills=[{"code": "hydraulics", "level": 3}],
        certificates=[{"code": "crane"}],
    )
    account, engineer = speech.id(_ACCOUNT, "n"), speech.id(_ENGINEER, "n")
    crowded = speech.id_of(network["CROWD"]["id"])
    station = f"CASE WHEN n <= {min(CROWD, count)} THEN {crowded} ELSE {speech.id(_STATION, f'n % {stations} + 1')} END"
    await room.copy("user_account", count, of={"id": user["id"]}, id=account, email="'li' || n || '@example.com'")
    await room.copy(
        "stations_engineer",
        count,
        of={"id": one["id"]},
        id=engineer,
        user_id=account,
        code="'E-' || n",
        station_id=station,
    )
    for table, number in (("stations_skill", _SKILL), ("stations_certificate", _CERTIFICATE)):
        await room.copy(table, count, of={"engineer_id": one["id"]}, id=speech.id(number, "n"), engineer_id=engineer)
    await _copy_tickets(room, count=count * TICKETS_EACH, engineers=count)


async def _copy_tickets(room: Stockroom, *, count: int, engineers: int) -> None:
    """Give everybody his tickets; half of them are resolved."""
    model, speech = await _ticket(room, "MODEL", _SITE), room.speech
    await room.copy(
        "ticket",
        count,
        of={"id": model},
        id=speech.id(_TICKET, "n"),
        number_seq="n + 1000000",
        number="'T-B-' || n",
        assignee_id=speech.id(_ACCOUNT, f"n % {engineers} + 1"),
        status=f"CASE WHEN n <= {count // 2} THEN 'resolved' ELSE 'assigned' END",
        resolved_at=f"CASE WHEN n <= {count // 2} THEN model.reported_at ELSE model.resolved_at END",
    )


def lines_of(figures: DispatchFigures) -> Sequence[Sequence[str]]:
    """Return both efforts, for people."""
    return [
        (figures.database, what, effort.ms().text(1), f"{max(effort.statements)}")
        for what, effort in (("a usual station", figures.usual), (f"a station of {CROWD}", figures.crowded))
    ]


def main() -> None:
    """Print the figures of dispatch alone."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dispatch", description=__doc__)
    parser.add_argument("--postgres", default=LOCAL_SERVER, help="a server on which databases may be made")
    parser.add_argument("--engineers", type=int, default=ENGINEERS, help="how many there are in all")
    parser.add_argument("--stations", type=int, default=STATIONS, help="how many there are in all")
    parser.add_argument("--calls", type=int, default=CALLS, help="how often candidates are asked for")
    given = parser.parse_args()
    plan = Plan(postgres_url=given.postgres or None, output=Path())
    found = dispatch_figures(plan, engineers=given.engineers, stations=given.stations, calls=given.calls)
    for figures in found:
        print(f"{figures.database}, {figures.engineers:,} engineers of {figures.stations:,} stations, candidates:")
        for _, what, ms, statements in lines_of(figures):
            print(f"  {what:<20}{ms} ms, {statements} statements")


if __name__ == "__main__":
    main()
