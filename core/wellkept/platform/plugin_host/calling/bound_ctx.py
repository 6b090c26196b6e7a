"""The context of one plugin on one occasion: what it may see and do there, and nothing else."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar, cast
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from wellkept.platform.access import records
from wellkept.platform.audit.service import record_audit
from wellkept.platform.outbox.service import emit
from wellkept.platform.plugin_host.active_set import ActiveSet
from wellkept.platform.plugin_host.calling.caller import Caller
from wellkept.platform.plugin_host.calling.database import PluginDatabase
from wellkept.platform.plugin_host.calling.plugin_timers import timers_of
from wellkept.platform.plugin_host.current import host
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept.platform.storage.unit_of_work import after_commit, begin_unit
from wellkept_sdk.actor import SYSTEM, Actor
from wellkept_sdk.ctx import Attachments, Ctx, Reply
from wellkept_sdk.db.clauses import TRUE, Clause
from wellkept_sdk.db.database import Database
from wellkept_sdk.errors import NotFound, ServiceInactive
from wellkept_sdk.events import Event
from wellkept_sdk.now import now
from wellkept_sdk.records.references import RecordName, RecordRef
from wellkept_sdk.services import ServiceKey
from wellkept_sdk.terms import Terms
from wellkept_sdk.verbs import Tickets

EventT = TypeVar("EventT", bound=Struct)
AnswerT = TypeVar("AnswerT")
ServiceT = TypeVar("ServiceT")
SettingsT = TypeVar("SettingsT", bound=Struct)
TermsT = TypeVar("TermsT", bound=Terms)


def bound(plugin: str, occasion: Occasion, *, caller: Caller) -> Ctx:
    """Return the plugin's context for the occasion; the same at every call."""
    known = occasion.contexts.get(plugin)
    if known is None:
        known = occasion.contexts[plugin] = BoundCtx(plugin, occasion, caller=caller)
    return known


class BoundCtx(Ctx):
    """What `wellkept_sdk.Ctx` promises, bound to a plugin and an occasion; made often, so what is equal is shared."""

    db: Database = PluginDatabase()

    def __init__(self, plugin: str, occasion: Occasion, *, caller: Caller) -> None:
        """Bind a plugin to an occasion; `bound` keeps the result."""
        self.plugin = plugin
        self.actor = occasion.actor
        self.at = occasion.at
        self.record = occasion.record
        self.activation = occasion.active.activation
        self.idempotency_key = occasion.idempotency_key
        self.timers = timers_of(plugin)
        self._occasion = occasion
        self._caller = caller

    @property
    def tickets(self) -> Tickets:  # pyright: ignore[reportIncompatibleVariableOverride] - made only if it is asked for
        """The verbs of tickets, done as the actor."""
        return host().tickets_verbs(self.actor)

    @property
    def attachments(self) -> Attachments:  # pyright: ignore[reportIncompatibleVariableOverride] - the same
        """Files of tickets that the actor may see."""
        return host().attachments_of(self.actor)

    def terms(self, kind: type[TermsT]) -> TermsT:
        """
        Return terms for the record by their type; default ones where there is no record.

        Raises:
            ServiceInactive: the plugin whose terms they are is not active for the record.
        """
        owner = host().owner_of_terms(kind, asked_by=self.plugin)
        if owner not in self._occasion.active.plugins:
            raise ServiceInactive(detail=f"{owner} does not serve this record.", plugin=owner)
        found = self._occasion.active.terms.get(owner)
        if found is None:
            found = host().resolver.nowhere().terms[owner]
        assert isinstance(found, kind)
        return found

    def settings(self, kind: type[SettingsT]) -> SettingsT:
        """Return what the deployment has set for the plugin."""
        found = host().settings_of(self.plugin)
        assert isinstance(found, kind), f"{kind.__name__} is not the type of the settings of {self.plugin}."
        return found

    def service(self, key: ServiceKey[ServiceT]) -> ServiceT:
        """
        Return another plugin's service for the same record, actor and transaction.

        Raises:
            ServiceInactive: no plugin provides it, or the provider is not active for the record.
        """
        found = self.service_or_none(key)
        if found is None:
            raise ServiceInactive(detail=f"The service {key} is not active here.", service=key.name)
        return found

    def service_or_none(self, key: ServiceKey[ServiceT]) -> ServiceT | None:
        """Return another plugin's service, or None where it is absent or not active for the record."""
        offer = host().offer_of(key)
        if offer is None or offer.plugin not in self._occasion.active.plugins:
            return None
        made: ServiceT = offer.make(bound(offer.plugin, self._occasion, caller=self._caller))
        return made

    async def emit(self, event: Event) -> None:
        """
        Announce what has happened, in the caller's transaction.

        Raises:
            ValueError: the event's type does not begin with the plugin's name.
        """
        self._require_own(event.type)
        await begin_unit()
        await emit(event, actor=self.actor, active=None if self.record is None else self._occasion.active)

    async def audit(
        self,
        action: str,
        *,
        subject: str,
        before: Mapping[str, object] | None = None,
        after: Mapping[str, object] | None = None,
    ) -> None:
        """
        Keep who changed what.

        Raises:
            ValueError: the action does not begin with the plugin's name.
        """
        self._require_own(action)
        await begin_unit()
        await record_audit(action, subject=subject, actor=self.actor, before=before, after=after)

    def after_commit(self, callback: Callable[[], object]) -> None:
        """Call a function once the work is durable; never, if it is rolled back."""
        after_commit(callback)

    async def decide(self, spec: Callable[[Any, Ctx, EventT], Awaitable[object]], event: EventT) -> EventT:
        """
        Ask every active plugin whether a change may happen, through a decide hook that this plugin offers.

        Raises:
            Vetoed: at least one said no.
        """
        host().require_offered(spec, by=self.plugin)
        return await self._caller.decide(spec, self._occasion, event)

    async def apply(self, spec: Callable[[Any, Ctx, EventT], Awaitable[None]], event: EventT) -> None:
        """Tell every active plugin of a change, through an apply hook that this plugin offers."""
        host().require_offered(spec, by=self.plugin)
        await self._caller.apply(spec, self._occasion, event)

    async def collect(
        self, spec: Callable[[Any, Ctx, EventT], Awaitable[AnswerT | None]], event: EventT
    ) -> Sequence[Reply[AnswerT]]:
        """
        Return what the active plugins answer to a question, in the order of the plugins.

        Raises:
            ValueError: it is neither the plugin's own question nor one about a ticket that every plugin may ask.
        """
        host().require_asked(spec, by=self.plugin)
        return await self._caller.collect(spec, self._occasion, event)

    async def raise_version(self, name: RecordName, record_id: UUID) -> None:
        """
        Raise a record's version because what the plugin shows of it has changed.

        Raises:
            NotFound: there is no such record.
        """
        # The tables of the four kinds are named as the kinds are.
        statement = f"UPDATE {name} SET version = version + 1, updated_at = ? WHERE id = ?"
        if not await self.db.execute(statement, now(), record_id):
            raise NotFound

    async def for_record(self, name: RecordName, record_id: UUID) -> Ctx:
        """
        Return the same plugin's context for one record.

        Raises:
            ServiceInactive: the plugin is not active for it.
            NotFound: there is no such record.
        """
        active = await host().resolver.of(name, record_id)
        if self.plugin not in active.plugins:
            raise ServiceInactive(detail=f"{self.plugin} does not serve this record.", plugin=self.plugin)
        return self._on(actor=self.actor, active=active, record=RecordRef(name, record_id))

    async def for_records(self, name: RecordName, ids: Collection[UUID]) -> Mapping[UUID, Ctx]:
        """Return the plugin's contexts for those of many records for which it is active."""
        serving = await host().resolver.of_many(name, ids)
        return {
            record_id: self._on(actor=self.actor, active=active, record=RecordRef(name, record_id))
            for record_id, active in serving.items()
            if self.plugin in active.plugins
        }

    def entitled(self, *permissions: str) -> Ctx:
        """Return the same context, whose actor may also do what these permissions allow."""
        actor = replace(self.actor, permissions=self.actor.permissions.union(permissions))
        return self._on(actor=actor, active=self._occasion.active, record=self.record)

    def as_system(self) -> Ctx:
        """Return the same context, in which Wellkept itself acts."""
        return self._on(actor=SYSTEM, active=self._occasion.active, record=self.record)

    async def active_among(self, name: RecordName, ids: Collection[UUID]) -> set[UUID]:
        """Return those of the records for which the plugin is active; a fixed number of statements."""
        serving = await host().resolver.of_many(name, ids)
        return {record_id for record_id, active in serving.items() if self.plugin in active.plugins}

    async def terms_among(self, kind: type[TermsT], name: RecordName, ids: Collection[UUID]) -> Mapping[UUID, TermsT]:
        """Return the plugin's terms for those of the records for which it is active; a fixed number of statements."""
        owner = host().owner_of_terms(kind, asked_by=self.plugin)
        serving = await host().resolver.of_many(name, ids)
        found = {each: active.terms[owner] for each, active in serving.items() if owner in active.plugins}
        return cast("Mapping[UUID, TermsT]", found)

    def active_tickets(self, column: str) -> Clause:
        """Return the condition that a column names a ticket for which the plugin is active."""
        if not host().is_contract_level(self.plugin):
            return TRUE
        return host().resolver.tickets_with(self.plugin, column)

    async def seen_tickets(self, column: str) -> Clause:
        """Return the condition that a column names a ticket that the actor may see."""
        seen = await records.scope(RecordName.TICKET, self.actor)
        if seen == TRUE:
            return TRUE
        return Clause(f"{column} IN (SELECT ticket.id FROM ticket WHERE {seen.sql})", seen.args)

    def _on(self, *, actor: Actor, active: ActiveSet, record: RecordRef | None) -> Ctx:
        occasion = Occasion(actor=actor, at=self.at, active=active, record=record, idempotency_key=self.idempotency_key)
        return bound(self.plugin, occasion, caller=self._caller)

    def _require_own(self, name: str) -> None:
        if not name.startswith(f"{self.plugin}."):
            raise ValueError(f"{name} must begin with {self.plugin}.")
