"""Who has a word on shares, and what comes of all the words."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final, Protocol

from wellkept_liability.rules.case_states import CaseStatus
from wellkept_liability.rules.shares import CUSTOMER_ROLES
from wellkept_liability.terms import Silence
from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.liability import ShareRole


class ShareAnswer(StrEnum):
    """What somebody says of its share."""

    ACCEPTED = "accepted"  #: It is right.
    DISPUTED = "disputed"  #: It is wrong.


class AnsweredBy(StrEnum):
    """Whose word an answer is."""

    PARTY = "party"  #: Of whoever bears the share.
    STAFF = "staff"  #: Of our own house, which was told.
    SILENCE = "silence"  #: Of nobody in time, which was agreed to mean it.


class Borne(Protocol):
    """A share of a version."""

    @property
    def role(self) -> ShareRole:
        """As what it is borne."""
        ...

    @property
    def party_id(self) -> PartyId | None:
        """By whom."""
        ...


_OF_SILENCE: Final = {Silence.ACCEPTED: ShareAnswer.ACCEPTED, Silence.DISPUTED: ShareAnswer.DISPUTED}


def needs_answer(share: Borne) -> bool:
    """Return whether somebody has a word on a share: a party, or the customer as owner or operator."""
    return share.party_id is not None or share.role in CUSTOMER_ROLES


def is_of_customer(share: Borne) -> bool:
    """Return whether the customer answers for a share: as owner, and as operator where no party runs it."""
    return share.role is ShareRole.OWNER or (share.role is ShareRole.OPERATOR and share.party_id is None)


def is_of_party(share: Borne, party_id: PartyId | None) -> bool:
    """Return whether a party answers for a share."""
    return party_id is not None and share.party_id == party_id


def status_after(shares: Sequence[Borne], answers: Iterable[ShareAnswer]) -> CaseStatus:
    """
    Return where a case stands whose shares were proposed.

    Args:
        shares: all of the current version.
        answers: those that there are, at most one for each share that needs one.
    """
    said = list(answers)
    if ShareAnswer.DISPUTED in said:
        return CaseStatus.DISPUTED
    wanted = sum(1 for share in shares if needs_answer(share))
    return CaseStatus.ACCEPTED if len(said) == wanted else CaseStatus.PROPOSED


def answer_of_silence(silence: Silence) -> ShareAnswer | None:
    """Return what nobody's answer means; None for nothing."""
    return _OF_SILENCE.get(silence)
