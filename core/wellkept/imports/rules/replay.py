"""The history that the rows of one ticket tell: facts with their own instants, and where it stands in the end."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from wellkept.imports.rules.cells import SourceRow
from wellkept.imports.rules.mapping_checks import destination_of
from wellkept.imports.rules.mapping_file import StateRule
from wellkept.imports.rules.steps import Step, steps
from wellkept.tickets.rules.effects import RESOLUTION_FIELDS
from wellkept.tickets.rules.record import FactDraft
from wellkept_sdk.records.tickets import (
    OPEN_STATUSES,
    Action,
    FactKind,
    HoldReason,
    TicketRecord,
    TicketStatus,
    Urgency,
)

GRADE_DEFAULT = 3
#: Fields that say how the whole story went, not what one row changed.
SUMMARIES = frozenset(
    {
        "reported_at", "first_responded_at", "resolved_at", "confirmed_at", "closed_at", "reopen_count",
        "handover_count",
    }
)  # fmt: skip
_RESOLUTION = "resolution."
_DEFAULTS: dict[str, Any] = {"description": "", "grade": GRADE_DEFAULT, "urgency": Urgency.MINOR}
_MOMENTS = {
    TicketStatus.RESOLVED: "resolved_at",
    TicketStatus.CONFIRMED: "confirmed_at",
    TicketStatus.CLOSED: "closed_at",
}
_OUTCOME = tuple(_MOMENTS.values())


class Telling(Struct, frozen=True, kw_only=True):
    """How a mapping reads a history; `states` is empty where the rows have no state."""

    states: Mapping[str, StateRule]
    handover: tuple[str, ...]


class ImportedFact(Struct, frozen=True):
    """One line of history, and who made it there."""

    draft: FactDraft
    actor_name: str | None


class Standing(Struct, kw_only=True):
    """Where a ticket stands between two rows."""

    status: TicketStatus = TicketStatus.NEW
    held_from: TicketStatus | None = None
    hold_reason: HoldReason | None = None
    reported_at: datetime
    moved_at: datetime
    first_responded_at: datetime | None = None
    resolved_at: datetime | None = None
    confirmed_at: datetime | None = None
    closed_at: datetime | None = None
    reopen_count: int = 0
    handover_count: int = 0
    values: dict[str, Any]


def standing_of(
    ticket: TicketRecord, *, project_code: str, equipment_code: str | None, next_values: Mapping[str, Any]
) -> Standing:
    """Return where a ticket that was imported before stands, its mapped fields as the last row left them."""
    codes = {"project_code": project_code, "equipment_code": equipment_code}
    own = {name: getattr(ticket, name) for name in Standing.__struct_fields__ if name != "values"}
    values = {name: codes[name] if name in codes else _stored(ticket, name) for name in next_values}
    # Our own default is no value of theirs: where they still say nothing, nothing has changed.
    unsaid = {name for name, default in _DEFAULTS.items() if values.get(name) == default}
    return Standing(**own, values=values | {name: None for name in unsaid if next_values.get(name) is None})


def replay(
    rows: Sequence[SourceRow], *, telling: Telling, before: Standing | None = None
) -> tuple[Standing, list[ImportedFact]]:
    """
    Return where a ticket stands after its rows, and the lines of history that they tell.

    Args:
        rows: of one ticket, at least one, in order.
        telling: how the rows are to be read.
        before: where it stood before them; None for a ticket that begins with them.
    """
    story = _Story(telling, before or _beginning(rows[0]))
    for row in rows:
        story.tell(row, opens=before is None and row is rows[0])
    story.settle(rows[-1])
    return story.now, story.facts


class _Story:
    """The history as far as it has been told."""

    def __init__(self, telling: Telling, now: Standing) -> None:
        self.telling = telling
        self.now = now
        self.facts: list[ImportedFact] = []

    def tell(self, row: SourceRow, *, opens: bool) -> None:
        """Add what one row tells: every row leaves at least one fact."""
        told = len(self.facts)
        at = row.occurred_at or self.now.reported_at
        if opens:
            self._open(row)
        else:
            self._hand_over(row, at)
        self._move(row, at)
        if not opens:
            self._change(row, at, alone=len(self.facts) == told)
        self.now.values = row.values

    def settle(self, last: SourceRow) -> None:
        """Let the source's own sums stand: what a mapped column says is what the ticket says."""
        reached = _MOMENTS.get(self.now.status)
        for name in SUMMARIES & last.values.keys():
            value = last.values[name]
            # A closed ticket keeps the moment of its closing, even where the source has forgotten it.
            if value is not None or (name in _OUTCOME and name != reached):
                setattr(self.now, name, value)

    def _open(self, row: SourceRow) -> None:
        data = {"channel": row.values.get("channel")}
        self._add(row, FactKind.OPENED, self.now.reported_at, to_status=self.now.status, data=data)

    def _hand_over(self, row: SourceRow, at: datetime) -> None:
        changes = differences(self.now.values, row.values, self.telling.handover)
        if not changes:
            return
        status = self.now.status
        after = {name: change["after"] for name, change in changes.items()}
        self._add(row, FactKind.TRANSITION, at, action=Action.ASSIGN, from_status=status, to_status=status, data=after)
        if any(change["before"] is not None for change in changes.values()):
            self.now.handover_count += 1
            self._add(row, FactKind.HANDOVER, at, data=changes)

    def _move(self, row: SourceRow, at: datetime) -> None:
        rule = self.telling.states.get(row.state or "", _NOTHING)
        end = destination_of(rule)
        if end is None:
            return
        now = self.now
        if end is TicketStatus.ON_HOLD and now.status is end and now.hold_reason is not rule.reason:
            # One hold ends and another begins, so that each reason has its own time.
            assert now.held_from is not None, "a ticket on hold came from somewhere"
            self._step(Step(Action.RESUME, end, now.held_from), row, at, rule)
        for step in steps(now.status, end, held_from=now.held_from):
            self._step(step, row, _moment_of(step, row, at), rule)

    def _step(self, step: Step, row: SourceRow, at: datetime, rule: StateRule) -> None:
        kind = FactKind.CHANGE if step.action is None else FactKind.TRANSITION
        data: dict[str, Any] = {}
        if step.action is Action.HOLD:
            data["reason"] = rule.reason
        elif step.action is Action.RESOLVE:
            data = {name: value for name, value in resolution_of(row.values).items() if value is not None}
        self._add(
            row, kind, at, action=step.action, from_status=step.from_status, to_status=step.to_status, data=data,
            note=rule.note,
        )  # fmt: skip
        self._arrive(step, at, rule)

    def _arrive(self, step: Step, at: datetime, rule: StateRule) -> None:
        now = self.now
        if step.from_status not in OPEN_STATUSES and step.to_status in OPEN_STATUSES:
            now.reopen_count += 1
            now.resolved_at = now.confirmed_at = now.closed_at = None
        now.held_from = step.from_status if step.to_status is TicketStatus.ON_HOLD else None
        now.hold_reason = rule.reason if step.to_status is TicketStatus.ON_HOLD else None
        if step.to_status is TicketStatus.RESOLVED:
            now.resolved_at = at
            now.first_responded_at = now.first_responded_at or at
        elif step.to_status is TicketStatus.CONFIRMED:
            now.confirmed_at = at
        elif step.to_status is TicketStatus.CLOSED:
            now.closed_at = at
        now.status = step.to_status

    def _change(self, row: SourceRow, at: datetime, *, alone: bool) -> None:
        names = row.values.keys() - SUMMARIES - set(self.telling.handover)
        changes = differences(self.now.values, row.values, sorted(names))
        # What a resolution says first is told where the ticket is resolved.
        changes = {
            name: change
            for name, change in changes.items()
            if change["before"] is not None or not name.startswith(_RESOLUTION)
        }
        if changes or alone:
            self._add(row, FactKind.CHANGE, at, data=changes)

    def _add(self, row: SourceRow, kind: FactKind, at: datetime, *, data: dict[str, Any], **more: Any) -> None:  # noqa: ANN401 - the other members of a fact
        data = {**data, "imported": True, "source_row": row.row}
        if row.state is not None:
            data["source_state"] = row.state
        self.now.moved_at = max(self.now.moved_at, at)
        self.facts.append(ImportedFact(FactDraft(kind=kind, occurred_at=at, data=data, **more), row.actor_name))


_NOTHING = StateRule()


def _moment_of(step: Step, row: SourceRow, at: datetime) -> datetime:
    """Return when a step was made: where rows have no moments of their own, the outcome's column says it."""
    if row.occurred_at is not None:
        return at
    said: datetime | None = row.values.get(_MOMENTS.get(step.to_status, ""))
    return said or at


def differences(before: Mapping[str, Any], after: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """Return what has another value than before, with both values."""
    return {
        name: {"before": before.get(name), "after": after.get(name)}
        for name in names
        if before.get(name) != after.get(name)
    }


def resolution_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the resolution that mapped fields tell."""
    return {name: values.get(f"resolution.{name}") for name in RESOLUTION_FIELDS}


def _beginning(row: SourceRow) -> Standing:
    reported_at: datetime = row.values["reported_at"]
    return Standing(reported_at=reported_at, moved_at=reported_at, values=row.values)


def _stored(ticket: TicketRecord, name: str) -> Any:  # noqa: ANN401 - any field
    field, _, member = name.partition(".")
    value: Any = getattr(ticket, field)
    document: dict[str, Any] = value or {}
    return document.get(member) if member else value
