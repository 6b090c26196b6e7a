"""What a plugin works with during one call: for one record, one actor, one transaction."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.actor import Actor
from wellkept_sdk.db.clauses import Clause
from wellkept_sdk.db.database import Database
from wellkept_sdk.events import Event
from wellkept_sdk.ids import AttachmentId
from wellkept_sdk.records.activation import Activation
from wellkept_sdk.records.references import RecordName, RecordRef
from wellkept_sdk.services import ServiceKey
from wellkept_sdk.terms import Terms
from wellkept_sdk.verbs import Tickets

EventT = TypeVar("EventT", bound=Struct)
AnswerT = TypeVar("AnswerT")
ServiceT = TypeVar("ServiceT")
SettingsT = TypeVar("SettingsT", bound=Struct)
TermsT = TypeVar("TermsT", bound=Terms)


class Reply(Struct, Generic[AnswerT], frozen=True):
    """What one plugin answered to a hook."""

    plugin: str
    value: AnswerT


class Timers(ABC):
    """Moments at which something is due for a record; a worker calls the plugin's handler of that kind."""

    @abstractmethod
    async def set(self, kind: str, record_id: UUID, *, due_at: datetime, payload: dict[str, Any] | None = None) -> None:
        """Make the record's timer of this kind due at a moment; an earlier setting is gone."""

    @abstractmethod
    async def set_many(self, kind: str, due_at: Mapping[UUID, datetime]) -> None:
        """Do the same for many records, each at its own moment, in at most one statement."""

    @abstractmethod
    async def cancel(self, kind: str, record_id: UUID) -> None:
        """Make sure that the record's timer of this kind never comes due."""


class Attachments(ABC):
    """Files of tickets."""

    @abstractmethod
    async def sha256(self, attachment_id: AttachmentId) -> str:
        """
        Return the digest of a file's bytes, in hexadecimal.

        Raises:
            NotFound: there is no such file that the actor may see.
        """


class Ctx(ABC):
    """
    The context of one call of a plugin.

    Attributes:
        plugin: whose context this is.
        actor: who is calling; `SYSTEM` in reactions, timers and jobs.
        at: when the call began, aware, UTC.
        record: which record it is about; None in deployment routes, jobs and commands.
        activation: the plugins that serve the record; without a record, all that the deployment has.
        idempotency_key: the same at every repetition of a reaction or timer, or what the HTTP caller sent; else None.
        db: rows and statements; they join the open transaction.
        timers: moments at which something is due.
        tickets: the verbs of tickets.
        attachments: files of tickets.
    """

    plugin: str
    actor: Actor
    at: datetime
    record: RecordRef | None
    activation: Activation
    idempotency_key: str | None
    db: Database
    timers: Timers
    tickets: Tickets
    attachments: Attachments

    @abstractmethod
    def terms(self, kind: type[TermsT]) -> TermsT:
        """
        Return the plugin's terms for the record; its default terms where there is no record.

        Raises:
            ServiceInactive: the plugin is not active for the record.
        """

    @abstractmethod
    def settings(self, kind: type[SettingsT]) -> SettingsT:
        """Return what the deployment has set for the plugin."""

    @abstractmethod
    def service(self, key: ServiceKey[ServiceT]) -> ServiceT:
        """
        Return another plugin's service for the same record, actor and transaction.

        Raises:
            ServiceInactive: no plugin provides it, or the provider is not active for the record.
        """

    @abstractmethod
    def service_or_none(self, key: ServiceKey[ServiceT]) -> ServiceT | None:
        """Return another plugin's service, or None where it is absent or not active for the record."""

    @abstractmethod
    async def emit(self, event: Event) -> None:
        """Announce what has happened, in the caller's transaction; its type begins with the plugin's name."""

    @abstractmethod
    async def audit(
        self,
        action: str,
        *,
        subject: str,
        before: Mapping[str, object] | None = None,
        after: Mapping[str, object] | None = None,
    ) -> None:
        """Keep who changed what; the action is `<plugin>.<subject>.<verb-ed>`, a secret is never among the values."""

    @abstractmethod
    def after_commit(self, callback: Callable[[], object]) -> None:
        """Call a function once the work is durable; never, if it is rolled back."""

    @abstractmethod
    async def decide(self, spec: Callable[[Any, "Ctx", EventT], Awaitable[object]], event: EventT) -> EventT:
        """
        Ask every active plugin whether a change may happen, through a decide hook that this plugin offers.

        Returns:
            The event with the patches of all plugins.

        Raises:
            Vetoed: at least one said no.
        """

    @abstractmethod
    async def apply(self, spec: Callable[[Any, "Ctx", EventT], Awaitable[None]], event: EventT) -> None:
        """Tell every active plugin of a change, through an apply hook that this plugin offers."""

    @abstractmethod
    async def collect(
        self, spec: Callable[[Any, "Ctx", EventT], Awaitable[AnswerT | None]], event: EventT
    ) -> Sequence[Reply[AnswerT]]:
        """
        Return what the active plugins answer to a question, in the order of the plugins; who fails gives no answer.

        The question is one that this plugin offers, or `ticket_candidates`, `ticket_suggestions` or `ticket_charges`.
        """

    @abstractmethod
    async def raise_version(self, name: RecordName, record_id: UUID) -> None:
        """
        Raise a record's version because what the plugin shows of it has changed, other than by a PATCH of the record.

        Without it, callers who ask with `If-None-Match` would be told that nothing has changed.

        Raises:
            NotFound: there is no such record.
        """

    @abstractmethod
    async def for_record(self, name: RecordName, record_id: UUID) -> "Ctx":
        """
        Return the same plugin's context for one record: what a job works with, record by record.

        Raises:
            ServiceInactive: the plugin is not active for it.
            NotFound: there is no such record.
        """

    @abstractmethod
    async def for_records(self, name: RecordName, ids: Collection[UUID]) -> Mapping[UUID, "Ctx"]:
        """
        Return the plugin's contexts for those of many records for which it is active; a fixed number of statements.

        For jobs that go by each record's terms.
        """

    @abstractmethod
    def entitled(self, *permissions: str) -> "Ctx":
        """
        Return the same context, whose actor may also do what these permissions allow.

        For what the plugin's own rules let a caller bring about, such as an engineer whose acceptance assigns a ticket:
        the plugin has checked the caller, and the history names the caller.
        """

    @abstractmethod
    def as_system(self) -> "Ctx":
        """
        Return the same context, in which Wellkept itself acts.

        For what the plugin's own rules bring about when somebody calls who sees nothing and may do nothing, such as
        whoever follows a link: the plugin has checked that call, and the history names the system.
        """

    @abstractmethod
    async def active_among(self, name: RecordName, ids: Collection[UUID]) -> set[UUID]:
        """Return those of the records for which the plugin is active; a fixed number of statements."""

    @abstractmethod
    async def terms_among(self, kind: type[TermsT], name: RecordName, ids: Collection[UUID]) -> Mapping[UUID, TermsT]:
        """Return the plugin's terms for those of the records for which it is active; a fixed number of statements."""

    @abstractmethod
    def active_tickets(self, column: str) -> Clause:
        """Return the condition that a column names a ticket for which the plugin is active; for lists and sweeps."""

    @abstractmethod
    async def seen_tickets(self, column: str) -> Clause:
        """Return the condition that a column names a ticket that the actor may see; for lists over all tickets."""
