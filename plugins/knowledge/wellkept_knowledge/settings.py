"""What the deployment decides."""

from msgspec import Struct


class KnowledgeSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    How articles come to be published.

    Args:
        four_eyes: whether somebody else than the author of a revision has to publish it.
    """

    four_eyes: bool = True
