"""What the front end of one contract works with."""

from datetime import datetime

import msgspec

from wellkept.activation.queries.activations import active_set
from wellkept.activation.queries.catalogue import catalogue
from wellkept.activation.queries.contracts import contract
from wellkept.activation.queries.known import plan_in_force
from wellkept.activation.rules.composition import Override, composition
from wellkept.platform.plugin_host.active_set import ActiveSet
from wellkept_sdk.ids import ContractId


async def active_of_contract(contract_id: ContractId, *, at: datetime) -> ActiveSet:
    """
    Return what a contract and its plan say at an instant, whichever days the contract covers; nothing is stored.

    Args:
        contract_id: which contract; a front end may be made ready before it begins.
        at: decides which revision of the plan counts; of the contract it is the last.

    Raises:
        NotFound: there is no such contract.
    """
    row = await contract(contract_id)
    plan = await plan_in_force(row["plan_id"], at=at)
    overrides = msgspec.convert(row["overrides"], dict[str, Override])
    return active_set(composition(catalogue(), plan=plan.plugins, overrides=overrides), activation_id=None)
