"""Failures of warranties, of the law's data and of notices."""

from wellkept_sdk.errors import Conflict, Invalid, NotFound


class WarrantyTermNotFound(NotFound):
    """There is no such warranty of this project."""

    code = "liability.warranty_term.not_found"


class WarrantyTermBelowFloor(Invalid):
    """The law asks for a longer warranty; `rule` names the article's rule, `minimum` what it asks."""

    code = "liability.warranty_term.below_floor"


class WarrantyTermRevoked(Conflict):
    """The warranty was revoked."""

    code = "liability.warranty_term.revoked"


class SeasonTaken(Conflict):
    """There is a season of this kind for this region already."""

    code = "liability.season.taken"


class StatutoryRuleTaken(Conflict):
    """There is a statutory rule with this code already."""

    code = "liability.statutory_rule.taken"


class NoticeNotFound(NotFound):
    """There is no such notice about this ticket."""

    code = "liability.notice.not_found"


class NoticeNotAllowed(Conflict):
    """The notice's status does not allow this."""

    code = "liability.notice.not_allowed"


class NoticeTooEarly(Conflict):
    """The obligor still has time; only what is urgent may be done by somebody else now."""

    code = "liability.notice.too_early"


WARRANTY = (
    WarrantyTermNotFound,
    WarrantyTermBelowFloor,
    WarrantyTermRevoked,
    SeasonTaken,
    StatutoryRuleTaken,
    NoticeNotFound,
    NoticeNotAllowed,
    NoticeTooEarly,
)
