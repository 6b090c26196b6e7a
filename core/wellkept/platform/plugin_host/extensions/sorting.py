"""Sorting a list by what a plugin keeps: `?sort=extensions.<plugin>.<name>`."""

from typing import Any

import msgspec

from wellkept.platform.paging.listing import Listing
from wellkept.platform.plugin_host.extensions.composition import contributions_to
from wellkept.platform.plugin_host.extensions.contribution import Contribution
from wellkept.platform.plugin_host.extensions.filtering import active_where, require_open
from wellkept.platform.plugin_host.extensions.records import ExtensibleRecord
from wellkept_sdk.actor import Actor
from wellkept_sdk.db.clauses import TRUE
from wellkept_sdk.db.listing import Sort
from wellkept_sdk.extensions import ExtensionSort

PREFIX = "extensions."
COLUMN = "extension_sort"


def sortable(listing: Listing, record: ExtensibleRecord[Any], sort: str | None, *, actor: Actor) -> Listing:
    """
    Return the list as it can be sorted by this word: the list itself, unless the word is a plugin's.

    Raises:
        PermissionDenied: the caller may not know what the plugin keeps.
    """
    word = (sort or "").removeprefix("-")
    if not word.startswith(PREFIX):
        return listing
    contribution, name = _found(record, word)
    require_open(contribution, actor=actor)
    return _with_sort(listing, record, word, contribution=contribution, declared=contribution.extension.sorts[name])


def _found(record: ExtensibleRecord[Any], word: str) -> tuple[Contribution, str]:
    """Return whose sort it is; the route's own parameter takes no other words."""
    plugin, _, name = word.removeprefix(PREFIX).partition(".")
    [contribution] = [one for one in contributions_to(record) if one.plugin == plugin]
    return contribution, name


def _with_sort(
    listing: Listing, record: ExtensibleRecord[Any], word: str, *, contribution: Contribution, declared: ExtensionSort
) -> Listing:
    table = record.table
    active = active_where(record.name, contribution)
    value = f"({declared.expression})"
    if active != TRUE:
        # What a plugin kept before it was switched off is no more to be seen here than anywhere else.
        value = f"CASE WHEN {active.sql} THEN {value} END"
    # Named as the table itself, so that every condition over the table holds for it as it is.
    source = f"FROM (SELECT {table}.*, {value} AS {COLUMN} FROM {table}) AS {table}"
    sort = Sort(f"{table}.{COLUMN}", declared.type, nullable=True)
    return msgspec.structs.replace(
        listing,
        select=listing.select.replace(f"FROM {table}", source, 1),
        select_args=active.args,
        sorts={**listing.sorts, word: sort},
    )
