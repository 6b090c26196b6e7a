"""Parties and their contacts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Final

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from wellkept_parties.rules.standing import PartiesAction
from wellkept_sdk.actor import Actor
from wellkept_sdk.ids import PartyId
from wellkept_sdk.json import Metadata
from wellkept_sdk.money import Currency
from wellkept_sdk.services.parties import PartyRole, PartyStatus
from wellkept_sdk.text import Code, Email, Name, Phone, ShortText

CONTACTS_MAX: Final = 50
NUMBER_LENGTH_MAX: Final = 32
REASON_LENGTH_MAX: Final = 500

Roles = Annotated[
    tuple[PartyRole, ...], Meta(min_length=1, max_length=len(PartyRole), description="What the party can be.")
]
Locale = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z",
        max_length=35,
        description="A BCP 47 language tag.",
        examples=["zh-CN"],
    ),
]
TimeZone = Annotated[str, Meta(min_length=1, max_length=64, description="An IANA name.", examples=["Asia/Shanghai"])]
Number = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=NUMBER_LENGTH_MAX,
        description="Of `cn-uscc`, 18 characters with the check character of GB 32100-2015, kept upper-case.",
        examples=["914403001922038216"],
    ),
]
Reason = Annotated[str, Meta(min_length=1, max_length=REASON_LENGTH_MAX)]


class PartiesScheme(StrEnum):
    """Who has given a registration number."""

    CN_USCC = "cn-uscc"  #: A unified social credit code of China, GB 32100-2015.
    OTHER = "other"  #: Any other register; the number is not checked.


class PartiesRegistration(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Under which number an organisation is registered; no other party has it."""

    scheme: PartiesScheme
    number: Number


class PartiesRegistrationPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Changes to a registration."""

    scheme: PartiesScheme | UnsetType = UNSET
    number: Number | UnsetType = UNSET


class PartiesContact(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person at the party's; `preferred` is whom to call first."""

    name: Name
    duty: ShortText | None = None
    phone: Phone | None = None
    email: Email | None = None
    preferred: bool = False


class PartiesContactRead(Struct, frozen=True, kw_only=True):
    """A person at the party's, every member stated."""

    name: str
    duty: str | None
    phone: str | None
    email: str | None
    preferred: bool


Contacts = Annotated[tuple[PartiesContact, ...], Meta(max_length=CONTACTS_MAX)]


class PartiesPartyCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new party; without a locale or time zone it gets the deployment's. Its code is its own for good."""

    code: Code
    name: Name
    roles: Roles
    registration: PartiesRegistration | None = None
    locale: Locale | UnsetType = UNSET
    time_zone: TimeZone | UnsetType = UNSET
    currency: Currency | None = None
    contacts: Contacts = ()
    external_reference: ShortText | None = None
    metadata: Metadata = {}


class PartiesPartyPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Changes to a party; `contacts` are replaced as a whole, `metadata` is merged, null clears a registration."""

    name: Name | UnsetType = UNSET
    roles: Roles | UnsetType = UNSET
    registration: PartiesRegistrationPatch | UnsetType | None = UNSET
    locale: Locale | UnsetType = UNSET
    time_zone: TimeZone | UnsetType = UNSET
    currency: Currency | UnsetType | None = UNSET
    contacts: Contacts | UnsetType = UNSET
    external_reference: ShortText | UnsetType | None = UNSET
    metadata: Metadata | UnsetType | None = UNSET


class PartiesPartyRead(Struct, frozen=True, kw_only=True):
    """A party; of `status_reason`, `external_reference` and `metadata` partners see nothing."""

    id: PartyId
    code: str
    name: str
    roles: tuple[PartyRole, ...]
    registration: PartiesRegistration | None
    locale: str
    time_zone: str
    currency: str | None
    status: PartyStatus
    status_reason: str | None
    contacts: list[PartiesContactRead]
    external_reference: str | None
    metadata: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, row: Mapping[str, Any], *, contacts: Sequence[PartiesContactRead], actor: Actor) -> "PartiesPartyRead":
        """Return the stored row with its contacts as the actor may see it."""
        hidden: dict[str, Any] = (
            {"status_reason": None, "external_reference": None, "metadata": {}} if actor.is_outside else {}
        )
        return msgspec.convert({**row, **hidden, "registration": registration_of(row), "contacts": contacts}, cls)


class PartiesTransitionCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to do with a party, and why."""

    action: PartiesAction
    reason: Reason


class PartiesReason(Struct, frozen=True, kw_only=True):
    """Why an action is not possible now."""

    code: str
    message: str


class PartiesActionRead(Struct, frozen=True, kw_only=True):
    """One action: whether it is possible now, where it leads, and what is against it."""

    action: PartiesAction
    allowed: bool
    to: PartyStatus
    reasons: list[PartiesReason]


class PartiesActions(Struct, frozen=True, kw_only=True):
    """Every action, possible or not."""

    status: PartyStatus
    actions: list[PartiesActionRead]


def registration_of(row: Mapping[str, Any]) -> PartiesRegistration | None:
    """Return the registration that a stored row has."""
    if row["registration_scheme"] is None:
        return None
    return PartiesRegistration(scheme=PartiesScheme(row["registration_scheme"]), number=row["registration_number"])
