"""Failures of back-charges and retentions."""

from wellkept_sdk.errors import Conflict, Invalid, NotFound


class BackChargeNotFound(NotFound):
    """There is no such back-charge that the caller may see."""

    code = "liability.back_charge.not_found"


class BackChargeNotAllowed(Conflict):
    """The back-charge's status does not allow this."""

    code = "liability.back_charge.not_allowed"


class BackChargeAnswerTooLate(Conflict):
    """Silence was taken as the answer."""

    code = "liability.back_charge.answer_too_late"


class BackChargeNotWhole(Invalid):
    """A back-charge is settled as a whole."""

    code = "liability.back_charge.not_whole"


class RetentionNotFound(NotFound):
    """There is no such retention that the caller may see."""

    code = "liability.retention.not_found"


class RetentionNotAllowed(Conflict):
    """The retention's status does not allow this."""

    code = "liability.retention.not_allowed"


class RetentionOfAnother(Invalid):
    """Only money of the same party in the same currency, which we hold, pays a back-charge."""

    code = "liability.retention.of_another"


class RetentionCurrencyMismatch(Invalid):
    """The amount is in another currency than what is held back."""

    code = "liability.retention.currency_mismatch"


class RetentionAboveCap(Invalid):
    """More would be held back than the terms allow."""

    code = "liability.retention.above_cap"


class RetentionTooLong(Invalid):
    """It would be held back for longer than the terms allow."""

    code = "liability.retention.too_long"


class RetentionInsufficient(Conflict):
    """Not so much is held back any more."""

    code = "liability.retention.insufficient"


class RetentionTooEarly(Conflict):
    """It is not to be released yet."""

    code = "liability.retention.too_early"


class RetentionNotDue(Conflict):
    """The other side still has time."""

    code = "liability.retention.not_due"


MONEY = (
    BackChargeNotFound,
    BackChargeNotAllowed,
    BackChargeAnswerTooLate,
    BackChargeNotWhole,
    RetentionNotFound,
    RetentionNotAllowed,
    RetentionOfAnother,
    RetentionCurrencyMismatch,
    RetentionAboveCap,
    RetentionTooLong,
    RetentionInsufficient,
    RetentionTooEarly,
    RetentionNotDue,
)
