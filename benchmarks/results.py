"""Everything that one run has found out, and how it measures up to the budgets of the design."""

from msgspec import Struct

from benchmarks.activations import ActivationFigures
from benchmarks.budget import Budget, most_of
from benchmarks.calendars import CalendarFigures
from benchmarks.cases import Case
from benchmarks.costs import CostsOnDatabase, costs_budgets
from benchmarks.footprint import Footprint
from benchmarks.knowledge import KnowledgeFigures, knowledge_budgets
from benchmarks.liability import LiabilityFigures, liability_budgets
from benchmarks.partner_lists import Caller, PartnerFigures
from benchmarks.ratios import Spread, ratio, spread
from benchmarks.rounds import Figures
from benchmarks.sla import SlaFigures
from benchmarks.stations import StationFigures, station_budgets
from benchmarks.stock import StockFigures
from benchmarks.stock_budgets import stock_budgets
from benchmarks.surveys import SurveyFigures, survey_budgets
from benchmarks.sweeps import SweepFigures

OURS = "Wellkept"
OURS_ON_SQLITE = "Wellkept on SQLite"
HANDWRITTEN = "hand-written"
FASTAPI = "FastAPI"

LIST_OF_HANDWRITTEN_MIN = 0.70
LIST_OF_FASTAPI_MIN = 3.0
OPEN_OF_HANDWRITTEN_MIN = 0.40
STATEMENTS_MAX = {Case.LIST: 2, Case.OPEN: 12, Case.TRANSITION: 12}
START_SECONDS_MAX = 1.5
RESIDENT_MEBIBYTES_MAX = 150.0
IMPORT_SECONDS_MAX = 60.0
DISPATCH_OVER_DIRECT_US_MAX = 3.0
CACHED_ACTIVATION_US_MAX = 5.0
CALENDAR_ADDS_PER_SECOND_MIN = 200_000
CALENDAR_OVER_WALKING_MIN = 20
COMPILE_YEAR_MS_MAX = 5.0
SWEEP_GROWTH_MAX = 1.5
PARTNER_OF_STAFF_MAX = 1.5


class ImportFigure(Struct, frozen=True, kw_only=True):
    """What the import of the real incidents took, and whether every count was right."""

    seconds: float
    incidents: int
    events: int
    counts_right: bool


class ReplayFigure(Struct, frozen=True, kw_only=True):
    """
    What the same import took where times are promised, and folding all of it again.

    Args:
        import_seconds: with the clocks.
        replay_seconds: of folding every incident once more and comparing.
        incidents: that have clocks.
        clocks: of them.
        breaches: that were found.
        different: incidents whose stored clocks are not what their facts give.
        all_have_clocks: whether these are all incidents of the log.
    """

    import_seconds: float
    replay_seconds: float
    incidents: int
    clocks: int
    breaches: int
    different: int
    all_have_clocks: bool


class Results(Struct, frozen=True, kw_only=True):
    """One run; what could not be measured is empty."""

    surroundings: dict[str, str]
    figures: Figures
    statements: dict[Case, int]
    footprint: Footprint
    activations: ActivationFigures
    calendars: CalendarFigures
    sla: SlaFigures
    sweeps: list[SweepFigures]
    partners: list[PartnerFigures]
    stock: StockFigures
    stations: StationFigures
    knowledge: KnowledgeFigures
    surveys: list[SurveyFigures]
    costs: list[CostsOnDatabase]
    liability: LiabilityFigures
    incident_import: ImportFigure | None = None
    incident_replay: ReplayFigure | None = None


def budgets(results: Results) -> list[Budget]:
    """Return every budget that this run can judge."""
    found = [
        _speed(results, Case.LIST, HANDWRITTEN, LIST_OF_HANDWRITTEN_MIN),
        _speed(results, Case.LIST, FASTAPI, LIST_OF_FASTAPI_MIN),
        _speed(results, Case.OPEN, HANDWRITTEN, OPEN_OF_HANDWRITTEN_MIN),
    ]
    for case, most in STATEMENTS_MAX.items():
        count = results.statements[case]
        found.append(most_of(f"statements of {case}", most=most, measured=count, unit=""))
    start = spread(results.footprint.start_seconds)
    found.append(most_of("start", most=START_SECONDS_MAX, measured=start.middle, unit=" s", text=start.text()))
    resident = results.footprint.resident_mebibytes
    if resident is not None:
        found.append(most_of("resident memory", most=RESIDENT_MEBIBYTES_MAX, measured=resident, unit=" MiB"))
    found += _of_activations(results.activations)
    found += _of_calendars(results.calendars)
    found += [_of_sweeps(figures) for figures in results.sweeps]
    found += [budget for figures in results.partners for budget in _of_partners(figures)]
    found += stock_budgets(results.stock)
    found += station_budgets(results.stations)
    found += knowledge_budgets(results.knowledge)
    found += survey_budgets(results.surveys)
    found += costs_budgets(results.costs)
    found += liability_budgets(results.liability)
    if results.incident_import is not None:
        seconds = results.incident_import.seconds
        found.append(most_of("import of the incidents", most=IMPORT_SECONDS_MAX, measured=seconds, unit=" s"))
    if results.incident_replay is not None:
        found.append(_of_replay(results.incident_replay))
    return found


def _of_activations(figures: ActivationFigures) -> list[Budget]:
    dispatch, cached = spread(figures.dispatch_over_direct_us), spread(figures.cached_activation_us)
    return [
        most_of(
            "dispatch, 7 plugins",
            most=DISPATCH_OVER_DIRECT_US_MAX,
            measured=dispatch.middle,
            unit=" µs over direct calls",
            text=dispatch.text(),
        ),
        most_of(
            "cached activation", most=CACHED_ACTIVATION_US_MAX, measured=cached.middle, unit=" µs", text=cached.text()
        ),
        most_of(
            "open, 7 plugins",
            most=STATEMENTS_MAX[Case.OPEN],
            measured=max(figures.statements_of_open),
            unit=" statements",
        ),
    ]


def _of_calendars(figures: CalendarFigures) -> list[Budget]:
    adds, over, years = spread(figures.adds_per_second), figures.over_walking(), spread(figures.compile_year_ms)
    return [
        Budget(
            what="calendar, additions/s",
            promised=f"≥ {CALENDAR_ADDS_PER_SECOND_MIN:,} per core",
            measured=adds.text(digits=0),
            kept=adds.middle >= CALENDAR_ADDS_PER_SECOND_MIN,
        ),
        Budget(
            what="calendar, to a plain walk",
            promised=f"≥ {CALENDAR_OVER_WALKING_MIN} x",
            measured=f"{over.text(digits=1)} x",
            kept=over.middle >= CALENDAR_OVER_WALKING_MIN,
        ),
        most_of("compiling a year", most=COMPILE_YEAR_MS_MAX, measured=years.middle, unit=" ms", text=years.text()),
    ]


def _of_sweeps(figures: SweepFigures) -> Budget:
    growth = figures.growth()
    many, few = figures.many.open_clocks, figures.few.open_clocks
    return Budget(
        what=f"sweep on {figures.database}",
        promised=f"≤ {SWEEP_GROWTH_MAX:g} x",
        measured=f"{growth.text()} x among {many:,} clocks to {few:,}",
        kept=growth.middle <= SWEEP_GROWTH_MAX,
    )


def _of_partners(figures: PartnerFigures) -> list[Budget]:
    waits, of = figures.to_staff(), f"with {figures.involvements:,} of {figures.tickets:,} tickets"
    staff, partner = figures.statements[Caller.STAFF], figures.statements[Caller.PARTNER]
    return [
        Budget(
            what=f"list of a partner, {figures.database}",
            promised=f"≤ {PARTNER_OF_STAFF_MAX:g} x that of staff",
            measured="not measured" if waits is None else f"{waits.text()} x {of}",
            kept=None if waits is None else waits.middle <= PARTNER_OF_STAFF_MAX,
        ),
        Budget(
            what=f"statements of that list, {figures.database}",
            promised="as many as of staff",
            measured=f"{partner} to {staff}",
            kept=partner == staff,
        ),
    ]


def _of_replay(figure: ReplayFigure) -> Budget:
    return Budget(
        what="replay of the incidents",
        promised="clocks for all, none different",
        measured=f"clocks for {figure.incidents:,}, {figure.different:,} different",
        kept=figure.all_have_clocks and not figure.different,
    )


def speed(results: Results, case: Case, other: str, *, of: str = "requests_per_second") -> Spread | None:
    """Return the ratio of ours to another server, where both were measured."""
    by_server = results.figures[case]
    if OURS not in by_server or other not in by_server:
        return None
    return ratio(by_server[OURS], by_server[other], of=of)


def _speed(results: Results, case: Case, other: str, least: float) -> Budget:
    measured = speed(results, case, other)
    return Budget(
        what=f"{case}, requests/s",
        promised=f"≥ {least:.2f} x {other}",
        measured="not measured" if measured is None else f"{measured.text()} x",
        kept=None if measured is None else measured.middle >= least,
    )
