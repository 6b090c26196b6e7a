"""The API as the front end of one contract sees it."""

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from wellkept.activation.queries.contracts import CONTRACT
from wellkept.activation.queries.front_ends import active_of_contract
from wellkept.platform.access.permissions import Permission
from wellkept.platform.openapi.pages import narrowed_document
from wellkept_sdk.http.access import needs
from wellkept_sdk.http.documentation import documents
from wellkept_sdk.ids import ContractId
from wellkept_sdk.now import now


@get(
    "/contracts/{contract_id:uuid}/openapi.json",
    opt=needs(Permission.ACTIVATION_READ, record=CONTRACT) | documents(conditional=True, answer=dict[str, Any]),
    media_type="application/json",
)
async def get_contract_document(request: Request[Any, Any, Any], contract_id: FromPath[ContractId]) -> Response[bytes]:
    """Return the OpenAPI document with core and the plugins of this contract only."""
    active = await active_of_contract(contract_id, at=now())
    return await narrowed_document(request, plugins=active.plugins)


ROUTES = [get_contract_document]
