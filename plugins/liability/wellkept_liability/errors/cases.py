"""Failures of cases, their shares, answers and evidence."""

from wellkept_sdk.errors import Conflict, Invalid, NotFound


class CaseNotFound(NotFound):
    """There is no such case that the caller may see."""

    code = "liability.case.not_found"


class CaseExists(Conflict):
    """The ticket has a case already."""

    code = "liability.case.exists"


class CaseClosed(Conflict):
    """What was decided for all, or is final, gets no new version."""

    code = "liability.case.closed"


class CaseNotAllowed(Conflict):
    """The case's status does not allow this."""

    code = "liability.case.not_allowed"


class CaseVersionOutdated(Conflict):
    """Only the present version is answered."""

    code = "liability.case.version_outdated"


class CaseUndetermined(Conflict):
    """A share is borne by nobody yet."""

    code = "liability.case.undetermined"


class CaseAnswerTooLate(Conflict):
    """Silence was taken as the answer."""

    code = "liability.case.answer_too_late"


class CaseNotFinal(Conflict):
    """The case is not final."""

    code = "liability.case.not_final"


class EvidenceFrozen(Conflict):
    """A final case takes no more evidence."""

    code = "liability.evidence.frozen"


class PackTooLarge(Conflict):
    """All that is known of the case is more than one file may hold."""

    code = "liability.pack.too_large"


class AnswerEvidence(Invalid):
    """Who answers for somebody else says how that one answered."""

    code = "liability.answer.evidence"


class SharesNotWhole(Invalid):
    """Shares add up to 10,000 hundredths of a percent; `sum_bp` tells to how many these do."""

    code = "liability.shares.not_whole"


class SharesMixed(Invalid):
    """Either every share has `share_bp`, or every share has `weight`."""

    code = "liability.shares.mixed"


class SharesDuplicate(Invalid):
    """Nobody bears two shares in the same role."""

    code = "liability.shares.duplicate"


class SharePartyRequired(Invalid):
    """This role is a party's: name it."""

    code = "liability.share.party_required"


class SharePartyForbidden(Invalid):
    """This role is no party's."""

    code = "liability.share.party_forbidden"


class ShareUnknownParty(Invalid):
    """There is no such party."""

    code = "liability.share.unknown_party"


class SharePartyRefused(Invalid):
    """The party is blocked or archived, or does not play this role."""

    code = "liability.share.party_refused"


CASES = (
    CaseNotFound,
    CaseExists,
    CaseClosed,
    CaseNotAllowed,
    CaseVersionOutdated,
    CaseUndetermined,
    CaseAnswerTooLate,
    CaseNotFinal,
    EvidenceFrozen,
    PackTooLarge,
    AnswerEvidence,
    SharesNotWhole,
    SharesMixed,
    SharesDuplicate,
    SharePartyRequired,
    SharePartyForbidden,
    ShareUnknownParty,
    SharePartyRefused,
)
