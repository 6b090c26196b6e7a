"""Every failure that is particular to plans and contracts."""

from typing import Final

from wellkept_sdk.errors import Conflict, FieldError, Invalid

#: Codes of single mistakes in `plugins` of a plan and `overrides` of a contract.
PLUGIN_UNKNOWN: Final = "activation.plugin.unknown"
PLUGIN_NOT_PER_CONTRACT: Final = "activation.plugin.not_per_contract"
PLUGIN_REQUIRES: Final = "activation.plugin.requires"
PLUGIN_ALWAYS_ON: Final = "activation.plugin.always_on"


class ContractOverlap(Conflict):
    """Another contract of the same customer and scope covers a part of this period."""

    code = "activation.contract.overlap"

    def __init__(self, number: str) -> None:
        """Name the other contract."""
        super().__init__(detail=f"The period overlaps that of contract {number}.", contract_number=number)


class EmptyPeriod(Invalid):
    """The period ends before it has begun."""

    code = "activation.contract.empty_period"


class OtherCustomer(Invalid):
    """The project belongs to another customer."""

    code = "activation.contract.other_customer"


class EffectiveInPast(Invalid):
    """A revision cannot count from a moment that has passed."""

    code = "activation.revision.in_past"


class EffectiveOutOfOrder(Invalid):
    """A revision cannot count from before the last one does."""

    code = "activation.revision.out_of_order"


def mistake(pointer: str, code: str, message: str) -> FieldError:
    """Return one mistake of a plan or contract."""
    return FieldError(pointer, code, message)
