"""One batch of tickets with their history, written in a fixed number of statements."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from wellkept.activation.queries import core_terms
from wellkept.imports import queries
from wellkept.imports.queries import KnownSource, OldTicket
from wellkept.imports.reading.batches import SourceRecord, readable_ids
from wellkept.imports.rules.cells import RowMistake, SourceRow
from wellkept.imports.rules.mapping_file import Mapping
from wellkept.imports.rules.replay import ImportedFact, Standing, Telling, replay, standing_of
from wellkept.imports.rules.ticket_fields import Place, new_ticket_fields, ticket_fields
from wellkept.imports.service.serving import ServedTicket, Serving, look_up, tell_plugins
from wellkept.imports.service.tally import Tally
from wellkept.imports.tables import ImportSource
from wellkept.platform.outbox.service import emit_many
from wellkept.platform.storage import rows
from wellkept.tickets.service.announcements import changed_fields, subject_fields
from wellkept.tickets.service.numbers import next_sequences, number_of
from wellkept.tickets.tables import Ticket, TicketFact
from wellkept_sdk.actor import Actor, ActorKind
from wellkept_sdk.events.tickets import TicketEvent, TicketImported, TicketUpdated
from wellkept_sdk.ids import TicketId, uuid7
from wellkept_sdk.json import document_mistakes
from wellkept_sdk.now import now
from wellkept_sdk.records.tickets import TicketRecord


class _Story(Struct, kw_only=True):
    """A ticket about to be written: a new one, or new rows of an old one."""

    source_id: str
    standing: Standing
    facts: list[ImportedFact]
    digests: list[str]
    place: Place
    known: KnownSource | None
    old: OldTicket | None


class _Writing(Struct, kw_only=True):
    """What the batch writes."""

    at: datetime
    serving: Serving
    tickets: list[dict[str, Any]] = []
    facts: list[dict[str, Any]] = []
    sources: list[dict[str, Any]] = []
    events: list[TicketEvent] = []
    #: In the order of the events.
    written: list[ServedTicket] = []


async def store_tickets(records: Sequence[SourceRecord], mapping: Mapping, *, actor: Actor) -> Tally:
    """Store what is new in these records, in the caller's transaction; announce each ticket once."""
    tally = Tally()
    known = await queries.known_sources(mapping.system, mapping.kind, readable_ids(records))
    fresh = [(record, new_rows(record, known.get(record.source_id))) for record in records]
    looked_up = await _look_up(fresh, known)
    stories: list[_Story] = []
    for record, new in fresh:
        if record.mistakes:
            tally.refuse(record.mistakes)
        elif not new:
            tally.unchanged += 1
        else:
            told = _tell(record, new, known.get(record.source_id), looked_up, mapping)
            tally.refuse(told) if isinstance(told, list) else stories.append(told)
    await _write(stories, mapping, tally, actor=actor)
    return tally


def new_rows(record: SourceRecord, known: KnownSource | None) -> list[SourceRow]:
    """Return the rows that were not imported before, in the order of their history."""
    left = Counter(known.digests if known else ())
    new: list[SourceRow] = []
    for row in record.rows:
        if left[row.digest]:
            left[row.digest] -= 1
        else:
            new.append(row)
    return sorted(new, key=lambda row: row.place)


class _LookedUp(Struct, kw_only=True):
    """The records that rows name by their codes."""

    projects: dict[str, queries.KnownProject]
    equipment: dict[tuple[Any, str], Any]
    tickets: dict[Any, OldTicket]


async def _look_up(fresh: Sequence[tuple[SourceRecord, list[SourceRow]]], known: dict[str, KnownSource]) -> _LookedUp:
    last_values = [new[-1].values for _, new in fresh if new]
    project_codes = {values["project_code"] for values in last_values}
    equipment_codes = {code for values in last_values if (code := values.get("equipment_code"))}
    grown = [known[record.source_id].record_id for record, new in fresh if new and record.source_id in known]
    return _LookedUp(
        projects=await queries.projects_by_code(project_codes) if project_codes else {},
        equipment=await queries.equipment_ids(equipment_codes) if equipment_codes else {},
        tickets=await queries.locked_tickets(grown) if grown else {},
    )


def _tell(
    record: SourceRecord, new: list[SourceRow], known: KnownSource | None, looked_up: _LookedUp, mapping: Mapping
) -> _Story | list[RowMistake]:
    last = new[-1]
    place = _place(last, looked_up, mapping)
    if isinstance(place, RowMistake):
        return [place]
    old = looked_up.tickets.get(known.record_id) if known else None
    before = None
    if old is not None:
        before = standing_of(
            old.record, project_code=old.project_code, equipment_code=old.equipment_code, next_values=new[0].values
        )
    telling = Telling(states=mapping.states, handover=tuple(mapping.history.handover))
    standing, facts = replay(new, telling=telling, before=before)
    digests = [*(known.digests if known else ()), *(row.digest for row in new)]
    return _Story(
        source_id=record.source_id, standing=standing, facts=facts, digests=digests, place=place, known=known, old=old
    )


def _place(row: SourceRow, looked_up: _LookedUp, mapping: Mapping) -> Place | RowMistake:
    code = row.values["project_code"]
    project = looked_up.projects.get(code)
    if project is None:
        return _unknown(row, "project_code", code, mapping)
    equipment_code = row.values.get("equipment_code")
    equipment_id = looked_up.equipment.get((project.id, equipment_code)) if equipment_code else None
    if equipment_code and equipment_id is None:
        return _unknown(row, "equipment_code", equipment_code, mapping)
    return Place(project_id=project.id, customer_id=project.customer_id, equipment_id=equipment_id)


def _unknown(row: SourceRow, name: str, code: str, mapping: Mapping) -> RowMistake:
    column = mapping.fields.get(name, name)
    return RowMistake(row.row, column, code, "unknown_reference", f"No {name.removesuffix('_code')} has this code.")


async def _write(stories: Sequence[_Story], mapping: Mapping, tally: Tally, *, actor: Actor) -> None:
    at = now()
    places = {story.place.project_id for story in stories if story.old is None}
    serving = await look_up(places, [story.old.record for story in stories if story.old is not None], at=at)
    writing = _Writing(at=at, serving=serving)
    made = [story for story in stories if story.old is None]
    for story, sequence in zip(made, await next_sequences(len(made)), strict=True):
        _make(story, sequence, mapping, writing, tally)
    for story in stories:
        if story.old is not None:
            await _grow(story, story.old, writing)
            tally.updated += 1
    await rows.insert_many(Ticket, writing.tickets)
    await rows.insert_many(TicketFact, writing.facts)
    await rows.insert_many(ImportSource, writing.sources)
    await tell_plugins(writing.written, actor=actor, at=at)
    await emit_many(writing.events, actor=actor, active=[served.active for served in writing.written])


def _make(story: _Story, sequence: int, mapping: Mapping, writing: _Writing, tally: Tally) -> None:
    resolved = writing.serving.by_project[story.place.project_id]
    fields = ticket_fields(story.standing, story.place, terms=core_terms(resolved.active))
    too_long = document_mistakes(fields["metadata"], pointer="metadata")
    if too_long:
        row = story.facts[-1].draft.data["source_row"]
        tally.refuse([RowMistake(row, None, None, "too_long", too_long[0].errors[0].message)])
        return
    ticket = TicketRecord(
        **fields,
        **new_ticket_fields(writing.at),
        contract_id=resolved.contract_id,
        activation_id=resolved.active.id,
        id=TicketId(uuid7()),
        version=1,
        created_at=writing.at,
        updated_at=writing.at,
        number=number_of(sequence),
        fact_count=len(story.facts),
    )
    writing.written.append(ServedTicket(ticket, resolved.active))
    writing.tickets.append({**msgspec.structs.asdict(ticket), "number_seq": sequence})
    writing.facts += _fact_rows(ticket.id, story.facts, first_position=1, at=writing.at)
    writing.sources.append(_source_row(story, ticket.id, mapping, writing.at))
    writing.events.append(
        TicketImported(
            **subject_fields(ticket, at=writing.at),
            to_status=ticket.status,
            source=mapping.system,
            source_id=story.source_id,
        )
    )
    tally.created += 1


async def _grow(story: _Story, old: OldTicket, writing: _Writing) -> None:
    """Append further history; what the source does not know, such as the assignee, stays."""
    before = old.record
    active = writing.serving.by_activation[before.activation_id]
    fields = ticket_fields(story.standing, story.place, terms=core_terms(active))
    fields["fact_count"] = before.fact_count + len(story.facts)
    after = rows.decode(await rows.update(Ticket, before.id, changes=fields), TicketRecord)
    writing.written.append(ServedTicket(after, active))
    writing.facts += _fact_rows(before.id, story.facts, first_position=before.fact_count + 1, at=writing.at)
    assert story.known is not None, "an old ticket is known by its source"
    await rows.update(ImportSource, story.known.id, changes={"digests": story.digests})
    writing.events.append(
        TicketUpdated(**subject_fields(after, at=writing.at), changed_fields=changed_fields(before, after))
    )


def _source_row(story: _Story, ticket_id: TicketId, mapping: Mapping, at: datetime) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "created_at": at,
        "updated_at": at,
        "system": mapping.system,
        "kind": mapping.kind,
        "source_id": story.source_id,
        "record_id": ticket_id,
        "digests": story.digests,
    }


def _fact_rows(
    ticket_id: TicketId, facts: Sequence[ImportedFact], *, first_position: int, at: datetime
) -> list[dict[str, Any]]:
    """Return the rows of facts; whoever made them there has no account here, so it is the system by their name."""
    return [
        {
            **msgspec.structs.asdict(fact.draft),
            "id": uuid7(),
            "ticket_id": ticket_id,
            "position": position,
            "recorded_at": at,
            "actor_kind": ActorKind.SYSTEM,
            "actor_id": None,
            "actor_name": fact.actor_name or "import",
        }
        for position, fact in enumerate(facts, first_position)
    ]
