"""Every failure, with its public code."""

from wellkept_sdk.errors import Conflict, Invalid, NotFound


class LineNotFound(NotFound):
    """The ticket has no such line that the caller may see."""

    code = "costs.line.not_found"


class CurrencyMismatch(Invalid):
    """The ticket's costs are counted in another currency."""

    code = "costs.line.currency_mismatch"


class CostMissing(Invalid):
    """Neither the line nor the terms say what one unit costs."""

    code = "costs.line.cost_missing"


class PriceMissing(Invalid):
    """The customer would pay, and neither the line nor the terms say how much."""

    code = "costs.line.price_missing"


class PenaltyNotChargeable(Invalid):
    """What we owe the customer is never charged to the customer."""

    code = "costs.line.penalty_not_chargeable"


class LineInFuture(Invalid):
    """Nothing is spent before its day."""

    code = "costs.line.in_future"


class AmountTooLarge(Invalid):
    """The amount, or what the ticket would come to with it, is too large."""

    code = "costs.line.too_large"


class AlreadyReversed(Conflict):
    """The line has been reversed."""

    code = "costs.line.already_reversed"


class IsReversal(Conflict):
    """A reversal is not reversed."""

    code = "costs.line.is_reversal"


class TicketCancelled(Conflict):
    """A cancelled ticket takes only reversals."""

    code = "costs.ticket.cancelled"


class ApprovalNeeded(Conflict):
    """The customer has not approved so much."""

    code = "costs.approval.needed"


class GoodwillExceeded(Conflict):
    """The goodwill of the ticket would be more than the terms allow."""

    code = "costs.goodwill.exceeded"


class StatementNotFound(NotFound):
    """There is no such statement that the caller may see."""

    code = "costs.statement.not_found"


class StatementEmpty(Conflict):
    """There is nothing to settle."""

    code = "costs.statement.empty"


class StatementEmptyPeriod(Invalid):
    """A period ends after it has begun."""

    code = "costs.statement.empty_period"


class StatementNotAllowed(Conflict):
    """The statement's status does not allow this."""

    code = "costs.statement.not_allowed"


class StatementInFuture(Invalid):
    """Nothing happens to a statement before its moment."""

    code = "costs.statement.in_future"


class StatementOutOfOrder(Invalid):
    """What happens to a statement does not happen before what happened last."""

    code = "costs.statement.out_of_order"


class TermsRefused(Invalid):
    """These terms could never work."""

    code = "costs.terms.refused"


ERRORS = (
    LineNotFound,
    CurrencyMismatch,
    CostMissing,
    PriceMissing,
    PenaltyNotChargeable,
    LineInFuture,
    AmountTooLarge,
    AlreadyReversed,
    IsReversal,
    TicketCancelled,
    ApprovalNeeded,
    GoodwillExceeded,
    StatementNotFound,
    StatementEmpty,
    StatementEmptyPeriod,
    StatementNotAllowed,
    StatementInFuture,
    StatementOutOfOrder,
    TermsRefused,
)
