"""One walk over the facts of a ticket: the clocks that it has had until now."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from wellkept_sdk.ids import PartyId
from wellkept_sdk.records.tickets import HoldReason
from wellkept_sdk.services.sla import Measure
from wellkept_sla.rules.clocks import CancelledBecause, Holding, ShiftReason
from wellkept_sla.rules.facts import Fact
from wellkept_sla.rules.points import FROM_THE_RESOLUTION, WHILE_OPEN
from wellkept_sla.rules.running import Identity, Running, started
from wellkept_sla.rules.setting import Setting
from wellkept_sla.rules.turns import ENDS, Phase, Turn


class Walk:
    """
    What the facts until now have made of a ticket.

    Args:
        setting: what is in force.
        holdings: who has the matter in hand, by the position of the fact with which it began.
    """

    def __init__(self, setting: Setting, *, holdings: Mapping[int, Holding]) -> None:
        """Begin before the first fact."""
        self.holdings = holdings
        self.facts: list[Fact] = []
        self.runs: list[Running] = []
        self.turns: list[Turn] = []
        self.phase: Phase | HoldReason = Phase.OPEN
        self.is_answered = False
        self._points: set[str] = set()
        self._points_from_resolution: set[str] = set()
        self._numbers: dict[str, int] = {}
        self._cycles: dict[str, int] = {}
        self._open: list[Running] = []
        self.change(setting)

    @property
    def has_ended(self) -> bool:
        """True while the ticket is resolved or cancelled."""
        return self.phase in ENDS

    def change(self, setting: Setting) -> None:
        """Put something else in force from now on."""
        self.setting = setting
        self._origin = setting.origin
        self._named = setting.by_measure()

    def named(self, measure: Measure) -> Sequence[str]:
        """Return the codes of the clocks that measure something and have a target for the grade, in order."""
        return self._named.get(measure, ())

    def at(self, fact: Fact) -> datetime:
        """Return when a fact counts; what happened before the clocks could start counts from then."""
        return max(fact.occurred_at, self._origin)

    def reach(self, point: str) -> bool:
        """Note a point of the ticket's life; return whether it is news: each counts once, while it can be reached."""
        if self.has_reached(point) or not self._can_reach(point):
            return False
        is_late = self.has_ended or point in FROM_THE_RESOLUTION
        (self._points_from_resolution if is_late else self._points).add(point)
        return True

    def has_reached(self, point: str | None) -> bool:
        """Return whether a point has come; one since a resolution, only until the ticket is taken up again."""
        return point in self._points or point in self._points_from_resolution

    def open_runs(self, measure: Measure | None = None) -> list[Running]:
        """Return the clocks without an end; with a measure, only those."""
        return [
            run
            for run in self._open
            if run.verdict is None and (measure is None or run.identity.terms.measure is measure)
        ]

    def has_open(self, code: str) -> bool:
        """Return whether a clock of a code has no end."""
        return any(run.verdict is None and run.identity.code == code for run in self._open)

    def last_of(self, code: str) -> Running | None:
        """Return the newest clock of a code, if there is one."""
        return next((run for run in reversed(self.runs) if run.identity.code == code), None)

    def turn(self, fact: Fact, *, phase: Phase | HoldReason) -> None:
        """Let the ticket wait, go on or end; its clocks wait and go on with it."""
        turn = Turn(fact.occurred_at, phase, fact.position)
        self.turns.append(turn)
        self.phase = phase
        if not self.has_ended:
            self._points_from_resolution.clear()
        for run in self.open_runs():
            run.turn(turn)

    def start(self, code: str, *, fact: Fact, party_id: PartyId | None = None) -> Running:
        """Add a clock of the terms, another cycle of its code; by default of the party that its terms name."""
        self._cycles[code] = cycle = self._cycles.get(code, 0) + 1
        at, terms = self.at(fact), self.setting.clocks[code]
        identity = Identity(
            code=code,
            terms=terms,
            number=self._next_number(code),
            cycle=cycle,
            party_id=party_id or self.setting.parties.get(terms.party or ""),
            grade=self.setting.grade,
            starts_at=at,
            position=fact.position,
            attached_at=fact.recorded_at,
            answers_from=at,
        )
        return self._add(identity)

    def start_if_none(self, measure: Measure, *, fact: Fact) -> None:
        """Add a clock of every code that measures something and has none without an end."""
        for code in self.named(measure):
            if not self.has_open(code):
                self.start(code, fact=fact)

    def succeed(self, old: Running, *, identity: Identity) -> Running:
        """Add a clock that takes another's place, by what is in force now; `identity` says how it differs."""
        return self._add(
            replace(
                identity,
                terms=self.setting.clocks[identity.code],
                grade=self.setting.grade,
                number=self._next_number(identity.code),
                replaces=old.identity.number,
            )
        )

    def supersede(self, old: Running, *, fact: Fact, because: CancelledBecause) -> None:
        """End an open clock, and let one by what is in force now count the same time, where there is one."""
        before = old.due_at
        old.cancel(fact.occurred_at, because=because)
        if self.setting.promises_what(old.identity):
            new = self.succeed(old, identity=old.identity)
            new.shifts = []
            new.shift(ShiftReason(because.value), at=fact.occurred_at, position=fact.position, before=before)

    def adopt(self, runs: Iterable[Running], *, attached_at: datetime) -> None:
        """Add clocks of another walk over the same facts."""
        numbers: dict[tuple[str, int | None], int] = {}
        for run in runs:
            code = run.identity.code
            numbers[code, run.identity.number] = number = self._next_number(code)
            replaces = numbers.get((code, run.identity.replaces))
            if replaces is None:
                self._cycles[code] = self._cycles.get(code, 0) + 1
            run.identity = replace(
                run.identity,
                number=number,
                cycle=self._cycles[code],
                replaces=replaces,
                attached_at=attached_at,
            )
            self._keep(run)

    def reopen(self, run: Running, *, fact: Fact) -> None:
        """Let a clock that has ended run again with what was left."""
        self._open = [*self.open_runs(), run]
        run.reopen(self.at(fact), position=fact.position)

    def exchange(self, old: Running, new: Running) -> None:
        """Put the same clock, counted anew, where it was."""
        self.runs[self.runs.index(old)] = new
        self._open[self._open.index(old)] = new

    def _add(self, identity: Identity) -> Running:
        run = started(identity, meter=self.setting.meter(identity.code))
        run.live_through(self.turns)
        self._keep(run)
        return run

    def _keep(self, run: Running) -> None:
        self.runs.append(run)
        if run.is_open:
            self._open = [*self.open_runs(), run]

    def _can_reach(self, point: str) -> bool:
        match self.phase:
            case Phase.CANCELLED:
                return False
            case Phase.RESOLVED:
                return point not in WHILE_OPEN
            case _:
                return point in WHILE_OPEN or point not in FROM_THE_RESOLUTION

    def _next_number(self, code: str) -> int:
        self._numbers[code] = number = self._numbers.get(code, 0) + 1
        return number
