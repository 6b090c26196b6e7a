"""What may be wrong with parts, places, scans and imports."""

from wellkept_sdk.errors import Conflict, Invalid, NotFound


class LocationNotFound(NotFound):
    """There is no such place."""

    code = "inventory.location.not_found"


class GtinTaken(Conflict):
    """Another part has this GTIN."""

    code = "inventory.part.gtin_taken"


class PartNotActive(Conflict):
    """The part is blocked or archived: it is not received or ordered any more."""

    code = "inventory.part.not_active"


class PartInUse(Conflict):
    """The part has stock, or is reserved or on order."""

    code = "inventory.part.in_use"


class PartFixed(Conflict):
    """Once a part has moved, how it is tracked and counted stays as it is."""

    code = "inventory.part.fixed"


class LocationInUse(Conflict):
    """The place has stock or places in use below it."""

    code = "inventory.location.in_use"


class LocationVirtual(Conflict):
    """A virtual place belongs to the ledger: nobody changes it."""

    code = "inventory.location.virtual"


class LocationCircular(Invalid):
    """A place cannot lie inside itself."""

    code = "inventory.location.circular"


class LocationArchived(Conflict):
    """The place is archived."""

    code = "inventory.location.archived"


class ScanInvalid(Invalid):
    """This is no sound code: its check digit or its elements are wrong."""

    code = "inventory.scan.invalid"


class LabelAmbiguous(Invalid):
    """A label is of a part, with its lot or serial, or of a place."""

    code = "inventory.label.ambiguous"


class OpeningLineChanged(Invalid):
    """This line of opening stock was taken in before, and said something else."""

    code = "inventory.import.line_changed"
