"""The store of InvenTree's demo data, as our import takes it."""

import json
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

from surroundings import absent, real_data

Fields = Mapping[str, Any]

#: InvenTree's word for goods that are all right.
OK_STATUS: Final = 10
_UNPLACED: Final = "UNPLACED"
_UNMARKED: Final = "UNMARKED"
_CENTS: Final = 100


class Store(Struct, frozen=True, kw_only=True):
    """What the fixture has, and what of it lies in stock: what was sold is not there any more."""

    facts: Mapping[str, Any]
    items: Sequence[tuple[int, Fields]]
    parts: Mapping[int, Fields]
    locations: Mapping[int, Fields]

    @property
    def in_stock(self) -> Sequence[tuple[int, Fields]]:
        """Items that are not at a customer's."""
        return [(key, item) for key, item in self.items if item["customer"] is None]


def inventree_store() -> Store:
    """Read the fixture."""
    unpack = shutil.which("zstd")
    if unpack is None:
        absent("the fixture is packed with zstd, which is not on this machine", unless="WELLKEPT_REQUIRE_DATA")
    packed = real_data("inventree_demo/inventree_data.json.zst")
    rows = json.loads(subprocess.run([unpack, "-dcq", packed], capture_output=True, check=True).stdout)  # noqa: S603 - a file of ours
    by_model: defaultdict[str, dict[int, Fields]] = defaultdict(dict)
    for row in rows:
        by_model[row["model"]][row["pk"]] = row["fields"]
    return Store(
        facts=json.loads(real_data("inventree_demo/facts.json").read_text()),
        items=list(by_model["stock.stockitem"].items()),
        parts=by_model["part.part"],
        locations=by_model["stock.stocklocation"],
    )


def as_import(store: Store) -> dict[str, Any]:
    """Return the body of an import; every item keeps its primary key as its line."""
    serialised = {item["part"] for _, item in store.items if item["serial"]}
    in_lots = {item["part"] for _, item in store.items if item["batch"]} - serialised
    return {
        "reference": "inventree-demo",
        "locations": _locations(store),
        "parts": [
            *(_part(store, key, serial=key in serialised, lot=key in in_lots) for key in store.parts),
            *_unmarked_parts(store, serialised),
        ],
        "stock": [_line(key, item, serialised, in_lots) for key, item in store.in_stock],
    }


def location_code(item: Fields) -> str:
    """Return where an item goes: what is not all right goes to quarantine, by its status."""
    if item["status"] != OK_STATUS:
        return f"QUARANTINE-{item['status']}"
    return _UNPLACED if item["location"] is None else f"PLACE-{item['location']}"


def _locations(store: Store) -> list[dict[str, Any]]:
    statuses = sorted({item["status"] for _, item in store.in_stock} - {OK_STATUS})
    return [
        # As the fixture has them: some stand before what they lie in.
        *(
            {
                "code": f"PLACE-{key}",
                "name": place["name"],
                "parent_code": None if place["parent"] is None else f"PLACE-{place['parent']}",
            }
            for key, place in list(store.locations.items())[::-1]
        ),
        {"code": _UNPLACED, "name": "Nowhere in particular"},
        *({"code": f"QUARANTINE-{each}", "name": f"Status {each}", "kind": "quarantine"} for each in statuses),
    ]


def _part(store: Store, key: int, *, serial: bool, lot: bool) -> dict[str, Any]:
    part = store.parts[key]
    quantities = [Decimal(item["quantity"]) for _, item in store.items if item["part"] == key]
    return {
        "code": f"IT-{key}",
        "name": part["name"],
        "unit": {"litres": "L", "m": "m"}.get(part["units"] or "", "ea"),
        "tracking": "serial" if serial else "lot" if lot else "none",
        "whole_units": all(quantity == quantity.to_integral_value() for quantity in quantities),
        "metadata": {"inventree": {"part": key, "IPN": part["IPN"] or ""}},
    }


def _unmarked_parts(store: Store, serialised: set[int]) -> list[dict[str, Any]]:
    """Return parts for pieces without a serial number of parts that have them: a part is tracked in one way."""
    unmarked = sorted({item["part"] for _, item in store.in_stock if not item["serial"]} & serialised)
    return [
        {"code": f"IT-{key}-{_UNMARKED}", "name": store.parts[key]["name"], "metadata": {"inventree": {"part": key}}}
        for key in unmarked
    ]


def _line(key: int, item: Fields, serialised: set[int], in_lots: set[int]) -> dict[str, Any]:
    is_unmarked = item["part"] in serialised and not item["serial"]
    line = {
        "line": str(key),
        "part_code": f"IT-{item['part']}" + (f"-{_UNMARKED}" if is_unmarked else ""),
        "location_code": location_code(item),
        "quantity": item["quantity"],
    }
    if item["serial"]:
        line["serial"] = item["serial"]
    elif item["part"] in in_lots:
        line["lot"] = item["batch"] or _UNMARKED
    return line | _cost(item)


def _cost(item: Fields) -> dict[str, Any]:
    """Return what a unit was bought for; a part is valued in one currency, so that others than USD are left out."""
    if item["purchase_price"] is None or item["purchase_price_currency"] != "USD":
        return {}
    cents = round(Decimal(item["purchase_price"]) * _CENTS)
    return {"unit_cost": {"amount_minor": cents, "currency": "USD"}}
