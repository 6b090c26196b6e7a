"""Everything that one run has found out, and how it measures up to the budgets of the design."""

from msgspec import Struct

from benchmarks.cases import Case
from benchmarks.footprint import Footprint
from benchmarks.ratios import Spread, ratio, spread
from benchmarks.rounds import Figures

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


class ImportFigure(Struct, frozen=True, kw_only=True):
    """What the import of the real incidents took, and whether every count was right."""

    seconds: float
    incidents: int
    events: int
    counts_right: bool


class Results(Struct, frozen=True, kw_only=True):
    """One run; what could not be measured is empty."""

    surroundings: dict[str, str]
    figures: Figures
    statements: dict[Case, int]
    footprint: Footprint
    incident_import: ImportFigure | None = None


class Budget(Struct, frozen=True, kw_only=True):
    """One promise of the design and what was measured; `kept` is judged by the middle of the rounds."""

    what: str
    promised: str
    measured: str
    kept: bool | None


def budgets(results: Results) -> list[Budget]:
    """Return every budget that this run can judge."""
    found = [
        _speed(results, Case.LIST, HANDWRITTEN, LIST_OF_HANDWRITTEN_MIN),
        _speed(results, Case.LIST, FASTAPI, LIST_OF_FASTAPI_MIN),
        _speed(results, Case.OPEN, HANDWRITTEN, OPEN_OF_HANDWRITTEN_MIN),
    ]
    for case, most in STATEMENTS_MAX.items():
        count = results.statements[case]
        found.append(_most(f"statements of {case}", most=most, measured=count, unit=""))
    start = spread(results.footprint.start_seconds)
    found.append(_most("start", most=START_SECONDS_MAX, measured=start.middle, unit=" s", text=start.text()))
    resident = results.footprint.resident_mebibytes
    if resident is not None:
        found.append(_most("resident memory", most=RESIDENT_MEBIBYTES_MAX, measured=resident, unit=" MiB"))
    if results.incident_import is not None:
        seconds = results.incident_import.seconds
        found.append(_most("import of the incidents", most=IMPORT_SECONDS_MAX, measured=seconds, unit=" s"))
    return found


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


def _most(what: str, *, most: float, measured: float, unit: str, text: str = "") -> Budget:
    return Budget(
        what=what, promised=f"≤ {most:g}{unit}", measured=f"{text or f'{measured:.4g}'}{unit}", kept=measured <= most
    )
