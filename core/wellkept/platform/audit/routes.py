"""The route of the audit trail."""

from datetime import datetime
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery

from wellkept.platform.access.permissions import Permission
from wellkept.platform.audit.queries import AuditFilters, AuditSort, audit_page
from wellkept.platform.audit.schemas import AuditEntryRead
from wellkept_sdk.http.access import needs
from wellkept_sdk.http.paging import Page, PageRequest
from wellkept_sdk.moment import Moment, as_utc
from wellkept_sdk.text import ShortText


def provide_filters(
    subject: FromQuery[ShortText | None] = None,
    action: FromQuery[ShortText | None] = None,
    actor_id: FromQuery[UUID | None] = None,
    occurred_from: FromQuery[Moment | None] = None,
    occurred_to: FromQuery[Moment | None] = None,
) -> AuditFilters:
    """Return which entries the caller asks for."""
    return AuditFilters(
        subject=subject,
        action=action,
        actor_id=actor_id,
        occurred_from=_utc(occurred_from, pointer="query/occurred_from"),
        occurred_to=_utc(occurred_to, pointer="query/occurred_to"),
    )


@get(
    "/audit",
    opt=needs(Permission.AUDIT_READ),
    dependencies={"filters": Provide(provide_filters, sync_to_thread=False)},
)
async def list_audit_entries(
    filters: NamedDependency[AuditFilters],
    page: NamedDependency[PageRequest],
    sort: FromQuery[AuditSort | None] = None,
) -> Page[AuditEntryRead]:
    """List who changed users, keys, plans and contracts; `subject` is `<collection>/<id>`, `occurred_to` exclusive."""
    return await audit_page(page, filters=filters, sort=sort)


def _utc(moment: datetime | None, *, pointer: str) -> datetime | None:
    return None if moment is None else as_utc(moment, pointer=pointer)


ROUTES = [list_audit_entries]
