"""Reading the audit trail."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct
from msgspec.structs import asdict

from wellkept.platform.audit.schemas import AuditEntryRead
from wellkept.platform.paging.listing import Listing
from wellkept_sdk.db.clauses import TRUE, Clause, all_of
from wellkept_sdk.db.filters import equal, since
from wellkept_sdk.db.listing import Sort
from wellkept_sdk.http.paging import Page, PageRequest

AuditSort = Literal["occurred_at", "-occurred_at"]


class AuditFilters(Struct, frozen=True, kw_only=True):
    """Which entries a list shows; `occurred_to` is exclusive."""

    subject: str | None = None
    action: str | None = None
    actor_id: UUID | None = None
    occurred_from: datetime | None = None
    occurred_to: datetime | None = None


_entries = Listing(
    select="SELECT * FROM audit_entry",
    sorts={"occurred_at": Sort("audit_entry.occurred_at", datetime)},
    sort_default="-occurred_at",
)


async def audit_page(page: PageRequest, *, filters: AuditFilters, sort: AuditSort | None) -> Page[AuditEntryRead]:
    """Return one page of the entries that pass the filters, the latest first unless asked otherwise."""
    where = all_of(
        equal("subject", filters.subject),
        equal("action", filters.action),
        equal("actor_id", filters.actor_id),
        since("occurred_at", filters.occurred_from),
        TRUE if filters.occurred_to is None else Clause("occurred_at < ?", (filters.occurred_to,)),
    )
    return await _entries.page(page, decode=AuditEntryRead.of, where=where, sort=sort, filters=asdict(filters))
