"""Every failure, with its public code; the README explains each."""

from wellkept_sdk.errors import Conflict


class ChecklistsItemRepeated(Conflict):
    """The ticket has this item already."""

    code = "checklists.item.repeated"


class ChecklistsItemsOpen(Conflict):
    """The ticket has items that are not done."""

    code = "checklists.item.open"
