"""All that is measured of stations: who should go, and how a day is planned."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from benchmarks.budget import Budget, most_of
from benchmarks.day_plans import DAYS, SECONDS, Pace, pace_of
from benchmarks.dispatch import CROWD, DispatchFigures, dispatch_figures, lines_of
from benchmarks.plan import Plan
from benchmarks.tables import section

CANDIDATES_MS_MAX = 20.0


class StationFigures(Struct, frozen=True, kw_only=True):
    """What one run finds out about stations: candidates on each database, and days by their size."""

    dispatch: list[DispatchFigures]
    days: list[Pace]


def station_figures(plan: Plan) -> StationFigures:
    """Return the figures."""
    return StationFigures(
        dispatch=dispatch_figures(
            plan, engineers=plan.engineers, stations=plan.engineer_stations, calls=plan.candidate_calls
        ),
        days=[pace_of(*(day if plan.imports else (10, 2)), seconds=SECONDS if plan.imports else 1.0) for day in DAYS],
    )


def station_budgets(figures: StationFigures) -> list[Budget]:
    """Return every budget of stations that a run can judge."""
    return [
        most_of(
            f"candidates of {each.engineers:,} engineers, {each.database}",
            most=CANDIDATES_MS_MAX,
            measured=each.usual.ms().middle,
            unit=" ms",
            text=each.usual.ms().text(digits=1),
        )
        for each in figures.dispatch
    ]


def station_text(figures: StationFigures) -> str:
    """Return both parts for people."""
    return "\n".join(
        [
            section(
                "Candidates",
                ("database", f"station, usual or of {CROWD}", "p50 ms", "statements"),
                (line for each in figures.dispatch for line in lines_of(each)),
            ),
            section(
                "Day plans",
                (
                    "stops",
                    "engineers",
                    "solver",
                    "seconds",
                    "unserved",
                    "km",
                    "greedy s",
                    "greedy unserved",
                    "greedy km",
                ),
                _day_lines(figures.days),
            ),
        ]
    )


def _day_lines(days: Sequence[Pace]) -> Iterator[Sequence[str]]:
    for day in days:
        yield (
            f"{day.stops}",
            f"{day.engineers}",
            day.solver,
            f"{day.seconds:.1f}",
            f"{day.unserved}",
            f"{day.way_km:,}",
            f"{day.greedy_seconds:.1f}",
            f"{day.greedy_unserved}",
            f"{day.greedy_way_km:,}",
        )
