"""An occasion on which plugins are called: who acts, when, on which record, and which plugins serve it."""

from datetime import datetime

from wellkept.platform.idempotency.service import sent_key
from wellkept.platform.plugin_host.active_set import ActiveSet
from wellkept_sdk.actor import Actor
from wellkept_sdk.ctx import Ctx
from wellkept_sdk.records.references import RecordRef


class Occasion:
    """One request, reaction, timer or job; keeps the context of each plugin that it has called."""

    __slots__ = ("active", "actor", "at", "contexts", "idempotency_key", "record")

    def __init__(
        self,
        *,
        actor: Actor,
        at: datetime,
        active: ActiveSet,
        record: RecordRef | None,
        idempotency_key: str | None = None,
    ) -> None:
        """
        Call nobody yet.

        Args:
            actor: who acts.
            at: when.
            active: which plugins serve the record.
            record: which one; None where no record is concerned.
            idempotency_key: the same at every repetition; without it, what the caller of the running request has sent.
        """
        self.actor = actor
        self.at = at
        self.active = active
        self.record = record
        self.idempotency_key = sent_key.get() if idempotency_key is None else idempotency_key
        self.contexts: dict[str, Ctx] = {}
