"""The four calls that are measured, and how a request of each looks."""

from enum import StrEnum
from itertools import cycle, islice

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from benchmarks.databases import Stock
from benchmarks.load import Load
from benchmarks.plan import CONNECTIONS, PAGE_SIZE, Plan
from benchmarks.servers import Server

#: More requests than any server answers in one measurement.
OPENS_MAX = 20_000
OK, CREATED = 200, 201


class Case(StrEnum):
    """One call."""

    LIST = "list"  #: The newest fifty tickets.
    GET = "get"  #: One ticket.
    OPEN = "open"  #: A new ticket, with its first fact and its event.
    TRANSITION = "transition"  #: Starting the work: ticket, fact and event change together.

    @property
    def writes(self) -> bool:
        """Tell whether the call changes the database."""
        return self in {Case.OPEN, Case.TRANSITION}

    @property
    def status(self) -> int:
        """Return the status of its success."""
        return CREATED if self.writes else OK


class Call(Struct, frozen=True):
    """One request, but for its headers."""

    method: str
    path: str
    body: str = ""


def calls_of(case: Case, stock: Stock, *, startable: list[str]) -> list[Call]:
    """Return the requests of one measurement; `startable` are the tickets that only this one may start."""
    match case:
        case Case.LIST:
            return [Call("GET", f"/v1/tickets?limit={PAGE_SIZE}")]
        case Case.GET:
            return [Call("GET", f"/v1/tickets/{ticket_id}") for ticket_id in stock.tickets]
        case Case.OPEN:
            return [_opening(project, equipment) for project, equipment in islice(cycle(stock.places), OPENS_MAX)]
        case Case.TRANSITION:
            body = '{"action": "start"}'
            return [Call("POST", f"/v1/tickets/{ticket_id}/transitions", body) for ticket_id in startable]


def load_of(case: Case, calls: list[Call], *, server: Server, plan: Plan) -> Load:
    """Return what the load generator is told."""
    load = load_of_calls(calls, server=server, connections=CONNECTIONS, plan=plan)
    return replace(load, repeats=not case.writes, status=case.status)


def load_of_calls(calls: list[Call], *, server: Server, connections: int, plan: Plan) -> Load:
    """Return a load of calls that are sent again and again; writes succeed with 201, reads with 200."""
    headers = f"Host: 127.0.0.1:{server.port}\r\nAccept: application/json\r\n{server.contender.headers}"
    return Load(
        port=server.port,
        connections=connections,
        heads=[f"{call.method} {call.path} HTTP/1.1\r\n{headers}" for call in calls],
        bodies=[call.body for call in calls],
        repeats=True,
        status=CREATED if calls[0].body else OK,
        seconds=plan.seconds,
        warm_up_seconds=plan.warm_up_seconds,
    )


def _opening(project: object, equipment: object) -> Call:
    report = {
        "title": "Feed pump trips on overload",
        "description": "The pump stops two minutes after the start. 启动后两分钟跳闸。",
        "project_id": project,
        "equipment_id": equipment,
        "channel": "phone",
        "grade": 2,
        "urgency": "major",
        "reporter": {"name": "Wang Fang", "phone": "+86 21 5555 0100"},
        # In the past, so that what the list shows stays the same.
        "reported_at": "2024-06-01T08:00:00Z",
    }
    return Call("POST", "/v1/tickets", msgspec.json.encode(report).decode())
