"""The plan that the first start makes, so that every plugin serves everybody until somebody decides otherwise."""

from typing import Any

from wellkept.activation.queries import plans as queries
from wellkept.activation.queries.catalogue import catalogue
from wellkept.activation.schemas.plans import ServicePlanCreate
from wellkept.activation.service import plans
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.actor import SYSTEM
from wellkept_sdk.errors import CodeTaken

NAME = "Default"


async def ensure_default_plan(code: str) -> bool:
    """
    Make the plan with every active contract-level plugin under its default terms, unless there is one of this code.

    Returns:
        Whether it was made.
    """
    if await queries.plan_id_of(code) is not None:
        return False
    present = catalogue()
    plugins: dict[str, dict[str, Any]] = {
        name: {} for name, offer in present.offers.items() if offer.per_contract and name != present.core
    }
    try:
        async with transaction():
            # Nobody is asked: what every plugin says by itself must not keep the deployment from its first start.
            await plans.add(ServicePlanCreate(code=code, name=NAME, plugins=plugins), actor=SYSTEM)
    except CodeTaken:
        return False  # another process of the deployment has started at the same moment
    return True
