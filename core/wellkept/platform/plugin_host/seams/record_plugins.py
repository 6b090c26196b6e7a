"""What plugins have to say when a customer, a project or an item of equipment is made, changed or deleted."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from msgspec import Struct, UnsetType

from wellkept.platform.outbox.subscriptions import asks_who_serves
from wellkept.platform.plugin_host import extensions
from wellkept.platform.plugin_host.active_set import ActiveSet
from wellkept.platform.plugin_host.calling import calls
from wellkept.platform.plugin_host.calling.hearing import is_implemented
from wellkept.platform.plugin_host.current import host
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept.platform.storage.rows import decode
from wellkept_sdk.actor import Actor
from wellkept_sdk.db.database import Row
from wellkept_sdk.errors import Invalid
from wellkept_sdk.events import Event
from wellkept_sdk.hooks.record_changes import Change, Created, Deleted, Draft, Removal, Updated
from wellkept_sdk.now import now
from wellkept_sdk.records.references import RecordRef

RecordT = TypeVar("RecordT", bound=Struct)

_VERBS: Final = ("creating", "created", "updating", "updated", "deleting", "deleted")


class RecordPlugins(Generic[RecordT]):
    """The plugins of the deployment, as far as one kind of record concerns them."""

    def __init__(
        self,
        extensible: extensions.ExtensibleRecord[Any],
        *,
        record: type[RecordT],
        hooks: type,
        events: Sequence[type[Event]],
    ) -> None:
        """
        Name what belongs to the kind of record.

        Args:
            extensible: the kind; the hooks' names begin with its name.
            record: as plugins see one.
            hooks: where they are specified.
            events: what the verbs announce.
        """
        self.extensible = extensible
        self.record = record
        self.specs: Mapping[str, Callable[..., Any]] = {
            verb: getattr(hooks, f"{extensible.name}_{verb}") for verb in _VERBS
        }
        self._events = tuple(events)

    def are_concerned(self) -> bool:
        """Return whether a plugin hears of such records or adds to them; if not, nobody asks who serves them."""
        return (
            any(map(is_implemented, self.specs.values()))
            or bool(extensions.composition().records[self.extensible.name].contributions)
            or any(asks_who_serves(event.type) for event in self._events)
        )

    async def on(self, record_id: UUID, *, actor: Actor) -> "Say[RecordT]":
        """Return what plugins have to say when a record is changed or deleted."""
        return await self._served_as(RecordRef(self.extensible.name, record_id), actor=actor)

    async def below(self, parent: RecordRef, *, actor: Actor) -> "Say[RecordT]":
        """Return what plugins have to say when a record is made that belongs to another, and is served like that."""
        return await self._served_as(parent, actor=actor)

    def with_set(self, active: ActiveSet | None, *, actor: Actor) -> "Say[RecordT]":
        """Return what the plugins of a set have to say when a record is made; None where nobody is concerned."""
        return Say(self, None if active is None else Occasion(actor=actor, at=now(), active=active, record=None))

    async def _served_as(self, record: RecordRef, *, actor: Actor) -> "Say[RecordT]":
        if not self.are_concerned():
            return Say(self, None)
        active = await host().resolver.of(record.name, record.id)
        return Say(self, Occasion(actor=actor, at=now(), active=active, record=record))


class Say(Generic[RecordT]):
    """
    What plugins have to say about one verb; nothing, where none is concerned.

    A verb asks `prepare` first and refuses `mistakes` with its own, then asks the `…ing` hook, writes the record, and
    tells the `…ed` hook; what a request gives to plugins is stored between the last two.
    """

    def __init__(self, plugins: RecordPlugins[RecordT], occasion: Occasion | None) -> None:
        """Ask nobody yet."""
        self._plugins = plugins
        self._occasion = occasion
        self._pending = extensions.Pending()

    @property
    def active(self) -> ActiveSet | None:
        """What serves the record; None where it does not matter."""
        return None if self._occasion is None else self._occasion.active

    @property
    def mistakes(self) -> tuple[Invalid, ...]:
        """What is wrong with the values that the request gives to plugins."""
        return self._pending.mistakes

    @property
    def changed_fields(self) -> tuple[str, ...]:
        """The names of the plugins' values that change, as in `extensions.sla`."""
        return self._pending.changed_fields

    async def prepare(self, given: Struct | UnsetType, *, record_id: UUID | None = None) -> None:
        """Look what the request gives to plugins; nothing is written yet."""
        if self._occasion is not None:
            self._pending = await extensions.prepare(
                self._plugins.extensible, given, occasion=self._occasion, record_id=record_id
            )

    async def creating(self, values: Mapping[str, Any]) -> None:
        """
        Ask whether a record with these values may be made.

        Raises:
            Vetoed: a plugin does not allow it.
        """
        await self._decide("creating", lambda _: Draft(values=dict(values)))

    async def created(self, row: Row) -> None:
        """Store what the request gives to plugins, and tell them that a record was made."""
        if self._occasion is not None:
            self._concerns(row["id"], active=self._occasion.active)
            await self._store(row["id"])
        await self._apply("created", lambda decoded: Created(record=decoded(row)))

    async def updating(self, before: Row, changes: Mapping[str, Any]) -> None:
        """
        Ask whether fields may be changed.

        Raises:
            Vetoed: a plugin does not allow it.
        """
        await self._decide("updating", lambda decoded: Change(before=decoded(before), changes=dict(changes)))

    async def updated(self, before: Row, row: Row, changed: Sequence[str], *, moved: bool = False) -> None:
        """
        Store what the request gives to plugins, and tell them that fields were changed.

        Args:
            before: the row as it was.
            row: as it is.
            changed: the names of the fields.
            moved: whether other plugins may serve the record now.
        """
        if self._occasion is not None:
            await self._store(row["id"])
            if moved:
                name = self._plugins.extensible.name
                self._concerns(row["id"], active=await host().resolver.of(name, row["id"]))
        fields = tuple(changed)
        await self._apply(
            "updated", lambda decoded: Updated(before=decoded(before), record=decoded(row), changed_fields=fields)
        )

    async def deleting(self, row: Row) -> None:
        """
        Ask whether a record may be deleted.

        Raises:
            Vetoed: a plugin does not allow it.
        """
        await self._decide("deleting", lambda decoded: Removal(record=decoded(row)))

    async def deleted(self, row: Row) -> None:
        """Tell that a record was deleted."""
        await self._apply("deleted", lambda decoded: Deleted(record=decoded(row)))

    def _concerns(self, record_id: UUID, *, active: ActiveSet) -> None:
        assert self._occasion is not None, "somebody is concerned"
        record = RecordRef(self._plugins.extensible.name, record_id)
        self._occasion = Occasion(actor=self._occasion.actor, at=self._occasion.at, active=active, record=record)

    async def _store(self, record_id: UUID) -> None:
        assert self._occasion is not None, "somebody is concerned"
        await extensions.store(self._plugins.extensible, record_id, self._pending, occasion=self._occasion)

    async def _decide(self, verb: str, event: Callable[[Callable[[Row], RecordT]], Struct]) -> None:
        if self._occasion is not None:
            await calls.decide(self._plugins.specs[verb], self._occasion, event(self._decoded))

    async def _apply(self, verb: str, event: Callable[[Callable[[Row], RecordT]], Struct]) -> None:
        if self._occasion is not None:
            await calls.apply(self._plugins.specs[verb], self._occasion, event(self._decoded))

    def _decoded(self, row: Row) -> RecordT:
        return decode(row, self._plugins.record)
