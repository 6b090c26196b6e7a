"""What the demo is made of: names, places, trees of equipment, faults and phrases, read from the folder `sheets`."""

from enum import StrEnum
from importlib.resources import files
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from wellkept_sdk.actor import Role
from wellkept_sdk.records.equipment import Criticality
from wellkept_sdk.records.projects import Stage
from wellkept_sdk.records.tickets import HoldReason

_SHEETS = files("wellkept.demo") / "sheets"
_T = TypeVar("_T")


class Language(StrEnum):
    """A language in which the demo speaks."""

    ZH = "zh"  #: Chinese, of customers whose locale is Chinese.
    EN = "en"  #: English, of everybody else.


class _Sheet(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece of the sheets; a misspelt key is an error."""


class TypeSheet(_Sheet, frozen=True, kw_only=True):
    """A customer type; `plan` is the code of the service plan of those who have no contract."""

    code: str
    name: str
    plan: str | None = None


class CustomerSheet(_Sheet, frozen=True, kw_only=True):
    """A customer with its people."""

    code: str
    name: str
    type: str
    locale: str
    time_zone: str
    contacts: list[dict[str, Any]]

    @property
    def language(self) -> Language:
        """Return the language in which this customer is served."""
        return Language.ZH if self.locale.startswith("zh") else Language.EN


class CustomersSheet(_Sheet, frozen=True, kw_only=True):
    """All customers and their types."""

    types: list[TypeSheet]
    customers: list[CustomerSheet]


class ProjectSheet(_Sheet, frozen=True, kw_only=True):
    """A project; its equipment follows a blueprint."""

    customer: str
    code: str
    name: str
    kind: str
    blueprint: str
    site: dict[str, Any]
    stage: Stage = Stage.IN_SERVICE
    handed_over_days: int | None = None


class PersonSheet(_Sheet, frozen=True, kw_only=True):
    """An account; `customers` are the codes of those that it is bound to."""

    email: str
    name: str
    role: Role
    language: Language
    customers: list[str] = []


class Blueprint(_Sheet, frozen=True, kw_only=True):
    """One item of a tree of equipment with all below it; `#` in a name is its number."""

    code: str
    zh: str
    en: str
    count: int = 1
    family: str | None = None
    criticality: Criticality | None = None
    children: "list[Blueprint]" = []


class MakerSheet(_Sheet, frozen=True, kw_only=True):
    """A manufacturer of one family of equipment."""

    name: str
    models: list[str]


class FaultWords(_Sheet, frozen=True, kw_only=True):
    """A fault in one language, from the report to the test after the repair."""

    title: str
    description: str
    operating_state: str
    impact: str
    diagnosis: str
    cause: str
    measure: str
    test: str
    part: str | None = None


class Fault(_Sheet, frozen=True, kw_only=True):
    """A fault that equipment of a family can have."""

    code: str
    cause_code: str
    grades: list[int]
    zh: FaultWords
    en: FaultWords

    def words(self, language: Language) -> FaultWords:
        """Return the fault in this language."""
        return self.zh if language is Language.ZH else self.en


class PlanSheet(_Sheet, frozen=True, kw_only=True):
    """A service plan: terms by plugin."""

    code: str
    name: str
    plugins: dict[str, dict[str, Any]]


class ContractSheet(_Sheet, frozen=True, kw_only=True):
    """A contract of a customer or of one of its projects, by their codes; days are counted from the present."""

    number: str
    customer: str
    project: str | None = None
    plan: str
    begins_days: int
    ends_days: int | None = None
    overrides: dict[str, dict[str, Any]] = {}


class AgreementsSheet(_Sheet, frozen=True, kw_only=True):
    """All that was agreed."""

    plans: list[PlanSheet]
    contracts: list[ContractSheet]


class Phrases(_Sheet, frozen=True, kw_only=True):
    """What people say around any fault, in one language."""

    title: str
    respond: list[str]
    customer_message: list[str]
    remote_step: list[str]
    repair_step: list[str]
    consultation: list[str]
    handover: list[str]
    escalate: list[str]
    reject: list[str]
    reopen: list[str]
    second_measure: str
    cancel: list[str]
    duplicate: str
    repeat: str
    statement: list[str]
    explanation: str
    close: str
    file_photo: str
    file_trend: str
    readings: str
    hold: dict[HoldReason, str]


class Catalogue(Struct, frozen=True, kw_only=True):
    """Everything together."""

    agreements: AgreementsSheet
    customers: CustomersSheet
    projects: list[ProjectSheet]
    people: list[PersonSheet]
    blueprints: dict[str, list[Blueprint]]
    makers: dict[str, list[MakerSheet]]
    faults: dict[str, list[Fault]]
    phrases: dict[Language, Phrases]


def catalogue() -> Catalogue:
    """Return the sheets, checked."""
    trees = dict[str, list[Blueprint]]
    return Catalogue(
        agreements=_read("agreements", AgreementsSheet),
        customers=_read("customers", CustomersSheet),
        projects=_read("projects", dict[str, list[ProjectSheet]])["projects"],
        people=_read("people", dict[str, list[PersonSheet]])["people"],
        blueprints={**_read("blueprints_plant", trees), **_read("blueprints_site", trees)},
        makers=_read("makers", dict[str, list[MakerSheet]]),
        faults={family: _read(f"faults/{family}", dict[str, list[Fault]])["faults"] for family in _families()},
        phrases=_read("phrases", dict[Language, Phrases]),
    )


def _families() -> list[str]:
    names = [entry.name for entry in (_SHEETS / "faults").iterdir()]
    return sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml"))


def _read(name: str, kind: type[_T]) -> _T:
    return msgspec.toml.decode((_SHEETS / f"{name}.toml").read_bytes(), type=kind)
