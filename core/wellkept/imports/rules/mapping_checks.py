"""What only a second look at a mapping shows: unknown fields, missing ones, values of the wrong type."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from wellkept.imports.rules.mapping_file import DateShape, HistoryShape, Mapping, StateRule
from wellkept.imports.rules.targets import STATUS, Kind, required_targets, target
from wellkept.platform.http.pointers import child
from wellkept.platform.http.verdicts import code_of, words_of
from wellkept.tickets.rules.transitions import TRANSITIONS
from wellkept_sdk.errors import FieldError
from wellkept_sdk.records.tickets import OPEN_STATUSES, Action, TicketStatus
from wellkept_sdk.time_zones import time_zone_mistakes

PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
RESOLUTION = ("resolution.cause", "resolution.measure")


def mistakes(mapping: Mapping) -> list[FieldError]:
    """Return every mistake with a pointer into the mapping."""
    found = [
        *_unknown_fields(mapping),
        *_missing_fields(mapping),
        *_wrong_values(mapping),
        *_date_mistakes(mapping.dates),
        *_history_mistakes(mapping),
    ]
    return found + [mistake for state, rule in mapping.states.items() for mistake in _state_mistakes(state, rule)]


def destination_of(rule: StateRule) -> TicketStatus | None:
    """Return the status that a state of theirs means; None leaves the ticket where it is."""
    return TRANSITIONS[rule.action].to if rule.action is not None else rule.status


def _unknown_fields(mapping: Mapping) -> Iterator[FieldError]:
    for section, names in (
        ("columns", mapping.fields),
        ("texts", mapping.templates),
        ("defaults", mapping.constants),
        ("values", mapping.values),
    ):
        for name in names:
            if target(mapping.kind, name) is None:
                pointer = child(child("", section), name)
                yield FieldError(pointer, "unknown_field", f"There is no such field of {mapping.kind}.")
    for name, template in mapping.templates.items():
        if not PLACEHOLDER.search(template):
            yield FieldError(child("/texts", name), "pattern", "Names no column in braces; use [defaults] instead.")


def _missing_fields(mapping: Mapping) -> Iterator[FieldError]:
    wanted = required_targets(mapping.kind)
    if mapping.kind is Kind.TICKETS and any(_is_finished(rule) for rule in mapping.states.values()):
        wanted += RESOLUTION
    for name in wanted:
        if not mapping.gives(name):
            message = f"{name} needs a column, a text or a default."
            yield FieldError(child("/columns", name), "required", message)


def _wrong_values(mapping: Mapping) -> Iterator[FieldError]:
    for name, value in mapping.constants.items():
        yield from _wrong_value(mapping, name, value, child("/defaults", name))
    for name, table in mapping.values.items():
        for theirs, ours in table.items():
            yield from _wrong_value(mapping, name, ours, child(child("/values", name), theirs))


def _wrong_value(mapping: Mapping, name: str, value: Any, pointer: str) -> Iterator[FieldError]:  # noqa: ANN401 - TOML
    found = target(mapping.kind, name)
    if found is None or name.startswith(("metadata.", "specifications.")):
        return
    try:
        msgspec.convert(value, found.type)
    except msgspec.ValidationError as refusal:
        yield FieldError(pointer, code_of(str(refusal)), words_of(str(refusal)))


def _date_mistakes(dates: DateShape) -> Iterator[FieldError]:
    for mistake in time_zone_mistakes(dates.zone, pointer="/dates/zone"):
        yield from mistake.errors
    for name, written in (("format", dates.format), ("day_format", dates.day_format)):
        if written is not None and not _is_format(written):
            yield FieldError(f"/dates/{name}", "pattern", "Is no format of strptime such as %d/%m/%Y %H:%M.")


def _is_format(written: str) -> bool:
    sample = datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC)
    try:
        return datetime.strptime(sample.strftime(written), written).day == sample.day  # noqa: DTZ007 - only a trial
    except ValueError:
        return False


def _history_mistakes(mapping: Mapping) -> Iterator[FieldError]:
    if mapping.kind is not Kind.TICKETS:
        for name, given in (("states", mapping.states), ("history", mapping.history != HistoryShape())):
            if given:
                yield FieldError(f"/{name}", "unknown_field", "Only tickets have a history.")
        return
    for index, name in enumerate(mapping.history.handover):
        if name not in mapping.fields:
            yield FieldError(f"/history/handover/{index}", "not_a_choice", "Must be a field of [columns].")
    if STATUS in mapping.fields and not mapping.states:
        yield FieldError("/states", "required", "A status column needs a rule for each state.")


def _state_mistakes(state: str, rule: StateRule) -> Iterator[FieldError]:
    pointer = child("/states", state)
    if rule.action is not None and rule.status is not None:
        yield FieldError(f"{pointer}/status", "not_a_choice", "Give an action or a status, not both.")
    if rule.action is not None and TRANSITIONS[rule.action].to is None:
        choices = ", ".join(action for action in Action if TRANSITIONS[action].to)
        yield FieldError(f"{pointer}/action", "not_a_choice", f"Must be an action that leads somewhere: {choices}.")
    if (destination_of(rule) is TicketStatus.ON_HOLD) != (rule.reason is not None):
        code = "required" if rule.reason is None else "unknown_field"
        yield FieldError(f"{pointer}/reason", code, "A hold needs a reason, and nothing else has one.")


def _is_finished(rule: StateRule) -> bool:
    status = destination_of(rule)
    return status is not None and status not in (*OPEN_STATUSES, TicketStatus.CANCELLED)
