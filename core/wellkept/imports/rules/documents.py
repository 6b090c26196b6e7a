"""Rows of customers, projects and equipment as the bodies that their own verbs take."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from wellkept.imports.rules.cells import RowMistake, SourceRow, shown
from wellkept.imports.rules.mapping_file import Mapping as ImportMapping
from wellkept.platform.http.collector import collect
from wellkept_sdk.errors import FieldError

#: Members of bodies whose value comes from a column of another name.
_CODES = {"customer_id": "customer_code", "project_id": "project_code", "parent_id": "parent_code"}


def document(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as a body: what has no value is left out, dotted names become members of members."""
    result: dict[str, Any] = {}
    for name, value in values.items():
        field, _, member = name.partition(".")
        if value is None:
            continue
        if member:
            result.setdefault(field, {})[member] = value
        else:
            result[field] = value
    contact = result.pop("contact", None)
    return result if contact is None else {**result, "contacts": [contact]}


def body(
    row: SourceRow, kind: type[Struct], values: dict[str, Any], mapping: ImportMapping
) -> Struct | list[RowMistake]:
    """Return the values as a body of this kind, or everything that is wrong with them."""
    known = {name: value for name, value in values.items() if name in kind.__struct_fields__}
    try:
        return msgspec.convert(known, kind)
    except msgspec.ValidationError:
        return [mistake_of(error, row, mapping) for error in collect(known, kind)]


def mistake_of(error: FieldError, row: SourceRow, mapping: ImportMapping) -> RowMistake:
    """Return the mistake of a body as the mistake of the cell that it came from."""
    field = error.pointer.removeprefix("/").replace("/", ".").replace("contacts.0", "contact")
    name = _CODES.get(field, field)
    value = row.values.get(name)
    column = mapping.fields.get(name, name or None)
    return RowMistake(row.row, column, None if value is None else shown(str(value)), error.code, error.message)
