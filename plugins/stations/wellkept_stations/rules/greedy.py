"""Days planned greedily: job by job, each where it costs the least way; always feasible, seldom the best."""

from collections.abc import Sequence
from typing import Final

from wellkept_stations.rules.problems import Problem, Routes, cost, fixed_route, is_able, left_over, travelled
from wellkept_stations.rules.schedules import schedule

#: How often every job is moved to where it costs less by then.
_ROUNDS_MAX: Final = 20


def solve(problem: Problem) -> list[list[int]]:
    """Return routes with all that was promised, and of the rest what fits: grade 1 first, and tight windows first."""
    routes = complete(problem, [fixed_route(problem, vehicle) for vehicle in range(len(problem.vehicles))])
    for _ in range(_ROUNDS_MAX):
        moved = complete(problem, _moved(problem, routes))
        if cost(problem, moved) >= cost(problem, routes):
            break
        routes = moved
    return routes


def complete(problem: Problem, begun: Routes) -> list[list[int]]:
    """Return routes with further jobs inserted where they cost the least; what was in them stays in its order."""
    routes = [list(route) for route in begun]
    for job in sorted(left_over(problem, routes), key=lambda job: _urgency(problem, job)):
        found = _cheapest(problem, routes, job)
        if found is not None:
            vehicle, position = found
            routes[vehicle].insert(position, job)
    return routes


def kept(problem: Problem, found: Routes) -> list[list[int]]:
    """
    Return routes that somebody else has found, completed.

    A route that breaks a rule, or lacks what was promised, is taken apart: only what was promised stays of it.
    """
    return complete(problem, [_kept(problem, vehicle, route) for vehicle, route in enumerate(found)])


def _moved(problem: Problem, routes: Routes) -> list[list[int]]:
    """Return routes after each job has been taken out once, and put back where it costs the least by then."""
    moved = [list(route) for route in routes]
    for job in [job for route in routes for job in route if not problem.jobs[job].is_fixed]:
        vehicle = next(place for place, route in enumerate(moved) if job in route)
        left = [*moved[:vehicle], [other for other in moved[vehicle] if other != job], *moved[vehicle + 1 :]]
        found = _cheapest(problem, left, job)
        assert found is not None, "it fits where it was"
        left[found[0]].insert(found[1], job)
        moved = left
    return moved


def _kept(problem: Problem, vehicle: int, route: Sequence[int]) -> list[int]:
    promised = fixed_route(problem, vehicle)
    is_sound = set(promised) <= set(route) and schedule(problem, vehicle, route) is not None
    return list(route) if is_sound else promised


def _urgency(problem: Problem, job: int) -> tuple[int, int, int, int]:
    facts = problem.jobs[job]
    width = sum(window.ends - window.starts for window in facts.windows)
    return facts.grade, width, facts.windows[-1].ends, job


def _cheapest(problem: Problem, routes: Sequence[list[int]], job: int) -> tuple[int, int] | None:
    best: tuple[int, int, int] | None = None
    for vehicle, route in enumerate(routes):
        if not is_able(problem, vehicle, problem.jobs[job]):
            continue
        before = travelled(problem, vehicle, route)
        for position in range(len(route) + 1):
            longer = [*route[:position], job, *route[position:]]
            offer = (travelled(problem, vehicle, longer) - before, vehicle, position)
            # Times are worked out only where the way is shorter than any that fitted so far.
            if (best is None or offer < best) and schedule(problem, vehicle, longer) is not None:
                best = offer
    return None if best is None else (best[1], best[2])
