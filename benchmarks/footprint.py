"""What a process of ours costs before and after it has worked: time to the first answer, resident memory."""

import msgspec
from msgspec import Struct

from benchmarks.cases import Case, calls_of, load_of
from benchmarks.databases import Stock
from benchmarks.plan import Plan
from benchmarks.rounds import send
from benchmarks.servers import Contender, running


class Footprint(Struct, frozen=True, kw_only=True):
    """
    One process of ours.

    Args:
        start_seconds: of each start, from the call of the interpreter to the first answer of `/health/live`.
        resident_mebibytes: memory after a thousand requests; nothing where the system does not tell.
    """

    start_seconds: list[float]
    resident_mebibytes: float | None


def footprint(contender: Contender, *, stock: Stock, plan: Plan) -> Footprint:
    """Start the server a few times; let the last one answer some requests."""
    starts: list[float] = []
    resident = None
    for number in range(plan.rounds):
        with running(contender) as server:
            starts.append(server.start_seconds)
            if number + 1 == plan.rounds:
                calls = calls_of(Case.GET, stock, startable=[])
                load = load_of(Case.GET, calls, server=server, plan=plan)
                send(msgspec.structs.replace(load, repeats=False))
                resident = server.resident_mebibytes()
    return Footprint(start_seconds=starts, resident_mebibytes=resident)
