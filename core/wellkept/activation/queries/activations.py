"""Stored activations as this process uses them: found by hash, kept by id, decoded for the plugins that are active."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import structlog
from msgspec import Struct

from wellkept.activation.queries.cache import Cache
from wellkept.activation.queries.catalogue import catalogue
from wellkept.activation.rules.catalogue import Catalogue
from wellkept.activation.rules.composition import UNREADABLE, Composed, Composition, composed, restored, without_unmet
from wellkept.activation.tables import ActivationRow
from wellkept.activation.terms import CoreTerms
from wellkept.platform.plugin_host.active_set import CORE, ActiveSet
from wellkept.platform.storage import rows
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.sql import any_of
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.db.database import Row
from wellkept_sdk.ids import ActivationId
from wellkept_sdk.records.activation import Activation

_log = structlog.get_logger(__name__)

#: Read by every request that concerns a ticket.
_by_id: Cache[UUID, ActiveSet] = Cache()


async def of_ids(ids: Collection[UUID]) -> Mapping[UUID, ActiveSet]:
    """Return the stored activations of these ids; one statement for those that this process has not seen yet."""
    found = {each: known for each in ids if (known := _by_id.get(each)) is not None}
    if missing := [each for each in ids if each not in found]:
        wanted = any_of("id", missing)
        for row in await database().fetch(f"SELECT id, hash, plugins FROM activation WHERE {wanted.sql}", *wanted.args):
            found[row["id"]] = active = _active_set_of(row)
            _by_id.keep(row["id"], active)
    return found


async def of_id(activation_id: UUID) -> ActiveSet:
    """Return a stored activation; no statement if this process has seen it."""
    known = _by_id.get(activation_id)
    return known if known is not None else (await of_ids([activation_id])).get(activation_id, nothing())


async def stored_row(activation_id: UUID) -> Row | None:
    """Return an activation as it is stored, whatever is active in this deployment now."""
    return await database().fetch_one("SELECT id, hash, plugins FROM activation WHERE id = ?", activation_id)


async def stored(compositions: Sequence[Composition]) -> list[ActiveSet]:
    """
    Return the activations of compositions, stored where nobody has stored them yet.

    Two equal ones are one row. At most two statements, however many they are.
    """
    values = {composition.hash: composition for composition in compositions}
    async with transaction():
        ids = await _inserted(values)
        if missing := [each for each in values if each not in ids]:
            ids |= await ids_of_hashes(missing)
    sets = {each: active_set(composition, activation_id=ids[each]) for each, composition in values.items()}
    return [sets[composition.hash] for composition in compositions]


async def ids_of_hashes(hashes: Collection[str]) -> dict[str, ActivationId]:
    """Return the ids of those activations that are stored."""
    wanted = any_of("hash", hashes)
    found = await database().fetch(f"SELECT id, hash FROM activation WHERE {wanted.sql}", *wanted.args)
    return {row["hash"]: ActivationId(row["id"]) for row in found}


def active_set(composition: Composition, *, activation_id: ActivationId | None) -> ActiveSet:
    """Return a composition as the host uses it, the deployment-level plugins added with their own terms."""
    return _active_set(composition.active, activation_id=activation_id, digest=composition.hash)


def nothing() -> ActiveSet:
    """Return what serves where no activation is known: the deployment-level plugins, and `core` by default."""
    return _without_record().nothing


def everything() -> ActiveSet:
    """Return what serves where no record is concerned: every active plugin, with its default terms."""
    return _without_record().everything


def core_terms(active: ActiveSet) -> CoreTerms:
    """Return the terms of `core`: how the tickets of an activation behave."""
    terms = active.terms[CORE]
    assert isinstance(terms, CoreTerms)
    return terms


async def _inserted(values: Mapping[str, Composition]) -> dict[str, ActivationId]:
    # In the order of the hashes, so that two writers of the same rows wait for each other and not in a circle.
    complete = [
        rows.filled(ActivationRow, {"hash": each, "plugins": dict(values[each].stored)}) for each in sorted(values)
    ]
    marks = ", ".join(["(?, ?, ?, ?)"] * len(complete))
    found = await database().fetch(
        f"INSERT INTO activation (id, hash, plugins, created_at) VALUES {marks}"
        " ON CONFLICT (hash) DO NOTHING RETURNING id, hash",
        *(row[column] for row in complete for column in ("id", "hash", "plugins", "created_at")),
    )
    return {row["hash"]: ActivationId(row["id"]) for row in found}


def _active_set_of(row: Row) -> ActiveSet:
    """Return a stored row; a plugin that is gone, or whose terms cannot be read any more, is left out."""
    offers = catalogue().offers
    active: dict[str, Composed] = {}
    plugins: dict[str, tuple[int, dict[str, Any]]] = row["plugins"]
    for name in offers:
        if name not in plugins or not offers[name].per_contract:
            continue
        version, values = plugins[name]
        try:
            active[name] = restored(offers[name], values, version=version)
        except UNREADABLE:
            _log.exception("terms_unreadable", activation_id=str(row["id"]), plugin=name)
    met = without_unmet(Composition(active=active, inactive={}), offers=offers)
    return _active_set(met.active, activation_id=ActivationId(row["id"]), digest=row["hash"])


def _active_set(active: Mapping[str, Composed], *, activation_id: ActivationId | None, digest: str) -> ActiveSet:
    terms: dict[str, Struct] = {}
    for name, offer in catalogue().offers.items():
        if name in active:
            terms[name] = active[name].terms
        elif name == CORE or not offer.per_contract:
            terms[name] = composed(offer, plan=None, override=None).terms
    plugins = frozenset(terms) - {CORE}
    return ActiveSet(activation=Activation(id=activation_id, hash=digest, plugins=plugins), terms=terms)


class _WithoutRecord:
    """What serves where no record is concerned, made once for a catalogue."""

    def __init__(self, present: Catalogue) -> None:
        self.catalogue = present
        every = {name: composed(offer, plan=None, override=None) for name, offer in present.offers.items()}
        self.everything = _active_set(every, activation_id=None, digest="")
        self.nothing = _active_set({}, activation_id=None, digest="")


class _Latest:
    made: _WithoutRecord | None = None


def _without_record() -> _WithoutRecord:
    present = catalogue()
    if _Latest.made is None or _Latest.made.catalogue is not present:
        _Latest.made = _WithoutRecord(present)
    return _Latest.made
