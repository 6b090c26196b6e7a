"""The mapping file as it is written: its sections and their members."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from wellkept.customers.schemas import CustomerCreate, CustomerTypeCreate
from wellkept.imports.rules.targets import Kind
from wellkept_sdk.records.tickets import Action, HoldReason, TicketStatus
from wellkept_sdk.text import Code, Name

Column = Annotated[str, Meta(min_length=1, max_length=500)]
Scalar = str | int | float | bool
#: A dotted name such as `metadata.priority` reaches us as a table in a table.
Nested = dict[str, str | dict[str, str]]


class FileShape(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the file is written; `sheet` is for XLSX, the others for CSV."""

    encoding: Annotated[str, Meta(min_length=1, max_length=20)] = "utf-8"
    delimiter: Annotated[str, Meta(min_length=1, max_length=1)] = ","
    sheet: Name | None = None


class DateShape(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How moments and days are written, as in `strptime`; without a format as in ISO 8601."""

    format: Name | None = None
    day_format: Name | None = None
    zone: Name = "UTC"


class StateRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a state of theirs means: an action that leads somewhere, or a status; neither: nothing changes."""

    action: Action | None = None
    status: TicketStatus | None = None
    reason: HoldReason | None = None
    note: Annotated[str, Meta(max_length=2_000)] | None = None


class HistoryShape(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    How several rows of one source id form the history of one ticket.

    Args:
        order: the column that the rows are sorted by; without it by their place in the file.
        occurred_at: the column with the moment of each row.
        actor_name: the column that says who made the row.
        handover: our fields whose change means that the ticket went to somebody else.
    """

    order: Column | None = None
    occurred_at: Column | None = None
    actor_name: Column | None = None
    handover: list[str] = []


class CreatedProject(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A project to be made if there is none of its code; `customer_code` may name the customer beside it."""

    code: Code
    name: Name
    kind: Code
    customer_code: Code


class Creation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Records that are made once, before the first row, unless they exist."""

    customer_type: CustomerTypeCreate | None = None
    customer: CustomerCreate | None = None
    project: CreatedProject | None = None


class MappingFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The mapping as it is written."""

    kind: Kind
    system: Code
    source_id: Column
    missing: list[str] = []
    file: FileShape = FileShape()
    dates: DateShape = DateShape()
    columns: Nested = {}
    texts: Nested = {}
    values: dict[str, dict[str, Scalar]] = {}
    defaults: dict[str, Any] = {}
    states: dict[str, StateRule] = {}
    history: HistoryShape = HistoryShape()
    create: Creation = Creation()


class Mapping(MappingFile, frozen=True, kw_only=True):
    """The mapping with dotted names on one level: `fields` and `texts` by our field's name."""

    fields: dict[str, str]
    templates: dict[str, str]
    constants: dict[str, Any]

    def gives(self, name: str) -> bool:
        """Return whether our field gets a value from a column, a text or a default."""
        return name in self.fields or name in self.templates or name in self.constants
