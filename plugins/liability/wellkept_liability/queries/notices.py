"""Questions about notices to obligors."""

from typing import Final
from uuid import UUID

import msgspec

from wellkept_liability.schemas.notices import LiabilityNoticeRead
from wellkept_sdk import Ctx
from wellkept_sdk.db import Clause, ListDeclaration, Sort
from wellkept_sdk.http import Page, PageRequest

_notices: Final = ListDeclaration(
    select="SELECT * FROM liability_notice", sorts={"id": Sort("id", UUID)}, sort_default="id"
)


async def notice_page(ctx: Ctx, ticket_id: UUID, page: PageRequest) -> Page[LiabilityNoticeRead]:
    """Return one page of the notices about a ticket, in the order in which they were given; one statement."""
    found = await ctx.db.page(_notices, page, where=Clause("ticket_id = ?", (ticket_id,)))
    return Page(items=msgspec.convert(found.items, list[LiabilityNoticeRead]), next_cursor=found.next_cursor)
