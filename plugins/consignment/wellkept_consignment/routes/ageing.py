"""The age of suppliers' stock."""

from datetime import date
from typing import Annotated
from uuid import UUID

from wellkept_consignment import errors
from wellkept_consignment.permissions import READ
from wellkept_consignment.schemas.ageing import ConsignmentAgeingRead
from wellkept_consignment.service import ageing
from wellkept_sdk import Ctx
from wellkept_sdk.http import FromQuery, NamedDependency, QueryParameter, documents, get, needs


@get("/ageing", opt=needs(READ.name) | documents(problems=[errors.AgreementNotFound]))
async def list_ageing(
    agreement_id: FromQuery[UUID],
    ctx: NamedDependency[Ctx],
    on: Annotated[
        date | None, QueryParameter(description="On which local day its age counts; today, if absent.")
    ] = None,
) -> ConsignmentAgeingRead:
    """List what lies there under an agreement, in layers of receipts, the oldest first."""
    return await ageing.ageing(ctx, agreement_id, on=on)


ROUTES = (list_ageing,)
