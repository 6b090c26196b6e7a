"""One batch of customers, projects or equipment, each through the verb that the API uses."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar, cast
from uuid import UUID

from msgspec import Struct

from wellkept.customers.schemas import CustomerCreate, CustomerPatch
from wellkept.customers.service import customers
from wellkept.equipment.schemas import EquipmentCreate, EquipmentPatch
from wellkept.equipment.service import equipment
from wellkept.imports import queries
from wellkept.imports.queries import KnownSource
from wellkept.imports.reading.batches import SourceRecord, readable_ids
from wellkept.imports.rules.cells import SourceRow
from wellkept.imports.rules.documents import body, document, mistake_of
from wellkept.imports.rules.mapping_file import Mapping
from wellkept.imports.rules.targets import Kind
from wellkept.imports.service.tally import Tally
from wellkept.imports.tables import ImportSource
from wellkept.platform.settings import Settings
from wellkept.platform.storage import rows
from wellkept.platform.storage.unit_of_work import transaction
from wellkept.projects import service as projects
from wellkept.projects.schemas import ProjectCreate, ProjectPatch
from wellkept_sdk.actor import Actor
from wellkept_sdk.errors import FieldError, Unavailable, WellkeptError, unknown_reference
from wellkept_sdk.http.preconditions import IfMatch
from wellkept_sdk.ids import CustomerId, EquipmentId, ProjectId

StructT = TypeVar("StructT", bound=Struct)


class _Batch(Struct, kw_only=True):
    """What every row of the batch needs."""

    mapping: Mapping
    settings: Settings
    actor: Actor


async def store_records(
    records: Sequence[SourceRecord], mapping: Mapping, *, settings: Settings, actor: Actor
) -> Tally:
    """Make or change the records that these rows tell of, in the caller's transaction; the last row of each counts."""
    tally = Tally()
    batch = _Batch(mapping=mapping, settings=settings, actor=actor)
    known = await queries.known_sources(mapping.system, mapping.kind, readable_ids(records))
    for record in records:
        if record.mistakes:
            tally.refuse(record.mistakes)
            continue
        row, before = record.rows[-1], known.get(record.source_id)
        if before is not None and row.digest in before.digests:
            tally.unchanged += 1
        else:
            await _store(row, before, batch, tally)
    return tally


async def _store(row: SourceRow, before: KnownSource | None, batch: _Batch, tally: Tally) -> None:
    try:
        # A savepoint of its own: a row that is refused leaves nothing, and the others stand.
        async with transaction():
            if before is None:
                record_id = await _VERBS[batch.mapping.kind](row, None, batch)
                await _remember(row, record_id, batch.mapping)
                tally.created += 1
            else:
                await _VERBS[batch.mapping.kind](row, before.record_id, batch)
                await rows.update(ImportSource, before.id, changes={"digests": [row.digest]})
                tally.updated += 1
    except _Refused as refused:
        tally.refuse(refused.mistakes)
    except Unavailable:
        raise
    except WellkeptError as error:
        errors = error.errors or (FieldError("", error.code, error.detail),)
        tally.refuse([mistake_of(one, row, batch.mapping) for one in errors])


async def _remember(row: SourceRow, record_id: UUID, mapping: Mapping) -> None:
    await rows.insert(
        ImportSource,
        system=mapping.system,
        kind=mapping.kind,
        source_id=row.source_id,
        record_id=record_id,
        digests=[row.digest],
    )


class _Refused(Exception):  # noqa: N818 - named by what is the case, as all our failures
    """The row is no body of its kind."""

    def __init__(self, mistakes: list[Any]) -> None:
        """Keep what is wrong with it."""
        super().__init__()
        self.mistakes = mistakes


def _body(row: SourceRow, kind: type[StructT], batch: _Batch, **references: object) -> StructT:
    made = body(row, kind, {**document(row.values), **references}, batch.mapping)
    if isinstance(made, list):
        raise _Refused(made)
    return cast("StructT", made)


async def _customer(row: SourceRow, customer_id: UUID | None, batch: _Batch) -> UUID:
    if customer_id is None:
        draft = _body(row, CustomerCreate, batch)
        made = await customers.create(draft, settings=batch.settings, actor=batch.actor)
        return made["id"]
    patch = _body(row, CustomerPatch, batch)
    await customers.update(CustomerId(customer_id), patch=patch, if_match=IfMatch(), actor=batch.actor)
    return customer_id


async def _project(row: SourceRow, project_id: UUID | None, batch: _Batch) -> UUID:
    if project_id is None:
        code = row.values["customer_code"]
        found = await queries.customer_ids_by_code([code])
        if not found:
            raise unknown_reference("/customer_id", "customer")
        made = await projects.create(_body(row, ProjectCreate, batch, customer_id=found[code]), actor=batch.actor)
        return made["id"]
    patch = _body(row, ProjectPatch, batch)
    await projects.update(ProjectId(project_id), patch=patch, if_match=IfMatch(), actor=batch.actor)
    return project_id


async def _equipment(row: SourceRow, equipment_id: UUID | None, batch: _Batch) -> UUID:
    code, parent_code = row.values["project_code"], row.values.get("parent_code")
    found = await queries.projects_by_code([code])
    if not found:
        raise unknown_reference("/project_id", "project")
    project_id, references = found[code].id, dict[str, object]()
    if parent_code is not None:
        parents = await queries.equipment_ids([parent_code])
        if (project_id, parent_code) not in parents:
            raise unknown_reference("/parent_id", "equipment")
        references["parent_id"] = parents[project_id, parent_code]
    if equipment_id is None:
        draft = _body(row, EquipmentCreate, batch, project_id=project_id, **references)
        made = await equipment.create(draft, actor=batch.actor)
        return made["id"]
    patch = _body(row, EquipmentPatch, batch, **references)
    await equipment.update(EquipmentId(equipment_id), patch=patch, if_match=IfMatch(), actor=batch.actor)
    return equipment_id


_VERBS: dict[Kind, Callable[[SourceRow, UUID | None, _Batch], Awaitable[UUID]]] = {
    Kind.CUSTOMERS: _customer,
    Kind.PROJECTS: _project,
    Kind.EQUIPMENT: _equipment,
}
