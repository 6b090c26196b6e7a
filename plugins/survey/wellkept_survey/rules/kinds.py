"""The words of invitations, answers and follow-ups."""

from enum import StrEnum


class SurveyTemplateStatus(StrEnum):
    """Whether a template asks anybody."""

    ACTIVE = "active"  #: Who is invited is asked by it.
    RETIRED = "retired"  #: It asks nobody any more; what was sent can still be answered.


class SurveyQuestionKind(StrEnum):
    """What a question asks for."""

    RATING = "rating"  #: A number from 1 to its scale, 5 or 10; more is better.
    NPS = "nps"  #: How likely one recommends us, from 0 to 10.
    CES = "ces"  #: How easy it was, from 1 to 7.
    CHOICE = "choice"  #: One or several of its options.
    TEXT = "text"  #: Words.


class SurveyStatus(StrEnum):
    """Where an invitation stands."""

    SCHEDULED = "scheduled"  #: Will be sent.
    SENT = "sent"  #: Was sent; an answer is waited for.
    ANSWERED = "answered"  #: Was answered.
    EXPIRED = "expired"  #: Nobody has answered in time.
    SUPPRESSED = "suppressed"  #: Was never sent, for a reason.
    CANCELLED = "cancelled"  #: Was taken back.


class SurveySuppression(StrEnum):
    """Why somebody was not asked."""

    SAMPLED_OUT = "sampled_out"  #: Only some are asked, and he is not among them.
    CAPPED = "capped"  #: He was asked too lately.
    NO_ADDRESS = "no_address"  #: Nobody knows how to reach him.
    STAFF = "staff"  #: He is one of our own people.


class SurveyChannel(StrEnum):
    """How somebody is asked."""

    LINK = "link"  #: A link to the questions.
    PHONE = "phone"  #: On the telephone.
    VISIT = "visit"  #: On site.
    LETTER = "letter"  #: By letter.
    INTERVIEW = "interview"  #: In a conversation.


class SurveyEvidenceKind(StrEnum):
    """How an answer reached us that somebody of ours writes down."""

    PHONE = "phone"  #: Said on the telephone.
    VISIT = "visit"  #: Said on site.
    LETTER = "letter"  #: Written in a letter.
    INTERVIEW = "interview"  #: Said in a conversation.
    SIGNATURE = "signature"  #: Signed on paper or glass.
    EMAIL = "email"  #: Written in a mail.
    MESSAGE = "message"  #: Written in a messenger.
    OTHER = "other"  #: Anything else; the note says what.


class SurveyFollowUpStatus(StrEnum):
    """Where a follow-up stands."""

    PLANNED = "planned"  #: Is to be made; nobody has it yet.
    ASSIGNED = "assigned"  #: Somebody is to make it.
    DONE = "done"  #: Was made.
    MISSED = "missed"  #: Was not made in its window.
    CANCELLED = "cancelled"  #: Will not be made.


class SurveyNeedKind(StrEnum):
    """What kind of need a follow-up found."""

    FAULT = "fault"  #: Something does not work.
    PART = "part"  #: A part is wanted.
    TRAINING = "training"  #: Somebody wants to be taught.
    UPGRADE = "upgrade"  #: Something better is wanted.
    COMPLAINT = "complaint"  #: Somebody is not content.
    OTHER = "other"  #: Anything else.
