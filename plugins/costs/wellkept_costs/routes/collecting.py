"""Taking in what plugins charge."""

from uuid import UUID

from wellkept_costs.permissions import WRITE
from wellkept_costs.schemas.collecting import CostsCollect, CostsCollected
from wellkept_costs.service import collecting
from wellkept_sdk import Ctx
from wellkept_sdk.http import FromPath, JSONBody, NamedDependency, needs, post

OK = 200


@post("/collect", status_code=OK, opt=needs(WRITE.name))
async def collect_charges(
    ticket_id: FromPath[UUID], data: JSONBody[CostsCollect], ctx: NamedDependency[Ctx]
) -> CostsCollected:
    """Take in what plugins charge for the ticket; again and again, with nothing counted twice."""
    del data
    return await collecting.collect(ctx, ticket_id)


ROUTES = (collect_charges,)
