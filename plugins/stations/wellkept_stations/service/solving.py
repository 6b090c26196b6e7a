"""Solving the problem of a day beside the server: in a thread what is ours, in a process what is VROOM's."""

import asyncio
import logging
import sys
from asyncio.subprocess import PIPE
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from wellkept_stations.rules import greedy
from wellkept_stations.rules.problems import Problem, Routes, cost
from wellkept_stations.rules.vroom_orders import order_of, routes_of
from wellkept_stations.schemas.plans import StationsPlanSolver
from wellkept_stations.service.vroom_program import NOT_INSTALLED

_PROGRAM: Final = Path(__file__).with_name("vroom_program.py")
#: More than it was given: reading, loading and writing.
_GRACE_SECONDS: Final = 20.0
_ANSWER: Final = dict[str, list[int]]

_log = logging.getLogger(__name__)


class Solution(Struct, frozen=True, kw_only=True):
    """Routes that keep every rule, one for each vehicle."""

    solver: StationsPlanSolver
    routes: Routes


async def solve(problem: Problem, *, seconds: float) -> Solution:
    """Return the better of what both solvers find; without the extra, and where VROOM fails, the greedy one's."""
    ours, found = await asyncio.gather(
        asyncio.to_thread(greedy.solve, problem),
        _by_vroom(problem, seconds=seconds),
    )
    if found is None:
        return Solution(solver=StationsPlanSolver.GREEDY, routes=ours)
    theirs = await asyncio.to_thread(greedy.kept, problem, found)
    if cost(problem, ours) < cost(problem, theirs):
        return Solution(solver=StationsPlanSolver.GREEDY, routes=ours)
    return Solution(solver=StationsPlanSolver.VROOM, routes=theirs)


async def _by_vroom(problem: Problem, *, seconds: float) -> Routes | None:
    order = msgspec.json.encode({**order_of(problem), "seconds": seconds})
    # -P: names beside the program must not hide those of libraries.
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", str(_PROGRAM), stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    try:
        async with asyncio.timeout(seconds + _GRACE_SECONDS):
            said, complaint = await process.communicate(order)
    except TimeoutError:
        said, complaint = b"", b"It did not end in time."
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode == 0:
        return routes_of(problem, msgspec.json.decode(said, type=_ANSWER))
    if process.returncode != NOT_INSTALLED:
        _log.error("VROOM failed: %s", complaint.decode(errors="replace"))
    return None
