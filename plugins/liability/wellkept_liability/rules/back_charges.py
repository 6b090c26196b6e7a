"""What parties owe us of a case: how much that is, and the life of a back-charge."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct

from wellkept_liability.rules.answering import AnsweredBy
from wellkept_liability.rules.splitting import Part
from wellkept_sdk.ids import PartyId


class BackChargeStatus(StrEnum):
    """Where a back-charge stands."""

    DRAFT = "draft"  #: Was made; the party does not see it.
    ISSUED = "issued"  #: The party sees it and answers.
    ACCEPTED = "accepted"  #: The party agrees, by its word or by its silence.
    DISPUTED = "disputed"  #: The party does not agree.
    SETTLED = "settled"  #: Was paid, set off or waived; it never changes any more.
    WITHDRAWN = "withdrawn"  #: Is void; what it asked for may be asked for anew.


class BackChargeAction(StrEnum):
    """What may be done to a back-charge."""

    ISSUE = "issue"
    ACCEPT = "accept"
    DISPUTE = "dispute"
    WITHDRAW = "withdraw"
    SETTLE = "settle"


class SettlementMethod(StrEnum):
    """By what a back-charge is settled."""

    PAYMENT = "payment"  #: The party pays, or gets a credit paid.
    RETENTION = "retention"  #: It is deducted from money of the party that we hold back.
    CONSIGNMENT = "consignment"  #: It is set off against what we owe the party for its stock.
    WAIVER = "waiver"  #: We do not ask for it any more.


DESTINATION: Final = {
    BackChargeAction.ISSUE: BackChargeStatus.ISSUED,
    BackChargeAction.ACCEPT: BackChargeStatus.ACCEPTED,
    BackChargeAction.DISPUTE: BackChargeStatus.DISPUTED,
    BackChargeAction.WITHDRAW: BackChargeStatus.WITHDRAWN,
    BackChargeAction.SETTLE: BackChargeStatus.SETTLED,
}
#: What the party itself does; everything else is ours.
ANSWERS: Final = (BackChargeAction.ACCEPT, BackChargeAction.DISPUTE)
_ALLOWED: Final = {
    BackChargeStatus.DRAFT: (BackChargeAction.ISSUE, BackChargeAction.WITHDRAW),
    BackChargeStatus.ISSUED: (
        BackChargeAction.ACCEPT,
        BackChargeAction.DISPUTE,
        BackChargeAction.WITHDRAW,
        BackChargeAction.SETTLE,
    ),
    BackChargeStatus.ACCEPTED: (BackChargeAction.DISPUTE, BackChargeAction.WITHDRAW, BackChargeAction.SETTLE),
    BackChargeStatus.DISPUTED: (BackChargeAction.ACCEPT, BackChargeAction.WITHDRAW, BackChargeAction.SETTLE),
    BackChargeStatus.SETTLED: (),
    BackChargeStatus.WITHDRAWN: (),
}
#: What takes money that we hold or owe: there is none to take for a credit.
_ONLY_OF_DEBTS: Final = (SettlementMethod.RETENTION, SettlementMethod.CONSIGNMENT)


class Owing(Struct, frozen=True, order=True):
    """Who owes us something, in which currency."""

    party_id: PartyId
    currency: str


def allowed_actions(status: BackChargeStatus) -> Sequence[BackChargeAction]:
    """Return what may be done to a back-charge of this status."""
    return _ALLOWED[status]


def is_too_late(action: BackChargeAction, *, answered_by: AnsweredBy | None) -> bool:
    """Return whether silence has been taken for the answer, so that none is heard any more."""
    return action in ANSWERS and answered_by is AnsweredBy.SILENCE


def settles(method: SettlementMethod, *, amount_minor: int) -> bool:
    """Return whether a back-charge of this amount, negative for a credit, can be settled by this method."""
    return amount_minor > 0 or method not in _ONLY_OF_DEBTS


def owed(parts: Iterable[Part]) -> dict[Owing, int]:
    """
    Return what each party owes us of these parts, in minor units and in a steady order; below zero it is a credit.

    What nobody pays back to us is left out, and so is what comes to nothing.
    """
    sums: dict[Owing, int] = {}
    for part in parts:
        party_id = part.share.charged_to
        if party_id is not None:
            owing = Owing(party_id, part.currency)
            sums[owing] = sums.get(owing, 0) + part.amount_minor
    return {owing: sums[owing] for owing in sorted(sums) if sums[owing]}
