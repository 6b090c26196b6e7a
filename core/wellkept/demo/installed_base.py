"""Customers, their projects, and the trees of equipment in them."""

from datetime import date, timedelta
from random import Random
from typing import Any

import msgspec
from msgspec import Struct

from wellkept.customers.schemas import CustomerCreate, CustomerTypeCreate
from wellkept.customers.service import customer_types, customers
from wellkept.demo.catalogue import Blueprint, Catalogue, CustomerSheet, CustomersSheet, Language, ProjectSheet
from wellkept.equipment.schemas import EquipmentCreate
from wellkept.equipment.service import equipment
from wellkept.platform.settings import Settings
from wellkept.platform.storage.unit_of_work import unit_of_work
from wellkept.projects import service as projects
from wellkept.projects.schemas import ProjectCreate
from wellkept_sdk.actor import SYSTEM
from wellkept_sdk.ids import CustomerId, EquipmentId, ProjectId
from wellkept_sdk.records.equipment import EquipmentStatus

_MARK = {"demo": True}
_AT_REST_SHARE = 0.05
_INSTALLED_BEFORE_HANDOVER_DAYS = 120
_COMMISSIONED_BEFORE_HANDOVER_DAYS = 30
#: How a family is rated: the name of the figure, and between which bounds it lies.
_RATINGS = {
    "pump": ("flow_m3_per_h", 200, 1800),
    "drive": ("power_kw", 15, 355),
    "chiller": ("cooling_kw", 350, 2400),
    "lift": ("load_kg", 800, 1600),
    "main_engine": ("power_kw", 6000, 9000),
    "switch": ("ports", 24, 48),
    "plc": ("points", 64, 1024),
    "conveyor": ("length_mm", 6000, 24000),
}


class Place(Struct, frozen=True, kw_only=True):
    """A project, with what tickets want to know of its customer."""

    project_id: ProjectId
    customer_id: CustomerId
    customer: CustomerSheet


class Item(Struct, frozen=True, kw_only=True):
    """An item of equipment that can fail."""

    place: Place
    equipment_id: EquipmentId
    code: str
    name: str
    family: str
    weight: int


class Builder:
    """Makes the equipment of one project and gathers what can fail."""

    def __init__(self, place: Place, *, known: Catalogue, handed_over_on: date, rng: Random) -> None:
        """Have made nothing yet."""
        self.items: list[Item] = []
        self.made = 0
        self.project_id = place.project_id
        self._place = place
        self._makers = known.makers
        self._handed_over_on = handed_over_on
        self._rng = rng

    async def hang(
        self, blueprint: Blueprint, *, parent_id: EquipmentId | None = None, prefix: str = "", label: str = ""
    ) -> None:
        """Make what the blueprint says, as often as it says, with all below it."""
        for number in range(1, blueprint.count + 1):
            own_label = label if blueprint.count == 1 else "-".join(filter(None, [label, str(number)]))
            code = f"{prefix}{blueprint.code}" + (f"-{number}" if blueprint.count > 1 else "")
            equipment_id = await self._make(blueprint, parent_id=parent_id, code=code, label=own_label)
            for child in blueprint.children:
                await self.hang(child, parent_id=equipment_id, prefix=f"{code}/", label=own_label)

    async def _make(self, blueprint: Blueprint, *, parent_id: EquipmentId | None, code: str, label: str) -> EquipmentId:
        language = self._place.customer.language
        name = (blueprint.zh if language is Language.ZH else blueprint.en).replace("#", label).strip()
        draft = EquipmentCreate(
            code=code,
            name=" ".join(name.split()),
            project_id=self._place.project_id,
            parent_id=parent_id,
            installed_on=self._handed_over_on - timedelta(days=_INSTALLED_BEFORE_HANDOVER_DAYS),
            commissioned_on=self._handed_over_on - timedelta(days=_COMMISSIONED_BEFORE_HANDOVER_DAYS),
            criticality=blueprint.criticality,
            status=self._status(blueprint),
            **self._identity(blueprint.family),
        )
        row = await equipment.create(draft, actor=SYSTEM)
        self.made += 1
        if blueprint.family is not None:
            self.items.append(_item(row, blueprint.family, place=self._place))
        return EquipmentId(row["id"])

    def _status(self, blueprint: Blueprint) -> EquipmentStatus:
        rests = blueprint.family is None and not blueprint.children and self._rng.random() < _AT_REST_SHARE
        return EquipmentStatus.STOPPED if rests else EquipmentStatus.IN_SERVICE

    def _identity(self, family: str | None) -> dict[str, Any]:
        if family is None:
            return {}
        maker = self._rng.choice(self._makers[family])
        figure, least, most = _RATINGS[family]
        return {
            "manufacturer": maker.name,
            "model": self._rng.choice(maker.models),
            "serial_number": f"{self._handed_over_on.year}-{self._rng.randrange(10**8):08}",
            "specifications": {figure: self._rng.randrange(least, most + 1)},
        }


def _item(row: dict[str, Any], family: str, *, place: Place) -> Item:
    # What much depends on is looked at closely, so it gives more tickets.
    weight = {"a": 3, "b": 2}.get(row["criticality"], 1)
    return Item(
        place=place,
        equipment_id=EquipmentId(row["id"]),
        code=row["code"],
        name=row["name"],
        family=family,
        weight=weight,
    )


async def make_customers(sheet: CustomersSheet) -> dict[str, CustomerId]:
    """Make the customer types and the customers; return their ids by code."""
    ids: dict[str, CustomerId] = {}
    settings = Settings()
    async with unit_of_work():
        for kind in sheet.types:
            draft = CustomerTypeCreate(code=kind.code, name=kind.name, default_plan_code=kind.plan)
            await customer_types.create(draft, actor=SYSTEM)
        for customer in sheet.customers:
            values = msgspec.structs.asdict(customer) | {"customer_type": customer.type, "metadata": _MARK}
            del values["type"]
            row = await customers.create(msgspec.convert(values, CustomerCreate), settings=settings, actor=SYSTEM)
            ids[customer.code] = CustomerId(row["id"])
    return ids


async def make_project(
    sheet: ProjectSheet, *, known: Catalogue, customer_id: CustomerId, today: date, rng: Random
) -> Builder:
    """Make a project with its equipment; return the builder, who has gathered what can fail."""
    [customer] = [customer for customer in known.customers.customers if customer.code == sheet.customer]
    handed_over_on = today - timedelta(days=sheet.handed_over_days or 0)
    values = {
        "code": sheet.code,
        "name": sheet.name,
        "customer_id": customer_id,
        "kind": sheet.kind,
        "site": {**sheet.site, "time_zone": customer.time_zone},
        "stage": sheet.stage,
        "accepted_on": None if sheet.handed_over_days is None else handed_over_on - timedelta(days=14),
        "handed_over_on": None if sheet.handed_over_days is None else handed_over_on,
        "metadata": _MARK,
    }
    async with unit_of_work():
        row = await projects.create(msgspec.convert(values, ProjectCreate), actor=SYSTEM)
        place = Place(project_id=ProjectId(row["id"]), customer_id=customer_id, customer=customer)
        builder = Builder(place, known=known, handed_over_on=handed_over_on, rng=rng)
        for root in known.blueprints[sheet.blueprint]:
            await builder.hang(root)
    return builder
