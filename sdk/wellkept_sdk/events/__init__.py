"""What is announced: facts in the past tense, immutable, ids instead of rows."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from msgspec import Struct


class Event(Struct, frozen=True, kw_only=True):
    """
    One thing that happened.

    `type` is `<domain or plugin>.<subject>.<verb-ed>`; `subject` names the record as `tickets/<id>`; the fields are
    the event's data. Events only grow: a field once published keeps its name and meaning. `confidential` names the
    fields that readers of the feed see only with a permission, null otherwise; webhooks and reactions get all.
    """

    type: ClassVar[str]
    confidential: ClassVar[Mapping[str, str]] = MappingProxyType({})

    @property
    def subject(self) -> str:
        """Return the record that this is about, as `<collection>/<id>`."""
        raise NotImplementedError
