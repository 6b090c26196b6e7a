"""What plans and contracts say about warranties, liability and money held back."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final

from msgspec import Meta, Struct, field

from wellkept_sdk import Terms
from wellkept_sdk.services.liability import ShareRole
from wellkept_sdk.text import Code

DAYS_MAX: Final = 365
MONTHS_MAX: Final = 120
ATTRIBUTIONS_MAX: Final = 100
#: 100 percent in hundredths of a percent.
WHOLE_BP: Final = 10_000

Days = Annotated[int, Meta(ge=1, le=DAYS_MAX)]
CauseKind = Annotated[str, Meta(min_length=1, max_length=64, examples=["design"])]


class StatutoryFloor(StrEnum):
    """What becomes of a warranty that is shorter than the law allows."""

    REFUSE = "refuse"  #: It is refused.
    WARN = "warn"  #: It is made, and announced as too short.
    OFF = "off"  #: Nobody looks.


class Silence(StrEnum):
    """What it means when a party does not answer in time."""

    OPEN = "open"  #: Nothing but that it is overdue; a late answer still counts.
    ACCEPTED = "accepted"  #: It has accepted.
    DISPUTED = "disputed"  #: It has disputed.


class ChargeBasis(StrEnum):
    """Which amount of a cost line is split."""

    COST = "cost"  #: What it cost us.
    PRICE = "price"  #: What it is priced at.


class BackChargeTerms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What parties owe us of a ticket's costs: of which amounts, and how long they have to answer."""

    basis: ChargeBasis = ChargeBasis.COST
    answer_within_days: Days = 14
    silence: Silence = Silence.OPEN


class RetentionTerms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    How much may be held back, how long, and how its release goes.

    Args:
        cap_bp: of the settlement price at most, in hundredths of a percent.
        months_max: for so long at most.
        step_days: how long each side has for its step, in days of 24 hours.
        late_acceptance_days: after the report of completion, the retention runs without an acceptance.
    """

    cap_bp: Annotated[int, Meta(ge=0, le=WHOLE_BP)] = 300
    months_max: Annotated[int, Meta(ge=1, le=MONTHS_MAX)] = 24
    step_days: Days = 14
    late_acceptance_days: Days = 90


ATTRIBUTION: Final[dict[str, ShareRole]] = {
    "design": ShareRole.DESIGNER,
    "construction": ShareRole.CONTRACTOR,
    "material": ShareRole.SUPPLIER,
    "installation": ShareRole.INSTALLER,
    "misuse": ShareRole.OPERATOR,
    "force_majeure": ShareRole.FORCE_MAJEURE,
}


class LiabilityTerms(Terms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    How warranties and liability are dealt with under a plan or contract.

    Args:
        jurisdiction: whose statutory rules hold.
        statutory_floor: what becomes of a warranty that is shorter than they allow.
        answer_within_days: how long parties have to answer a proposal, in days of 24 hours.
        silence: what it means when they do not.
        attribution: who bears a fault, by the kind of its cause; a kind that is absent keeps its default.
        back_charge: what parties owe us.
        retention: money held back.
    """

    jurisdiction: Code = "CN"
    statutory_floor: StatutoryFloor = StatutoryFloor.REFUSE
    answer_within_days: Days = 14
    silence: Silence = Silence.OPEN
    attribution: Annotated[Mapping[CauseKind, ShareRole], Meta(max_length=ATTRIBUTIONS_MAX)] = field(
        default_factory=ATTRIBUTION.copy
    )
    back_charge: BackChargeTerms = BackChargeTerms()
    retention: RetentionTerms = RetentionTerms()

    def role_for(self, kind: str) -> ShareRole | None:
        """Return who bears a fault of this kind; None where nobody has said."""
        return self.attribution.get(kind, ATTRIBUTION.get(kind))
