"""What may be wrong with moves of stock."""

from wellkept_sdk.errors import Conflict, Invalid, NotFound


class PostingNotFound(NotFound):
    """There is no such posting."""

    code = "inventory.posting.not_found"


class QuantityNotWhole(Invalid):
    """The part comes in whole units only."""

    code = "inventory.quantity.not_whole"


class SerialOneEach(Invalid):
    """A serial number stands for one piece."""

    code = "inventory.serial.one_each"


class LotRequired(Invalid):
    """The part is tracked: its lot or serial number must be named."""

    code = "inventory.lot.required"


class LotUnexpected(Invalid):
    """The part is not tracked so: it has no such lot or serial number."""

    code = "inventory.lot.unexpected"


class LotUnknown(Invalid):
    """The part has no such lot or serial number."""

    code = "inventory.lot.unknown"


class LotExpired(Conflict):
    """The lot has expired."""

    code = "inventory.lot.expired"


class LotExpiryDiffers(Invalid):
    """The lot is known, and expires on another day."""

    code = "inventory.lot.expiry_differs"


class StockInsufficient(Conflict):
    """There is less than asked for."""

    code = "inventory.stock.insufficient"


class SerialInStock(Conflict):
    """The piece with this serial number is in stock already."""

    code = "inventory.serial.in_stock"


class LocationNotIssuable(Invalid):
    """Stock is not taken from quarantine, from transit or from a virtual place."""

    code = "inventory.location.not_issuable"


class LocationNotReal(Invalid):
    """A virtual place belongs to the ledger: nobody names it."""

    code = "inventory.location.not_real"


class PostingAlreadyReversed(Conflict):
    """The posting is reversed already."""

    code = "inventory.posting.already_reversed"


class PostingNotReversible(Conflict):
    """A reversal, or an issue with returns, cannot be reversed."""

    code = "inventory.posting.not_reversible"


class PostingInFuture(Invalid):
    """What has not happened yet cannot be posted."""

    code = "inventory.posting.in_future"


class TransferSameLocation(Invalid):
    """A transfer goes from one place to another."""

    code = "inventory.transfer.same_location"


class TermsDurationInvalid(Invalid):
    """How long a reservation holds is no plain time of at most ten years: a month, for example, has no fixed length."""

    code = "inventory.terms.duration_invalid"


class StockOwnerNotAllowed(Conflict):
    """This stock belongs to a party, and may not be used here."""

    code = "inventory.stock_owner.not_allowed"


class CurrencyMixed(Invalid):
    """The part is valued in another currency."""

    code = "inventory.cost.currency_mixed"
