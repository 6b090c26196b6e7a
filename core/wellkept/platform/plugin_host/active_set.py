"""Which plugins serve a record, with their terms ready to be read."""

from collections.abc import Mapping

from msgspec import Struct

from wellkept_sdk.ids import ActivationId
from wellkept_sdk.records.activation import Activation

CORE = "core"


class ActiveSet(Struct, frozen=True, kw_only=True, eq=False):
    """
    An activation as this process uses it; shared by all records that have it, so never changed.

    Args:
        activation: what plugins see of it; its plugins are those that are active in this deployment too, the
            deployment-level ones among them.
        terms: by plugin, those of `core` under that name.
    """

    activation: Activation
    terms: Mapping[str, Struct]

    @property
    def id(self) -> ActivationId | None:
        """The activation's id; None where no record is concerned."""
        return self.activation.id

    @property
    def plugins(self) -> frozenset[str]:
        """The names of the active plugins."""
        return self.activation.plugins
