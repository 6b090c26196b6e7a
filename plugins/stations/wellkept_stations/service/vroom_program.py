"""
A program of its own that lets VROOM solve one order: JSON in, JSON out.

VROOM keeps the interpreter to itself while it searches: inside the server nothing else would run meanwhile. The program
is run by its path and imports nothing of ours, so that it starts quickly. Without VROOM it ends with `NOT_INSTALLED`.
"""

import json
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from os import cpu_count
from typing import Any

NOT_INSTALLED = 3
THREADS_MAX = 4
#: VROOM divides its time among its attempts: in little time, fewer of them come to an end and give better routes.
EXPLORATION = 3
EXPLORATION_MAX = 5
SECONDS_OF_EXPLORATION_MAX = 10.0
SECONDS_MIN = 0.1
#: Of the time that is left: VROOM ends a little later than it is told to.
SHARE = 0.9


def solved(order: Mapping[str, Any], *, seconds: float) -> dict[int, list[int]]:
    """
    Return the order of jobs by vehicle; loading VROOM counts as searching.

    Raises:
        ImportError: VROOM is not installed.
    """
    began = time.monotonic()
    import vroom  # noqa: PLC0415 # pyright: ignore[reportMissingTypeStubs] - an extra, and slow to load

    loaded: Any = vroom
    if not order["jobs"] or not order["vehicles"]:
        return {}
    problem = loaded.Input()
    problem.set_durations_matrix("car", order["travel"])
    problem.set_costs_matrix("car", order["ways"])
    problem.add_vehicle([_vehicle(loaded, said, order["jobs"]) for said in order["vehicles"]])
    problem.add_job([_job(loaded, said) for said in order["jobs"]])
    left = max((seconds - (time.monotonic() - began)) * SHARE, SECONDS_MIN)
    threads = min(cpu_count() or 1, THREADS_MAX)
    level = EXPLORATION_MAX if seconds >= SECONDS_OF_EXPLORATION_MAX else EXPLORATION
    solution = problem.solve(exploration_level=level, nb_threads=threads, timeout=timedelta(seconds=left))
    return _routes(solution.routes)


def _vehicle(loaded: Any, said: Mapping[str, Any], jobs: Sequence[Mapping[str, Any]]) -> Any:  # noqa: ANN401 - VROOM has no types
    pauses = [
        loaded.Break(number, time_windows=[(starts, starts)], service=length)
        for number, (starts, length) in enumerate(said["breaks"])
    ]
    return loaded.Vehicle(
        said["id"],
        start=said["start"],
        end=said["end"],
        capacity=[said["load_max"]],
        # A skill stands for one job: who has it may do the job.
        skills={job["id"] for job in jobs if said["id"] in job["vehicles"]},
        time_window=tuple(said["window"]),
        breaks=pauses,
    )


def _job(loaded: Any, said: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as above
    return loaded.Job(
        said["id"],
        said["place"],
        default_service=said["service"],
        delivery=[said["load"]],
        skills={said["id"]},
        priority=said["priority"],
        time_windows=[tuple(window) for window in said["windows"]],
    )


def _routes(frame: Any) -> dict[int, list[int]]:  # noqa: ANN401 - as above
    found: dict[int, list[int]] = {}
    for vehicle, kind, job in zip(frame["vehicle_id"], frame["type"], frame["id"], strict=True):
        if kind == "job":
            found.setdefault(int(vehicle), []).append(int(job))
    return found


def main() -> int:
    """Read an order, write the routes; return what the process ends with."""
    order = json.load(sys.stdin)
    try:
        found = solved(order, seconds=order["seconds"])
    except ImportError:
        return NOT_INSTALLED
    json.dump(found, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
