"""Every failure, with its public code."""

from wellkept_sdk.errors import Conflict, Invalid, NotFound, PermissionDenied, WellkeptError


class TemplateNotFound(NotFound):
    """There is no such template."""

    code = "survey.template.not_found"


class TemplateInvalid(Invalid):
    """The questions cannot be asked like this."""

    code = "survey.template.invalid"


class TemplateRetired(Conflict):
    """Nobody is asked by a retired template any more."""

    code = "survey.template.retired"


class UnknownTemplate(Invalid):
    """A trigger names a template that is not there."""

    code = "survey.terms.unknown_template"


class TriggerInvalid(Invalid):
    """A periodic trigger needs months, an anchor and contacts; any other has neither months nor an anchor."""

    code = "survey.terms.trigger"


class FollowUpPlanInvalid(Invalid):
    """A follow-up comes by an anchor with days or months, or on a day of the year, and not by both."""

    code = "survey.terms.follow_up"


class RespondentNoAddress(Invalid):
    """Whoever is asked needs an e-mail address, a phone number or an account."""

    code = "survey.respondent.no_address"


class RespondentStaff(Invalid):
    """Our own people are not asked how our service was."""

    code = "survey.respondent.staff"


class InvitationNotFound(NotFound):
    """There is no such invitation."""

    code = "survey.invitation.not_found"


class InvitationExpired(WellkeptError):
    """The time for an answer is over, or the invitation was cancelled."""

    status = 410
    code = "survey.invitation.expired"


class InvitationAnswered(Conflict):
    """The answer stands; it cannot be changed any more."""

    code = "survey.invitation.answered"


class InvitationNotOpen(Conflict):
    """The invitation waits for no answer: it was answered, expired, cancelled or never sent."""

    code = "survey.invitation.not_open"


class AnswerNotShown(Invalid):
    """The question is not shown after these answers."""

    code = "survey.answer.not_shown"


class ConflictOfInterest(PermissionDenied):
    """Whoever worked on the ticket cannot answer for the customer."""

    code = "survey.answer.conflict_of_interest"


class FollowUpNotFound(NotFound):
    """There is no such follow-up."""

    code = "survey.follow_up.not_found"


class FollowUpNotAllowed(Conflict):
    """The follow-up's status does not allow this action."""

    code = "survey.follow_up.not_allowed"


class FollowUpDayPassed(Invalid):
    """A follow-up is due today or later."""

    code = "survey.follow_up.day_passed"


class ChartsNotInstalled(Conflict):
    """Nothing here can draw pictures; the specification is to be had, or the extra `charts` to be installed."""

    code = "survey.charts.not_installed"


ERRORS: tuple[type[WellkeptError], ...] = (
    TemplateNotFound,
    TemplateInvalid,
    TemplateRetired,
    UnknownTemplate,
    TriggerInvalid,
    FollowUpPlanInvalid,
    RespondentNoAddress,
    RespondentStaff,
    InvitationNotFound,
    InvitationExpired,
    InvitationAnswered,
    InvitationNotOpen,
    AnswerNotShown,
    ConflictOfInterest,
    FollowUpNotFound,
    FollowUpNotAllowed,
    FollowUpDayPassed,
    ChartsNotInstalled,
)
