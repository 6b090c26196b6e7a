"""Who a plugin is: its name, what it needs, when it acts, and what its failure means."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

#: The version of the SDK's own API, major and minor; a manifest names the range that it works with.
API_VERSION = (1, 0)
NAME_PATTERN = r"^[a-z][a-z0-9_]{1,30}\Z"

PluginName = Annotated[str, Meta(pattern=NAME_PATTERN)]


class ActivationLevel(StrEnum):
    """For whom an enabled plugin acts."""

    DEPLOYMENT = "deployment"  #: Always on, for every record.
    CONTRACT = "contract"  #: For the records whose activation names it.


class FailurePolicy(StrEnum):
    """What it means for a change when the plugin's hook in it fails."""

    REQUIRED = "required"  #: The change fails, and the problem names plugin and hook.
    OPTIONAL = "optional"  #: What the hook wrote is undone, the rest stands, the failure is recorded.


class Manifest(Struct, frozen=True, kw_only=True):
    """
    What a plugin says about itself.

    Args:
        name: also the entry point, the prefix of tables and permissions, the extension key, the route segment.
        version: of the plugin, for people.
        sdk: the range of `API_VERSION` that it works with, such as `>=1.0,<2`.
        requires: plugins without which it cannot work; they are active wherever it is.
        after: plugins that are called before it where they are there.
        provides: names of the services that it offers to others.
        uses: names of the services that it asks others for.
        activation: for whom it acts.
        failure: what its failure means for a change.
    """

    name: PluginName
    version: str
    sdk: str
    requires: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    provides: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    activation: ActivationLevel = ActivationLevel.CONTRACT
    failure: FailurePolicy = FailurePolicy.OPTIONAL
