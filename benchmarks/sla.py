"""How fast the clocks of a ticket are folded from its facts."""

import argparse
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from time import process_time
from typing import Any
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from benchmarks.calendars import cn_standard
from benchmarks.ratios import spread
from wellkept_calendars.rules.working_calendar import compiled
from wellkept_sdk.ids import PartyId
from wellkept_sdk.period import BusinessTime, Elapsed
from wellkept_sdk.records.tickets import HoldReason
from wellkept_sdk.services.sla import ClockKind, Measure
from wellkept_sla.rules.facts import Fact, FactData, FactKind, Library
from wellkept_sla.rules.fold import fold
from wellkept_sla.terms import PRESET, ClockTerms, SlaTerms

TERMS_HASH = "a" * 64
REVISION = UUID(int=1)
PUMPCO = PartyId(UUID(int=2))
AS_OF = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)

#: What happens to a ticket of grade 2 within three days: on which day of March, when in UTC, and what with it.
STORY: Sequence[tuple[str, FactKind, Mapping[str, Any]]] = (
    ("02T01:10", FactKind.TRIAGED, {}),
    ("02T01:20", FactKind.ASSIGNED, {}),
    ("02T02:00", FactKind.RESPONDED, {}),
    ("02T02:30", FactKind.STARTED, {}),
    ("02T03:00", FactKind.CUSTOMER_MESSAGE, {}),
    ("02T03:30", FactKind.OUR_MESSAGE, {}),
    ("02T06:00", FactKind.HELD, {"reason": HoldReason.CUSTOMER}),
    ("03T01:30", FactKind.RESUMED, {}),
    ("03T02:00", FactKind.MILESTONE, {"milestone": "on_site"}),
    ("03T03:00", FactKind.HELD, {"reason": HoldReason.THIRD_PARTY, "party_id": PUMPCO}),
    ("04T07:00", FactKind.RESUMED, {}),
    ("04T07:30", FactKind.CUSTOMER_MESSAGE, {}),
    ("04T07:40", FactKind.OUR_MESSAGE, {}),
    ("04T08:00", FactKind.HELD, {"reason": HoldReason.ACCESS}),
    ("05T01:00", FactKind.RESUMED, {}),
    ("05T01:30", FactKind.STARTED, {}),
    ("05T01:40", FactKind.OUR_MESSAGE, {}),
    ("05T02:00", FactKind.HELD, {"reason": HoldReason.PARTS}),
    ("05T09:00", FactKind.RESUMED, {}),
)


class SlaFigures(Struct, frozen=True, kw_only=True):
    """
    What one run finds out, in processor time of one core.

    Args:
        facts: of the ticket.
        clocks: that they make.
        folds_per_second: of each round.
    """

    facts: int
    clocks: int
    folds_per_second: list[float]


def sla_figures(*, rounds: int, calls_each: int) -> SlaFigures:
    """
    Return the figures.

    Args:
        rounds: how often the time is taken.
        calls_each: how many folds one time is the mean of.
    """
    library, facts = _library(), _facts()
    found = fold(library, facts, as_of=AS_OF)
    return SlaFigures(
        facts=len(facts),
        clocks=len(found.clocks),
        folds_per_second=[_rate(library, facts, calls=calls_each) for _ in range(rounds)],
    )


def _rate(library: Library, facts: Sequence[Fact], *, calls: int) -> float:
    begin = process_time()
    for _ in range(calls):
        fold(library, facts, as_of=AS_OF)
    return calls / (process_time() - begin)


def _library() -> Library:
    calendar = compiled(cn_standard(), code="cn-standard", revision_id=REVISION, revision=1)
    terms = SlaTerms(
        clocks={
            "response": ClockTerms(
                kind=ClockKind.SLA, measure=Measure.RESPONSE, targets={"2": BusinessTime(duration="PT4H")}
            ),
            "resolution": replace(PRESET["resolution"], targets={"2": BusinessTime(duration="PT24H")}),
            "on_site": ClockTerms(
                kind=ClockKind.SLA,
                measure=Measure.SPAN,
                targets={"2": Elapsed(duration="PT8H")},
                starts_on="assigned",
                stops_on="milestone:on_site",
            ),
            "pump_supplier": ClockTerms(
                kind=ClockKind.UC,
                measure=Measure.HOLDING,
                targets={"2": BusinessTime(duration="PT16H")},
                party="PUMPCO",
            ),
        }
    )
    return Library(terms={TERMS_HASH: terms}, calendars={REVISION: calendar})


def _facts() -> list[Fact]:
    opening = FactData(
        grade=2,
        terms_hash=TERMS_HASH,
        calendars={"cn-standard": REVISION},
        parties={"PUMPCO": PUMPCO},
        reported_at=datetime(2026, 3, 2, 1, 0, tzinfo=UTC),
    )
    told = [("02T01:00", FactKind.OPENED, opening), *((at, kind, FactData(**data)) for at, kind, data in STORY)]
    return [
        Fact(position=position, kind=kind, occurred_at=_moment(at), recorded_at=_moment(at), data=data)
        for position, (at, kind, data) in enumerate(told, start=1)
    ]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-{text}").replace(tzinfo=UTC)


def main() -> None:
    """Print the figures of `sla` alone: `python -m benchmarks.sla`."""
    argparse.ArgumentParser(prog="python -m benchmarks.sla", description=__doc__).parse_args()
    figures = sla_figures(rounds=4, calls_each=2_000)
    what = f"folds of {figures.clocks} clocks over {figures.facts} facts per second"
    print(f"{what}  {spread(figures.folds_per_second).text(0)}")


if __name__ == "__main__":
    main()
