"""What the routes of customers and customer types take and give."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType
from msgspec.structs import replace

from wellkept.platform.metadata import shown_to
from wellkept.platform.storage.rows import decode
from wellkept_sdk.actor import Actor
from wellkept_sdk.ids import CustomerId, CustomerTypeId
from wellkept_sdk.json import Metadata
from wellkept_sdk.text import Code, Email, Name, Phone, ShortText

CONTACTS_MAX = 50
LOCALE_LENGTH_MAX = 35
TIME_ZONE_LENGTH_MAX = 64

Locale = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z",
        max_length=LOCALE_LENGTH_MAX,
        description="A BCP 47 language tag.",
        examples=["zh-CN"],
    ),
]
TimeZone = Annotated[
    str, Meta(min_length=1, max_length=TIME_ZONE_LENGTH_MAX, description="An IANA name.", examples=["Asia/Shanghai"])
]


class CustomerTypeCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new customer type; without a default plan, the deployment's counts."""

    code: Code
    name: Name
    default_plan_code: Code | None = None


class CustomerTypePatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Changes to a customer type."""

    code: Code | UnsetType = UNSET
    name: Name | UnsetType = UNSET
    default_plan_code: Code | UnsetType | None = UNSET


class CustomerTypeRead(Struct, frozen=True, kw_only=True):
    """A customer type."""

    id: CustomerTypeId
    code: str
    name: str
    default_plan_code: str | None
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "CustomerTypeRead":
        """Return the stored row as the API shows it."""
        return decode(row, cls)


class Contact(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person at the customer's."""

    name: Name
    role: ShortText | None = None
    phone: Phone | None = None
    email: Email | None = None
    preferred: Annotated[bool, Meta(description="Whether to call this person first.")] = False


class ContactRead(Struct, frozen=True, kw_only=True):
    """A person at the customer's, every member stated."""

    name: str
    role: str | None
    phone: str | None
    email: str | None
    preferred: bool


Contacts = Annotated[list[Contact], Meta(max_length=CONTACTS_MAX)]


class CustomerExtensions(Struct, frozen=True, kw_only=True):
    """What plugins add to a customer: one key for each plugin that is active for it and keeps something of it."""


class CustomerExtensionsInput(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a new customer gives to plugins, by plugin."""


class CustomerExtensionsPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Changes to what plugins add to a customer: absent leaves a plugin's value, null clears it."""


NO_CUSTOMER_EXTENSIONS = CustomerExtensions()


class CustomerCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new customer; `customer_type` is the type's code."""

    code: Code
    name: Name
    customer_type: Code
    contacts: Contacts = []
    locale: Locale | UnsetType = UNSET
    time_zone: TimeZone | UnsetType = UNSET
    extensions: CustomerExtensionsInput | UnsetType = UNSET
    metadata: Metadata = {}


class CustomerPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Changes to a customer; `contacts` are replaced as a whole, `metadata` is merged."""

    code: Code | UnsetType = UNSET
    name: Name | UnsetType = UNSET
    customer_type: Code | UnsetType = UNSET
    contacts: Contacts | UnsetType = UNSET
    locale: Locale | UnsetType = UNSET
    time_zone: TimeZone | UnsetType = UNSET
    extensions: CustomerExtensionsPatch | UnsetType = UNSET
    metadata: Metadata | UnsetType | None = UNSET


class CustomerRead(Struct, frozen=True, kw_only=True):
    """A customer."""

    id: CustomerId
    code: str
    name: str
    customer_type: str
    customer_type_id: CustomerTypeId
    contacts: list[ContactRead]
    locale: str
    time_zone: str
    extensions: CustomerExtensions
    metadata: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(
        cls, row: Mapping[str, Any], *, actor: Actor, extensions: CustomerExtensions = NO_CUSTOMER_EXTENSIONS
    ) -> "CustomerRead":
        """Return the stored row, joined with its type's code, as the actor may see it."""
        shown = shown_to(actor, row)
        shown["extensions"] = NO_CUSTOMER_EXTENSIONS
        read = decode(shown, cls)
        return read if extensions is NO_CUSTOMER_EXTENSIONS else replace(read, extensions=extensions)


def stored_contacts(contacts: list[Contact]) -> list[dict[str, Any]]:
    """Return the contacts as the column keeps them: every member stated, so that reading needs no defaults."""
    return [msgspec.structs.asdict(contact) for contact in contacts]
