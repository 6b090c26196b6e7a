"""Terms: what a service plan or contract says about a plugin, versioned, with a migrator."""

from typing import Any, ClassVar

from msgspec import Struct


class Terms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    The settings of a plugin inside an activation.

    Every field has a default, so that a plan may name a plugin with `{}`. A change that would make stored terms
    unreadable raises `version` and teaches `migrated` the way; stored revisions are never edited.
    """

    version: ClassVar[int] = 1

    @classmethod
    def migrated(cls, document: dict[str, Any], *, from_version: int) -> dict[str, Any]:
        """
        Return terms that were stored under an older version as the present version writes them.

        Args:
            document: as it was given, only the members that were named.
            from_version: 1 or more, less than the present one.
        """
        del from_version
        return document


class NoTerms(Terms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The terms of a plugin that has none."""
