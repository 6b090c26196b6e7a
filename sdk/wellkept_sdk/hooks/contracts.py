"""Hooks in the life of plans and contracts."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from wellkept_sdk.ctx import Ctx
from wellkept_sdk.errors import FieldError
from wellkept_sdk.hooks.phases import Veto, collect, decide
from wellkept_sdk.ids import ContractId, CustomerId, ProjectId


class ContractActivating(Struct, frozen=True, kw_only=True):
    """
    A contract about to be made or changed.

    Args:
        contract_id: None while the contract is being made.
        ends_on: exclusive; None means without end.
        plugins: the plugins that it activates, each with its terms as JSON values.
    """

    contract_id: ContractId | None
    number: str
    customer_id: CustomerId
    project_id: ProjectId | None
    starts_on: date
    ends_on: date | None
    plugins: Mapping[str, Any]


class TermsChecking(Struct, frozen=True, kw_only=True):
    """
    Terms that a plan or a contract is about to give plugins; each plugin looks at its own.

    Args:
        plugins: every plugin that plan or contract would activate, each with its merged terms as JSON values: the
            deployment's, with the plan's laid over them, with the contract's laid over these.
    """

    plugins: Mapping[str, Any]


class TermsFaults(Struct, frozen=True, kw_only=True):
    """
    What one plugin finds wrong with its terms.

    Args:
        items: all of it; each pointer begins at the plugin's own terms, such as `/clocks/response/calendar`, and the
            code is the plugin's own.
    """

    items: Sequence[FieldError]


class ContractHooks:
    """What a plugin may do about plans and contracts that activate it."""

    @collect(since="1.0")
    async def terms_checking(self, ctx: Ctx, event: TermsChecking) -> TermsFaults | None:
        """
        Tell what is wrong with the plugin's own terms beyond their types, such as a calendar that is not there.

        Asked before a plan is made, revised or previewed, where there is no record, and before a contract is made,
        given other terms or previewed, for its project or customer. Core refuses what is named, each at its place.
        """

    @decide(since="1.0")
    async def contract_activating(self, ctx: Ctx, event: ContractActivating) -> Veto | None:
        """Veto a contract that the plugin cannot keep; what is wrong with its terms, `terms_checking` tells better."""
