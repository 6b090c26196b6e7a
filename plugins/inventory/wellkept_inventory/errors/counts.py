"""What may be wrong with counts."""

from wellkept_sdk.errors import Conflict, Invalid, NotFound, PermissionDenied


class CountNotFound(NotFound):
    """There is no such count."""

    code = "inventory.count.not_found"


class CountNotOpen(Conflict):
    """The count's status does not allow this."""

    code = "inventory.count.not_open"


class CountOverlaps(Conflict):
    """Another open count counts some of the same stock."""

    code = "inventory.count.overlaps"


class CountOutOfScope(Invalid):
    """This count does not count that."""

    code = "inventory.count.out_of_scope"


class CountRecount(Conflict):
    """What is missing was issued or reserved since it was counted: count again."""

    code = "inventory.count.recount"


class CountSameActor(PermissionDenied):
    """Nobody approves their own count."""

    code = "inventory.count.same_actor"
