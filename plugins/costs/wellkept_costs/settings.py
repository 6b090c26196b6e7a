"""What the deployment decides."""

from msgspec import Struct

from wellkept_sdk.money import Currency


class CostsSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    In what costs are counted.

    Args:
        currency: of tickets and statements whose terms name no other.
    """

    currency: Currency = "CNY"
