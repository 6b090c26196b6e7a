"""What a body says of a part, as columns; and what contradicts itself."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec
from msgspec import UNSET, Struct

from wellkept_inventory.errors import QuantityNotWhole
from wellkept_inventory.rules.merge_patch import patched
from wellkept_inventory.rules.scanning import gtin_of
from wellkept_inventory.schemas.parts import InventoryModelUse, InventoryPartChanges, InventoryPartCreate
from wellkept_sdk.errors import Invalid, invalid
from wellkept_sdk.json import document_mistakes
from wellkept_sdk.quantity import MILLI_PER_UNIT, decimal_of, milli_of
from wellkept_sdk.services.stock import PartStatus, Tracking

Columns = dict[str, Any]

#: Once a part has moved, these stay: what lies on the shelves was counted by them.
FIXED: Final = ("unit", "tracking", "whole_units")

_PLAIN: Final = (
    *("code", "name", "unit", "tracking", "whole_units", "gtin", "manufacturer", "manufacturer_part_number"),
    *("criticality", "wear_part", "shelf_life_days", "metadata", "status"),
)


def columns_of(said: InventoryPartCreate | InventoryPartChanges) -> Columns:
    """Return the columns that a body fills; what it leaves out is not among them."""
    given = {name: getattr(said, name) for name in _PLAIN if getattr(said, name, UNSET) is not UNSET}
    columns = Columns(msgspec.to_builtins(given))
    if columns.get("gtin") is not None:
        # A mistaken one is refused before anything is stored.
        columns["gtin"] = gtin_of(columns["gtin"]) or columns["gtin"]
    if said.models is not UNSET:
        columns["models"] = [_model_document(use) for use in said.models]
    if said.standard_cost is not UNSET:
        cost = said.standard_cost
        columns["standard_cost_minor"] = None if cost is None else cost.amount_minor
        columns["currency"] = None if cost is None else cost.currency
    return columns


def new_columns(said: InventoryPartCreate) -> Columns:
    """Return all columns that people fill of a new part."""
    return {**columns_of(said), "status": PartStatus.ACTIVE.value}


def mistakes(
    said: InventoryPartCreate | InventoryPartChanges, columns: Mapping[str, Any], *, pointer: str = ""
) -> list[Invalid]:
    """
    Return every mistake of a body.

    Args:
        said: the body.
        columns: the part as it would be then.
        pointer: of the body.
    """
    return list(_mistakes(said, columns, pointer))


def model_rows(columns: Mapping[str, Any]) -> list[Columns]:
    """Return the models of a part as rows to ask for."""
    return [
        {
            "model": use["model"],
            "quantity_milli": milli_of(use["quantity"]),
            "recommended_milli": milli_of(use["recommended"]),
        }
        for use in columns["models"]
    ]


def _mistakes(
    said: InventoryPartCreate | InventoryPartChanges, columns: Mapping[str, Any], pointer: str
) -> Iterator[Invalid]:
    if said.gtin is not UNSET and said.gtin is not None and gtin_of(said.gtin) is None:
        yield invalid(f"{pointer}/gtin", "pattern", "The check digit of this GTIN is wrong.")
    if columns["tracking"] == Tracking.SERIAL and not columns["whole_units"]:
        yield invalid(f"{pointer}/whole_units", "not_a_choice", "A part with serial numbers comes in whole units.")
    if said.standard_cost is not UNSET and said.standard_cost is not None and said.standard_cost.amount_minor < 0:
        yield invalid(f"{pointer}/standard_cost/amount_minor", "too_small", "A cost is not below zero.")
    yield from document_mistakes(columns["metadata"], pointer=f"{pointer}/metadata")
    yield from _model_mistakes(columns, pointer=f"{pointer}/models")


def _model_mistakes(columns: Mapping[str, Any], *, pointer: str) -> Iterator[Invalid]:
    seen: set[str] = set()
    for at, use in enumerate(columns["models"]):
        if use["model"] in seen:
            yield invalid(f"{pointer}/{at}/model", "not_a_choice", "Each model is named once.")
        seen.add(use["model"])
        for field, least in (("quantity", 1), ("recommended", 0)):
            milli = milli_of(use[field])
            if milli < least:
                yield invalid(f"{pointer}/{at}/{field}", "too_small", "Is less than there can be.")
            elif columns["whole_units"] and milli % MILLI_PER_UNIT:
                yield QuantityNotWhole.at(f"{pointer}/{at}/{field}")


def _model_document(use: InventoryModelUse) -> dict[str, str]:
    quantities = {name: decimal_of(milli_of(getattr(use, name))) for name in ("quantity", "recommended")}
    return {"model": use.model, **quantities}


class PartChange(Struct, frozen=True, kw_only=True):
    """What is to be written of a part that is there: the columns that differ."""

    before: Mapping[str, Any]
    columns: Columns

    @classmethod
    def to(cls, row: Mapping[str, Any], columns: Mapping[str, Any]) -> "PartChange":
        """Return what differs from the stored row; `metadata` is patched member by member, as RFC 7396 says."""
        wanted = dict(columns)
        if "metadata" in wanted:
            wanted["metadata"] = patched(row["metadata"], wanted["metadata"])
        return cls(before=row, columns={name: value for name, value in wanted.items() if row[name] != value})

    @property
    def fixed(self) -> list[str]:
        """The columns among them that a part keeps once it has moved."""
        return [name for name in FIXED if name in self.columns]

    @property
    def archives(self) -> bool:
        """Whether the part would be kept for the record only."""
        return self.columns.get("status") == PartStatus.ARCHIVED

    @property
    def earlier(self) -> Columns:
        """The same columns as they are."""
        return {name: self.before[name] for name in self.columns}
