"""Customers as plugins see them."""

from datetime import datetime
from typing import Any

from msgspec import Struct

from wellkept_sdk.ids import CustomerId, CustomerTypeId


class CustomerRecord(Struct, frozen=True, kw_only=True):
    """Who is served, as it is stored."""

    id: CustomerId
    code: str
    name: str
    customer_type_id: CustomerTypeId
    contacts: list[dict[str, Any]]
    locale: str
    time_zone: str
    metadata: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    version: int
