"""Every failure, with its public code."""

from wellkept_sdk.errors import Conflict, Invalid, NotFound


class AgreementNotFound(NotFound):
    """There is no such agreement."""

    code = "consignment.agreement.not_found"


class LineNotFound(NotFound):
    """There is no such line."""

    code = "consignment.line.not_found"


class StatementNotFound(NotFound):
    """There is no such statement."""

    code = "consignment.statement.not_found"


class AgreementOverlaps(Conflict):
    """Another active agreement of this party covers the same part, place and days."""

    code = "consignment.agreement.overlaps"


class AgreementNoItems(Conflict):
    """The agreement names no parts."""

    code = "consignment.agreement.no_items"


class AgreementNone(Conflict):
    """No active agreement of this party covers the part, the place and the day."""

    code = "consignment.agreement.none"


class AgreementWrongState(Conflict):
    """The agreement's status does not allow this."""

    code = "consignment.agreement.wrong_state"


class AgreementEmptyPeriod(Invalid):
    """An agreement ends after it has begun."""

    code = "consignment.agreement.empty_period"


class ItemUnknown(Invalid):
    """The part is not an item of the agreement at this place."""

    code = "consignment.item.unknown"


class StockAboveMaximum(Conflict):
    """More would lie there than the agreement allows."""

    code = "consignment.stock.above_maximum"


class PriceCurrency(Invalid):
    """The agreement has another currency."""

    code = "consignment.price.currency"


class PriceEmptySpan(Invalid):
    """A price is valid for at least one day."""

    code = "consignment.price.empty_span"


class StatementPeriodTaken(Conflict):
    """There is a statement of this agreement and period already."""

    code = "consignment.statement.period_taken"


class StatementEmpty(Conflict):
    """There is nothing to settle."""

    code = "consignment.statement.empty"


class StatementPeriodOpen(Invalid):
    """The period ends tomorrow at the latest."""

    code = "consignment.statement.period_open"


class StatementEmptyPeriod(Invalid):
    """A period ends after it has begun."""

    code = "consignment.statement.empty_period"


class StatementUnpriced(Conflict):
    """Some lines have no price yet."""

    code = "consignment.statement.unpriced"


class StatementUnanswered(Conflict):
    """Some lines are not answered, or are in dispute."""

    code = "consignment.statement.unanswered"


class StatementWrongState(Conflict):
    """The statement's status does not allow this."""

    code = "consignment.statement.wrong_state"


class AnswerUnknownLine(Invalid):
    """The statement has no such line."""

    code = "consignment.answer.unknown_line"


class AnswerEvidence(Invalid):
    """Who answers for the supplier says how the supplier answered."""

    code = "consignment.answer.evidence"


class AnswerConceded(Conflict):
    """What was agreed by a correction is not disputed again; the correction may be."""

    code = "consignment.answer.conceded"


class OutcomeNotDisputed(Conflict):
    """The line is not in dispute."""

    code = "consignment.outcome.not_disputed"


class ClaimExceedsLine(Conflict):
    """More would be claimed than the line is worth."""

    code = "consignment.claim.exceeds_line"


class ClaimNotClaimable(Conflict):
    """A line without a price, or that is not a use of stock, cannot be claimed."""

    code = "consignment.claim.not_claimable"


class SetOffNoAgreement(Conflict):
    """The party has no agreement in this currency."""

    code = "consignment.set_off.no_agreement"


ERRORS = (
    AgreementNotFound,
    LineNotFound,
    StatementNotFound,
    AgreementOverlaps,
    AgreementNoItems,
    AgreementNone,
    AgreementWrongState,
    AgreementEmptyPeriod,
    ItemUnknown,
    StockAboveMaximum,
    PriceCurrency,
    PriceEmptySpan,
    StatementPeriodTaken,
    StatementEmpty,
    StatementPeriodOpen,
    StatementEmptyPeriod,
    StatementUnpriced,
    StatementUnanswered,
    StatementWrongState,
    AnswerUnknownLine,
    AnswerEvidence,
    AnswerConceded,
    OutcomeNotDisputed,
    ClaimExceedsLine,
    ClaimNotClaimable,
    SetOffNoAgreement,
)
