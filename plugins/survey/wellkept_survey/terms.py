"""What plans and contracts say: what invites whom, how long one waits, and which follow-ups are made."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final

from msgspec import UNSET, Meta, Struct, UnsetType, field

from wellkept_sdk import Terms
from wellkept_sdk.text import Code, Name

#: A name of a trigger, a follow-up, a question, an option or a dimension.
Slug = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,63}\Z", examples=["overall"])]
CHECKS_MAX: Final = 100
REMINDERS_MAX: Final = 10


class SurveyMoment(StrEnum):
    """What invites."""

    RESOLVED = "resolved"  #: The ticket is put right in our view.
    CONFIRMED = "confirmed"  #: The customer agrees that it is.
    CLOSED = "closed"  #: The ticket is finished.
    VISIT_COMPLETED = "visit_completed"  #: A visit of the ticket is over.
    PERIODIC = "periodic"  #: Months have passed since a day of the project.


class SurveyRespondents(StrEnum):
    """Who is asked."""

    REPORTER = "reporter"  #: Who reported the ticket.
    CONTACTS = "contacts"  #: The customer's preferred contacts, or all if none is preferred.


class SurveyAnchor(StrEnum):
    """From which day of a project periods are counted."""

    HANDED_OVER_ON = "handed_over_on"  #: The customer runs it since then.
    ACCEPTED_ON = "accepted_on"  #: The customer has accepted it then.
    CONTRACT_START = "contract_start"  #: The contract in force has begun then.


class SurveyFollowUpKind(StrEnum):
    """How a follow-up is made."""

    PHONE = "phone"  #: A call.
    EMAIL = "email"  #: A mail.
    VISIT = "visit"  #: A visit on site.
    MEETING = "meeting"  #: A meeting elsewhere.


class SurveyTrigger(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    What invites whom.

    Args:
        on: what invites.
        template: the code of what is asked.
        delay_minutes: how long after it.
        respondents: who is asked.
        sample_percent: how many of a hundred, the same ones at every attempt.
        every_months: the pause of a periodic one.
        anchor: from which day its periods are counted.
    """

    on: SurveyMoment
    template: Code
    delay_minutes: Annotated[int, Meta(ge=0, le=525_600)] = 0
    respondents: Annotated[tuple[SurveyRespondents, ...], Meta(min_length=1, max_length=2)] = (
        SurveyRespondents.REPORTER,
    )
    sample_percent: Annotated[int, Meta(ge=0, le=100)] = 100
    every_months: Annotated[int, Meta(ge=1, le=120)] | None = None
    anchor: SurveyAnchor | None = None


class SurveyCap(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How often one respondent is asked at most: so many invitations in so many days of 24 hours."""

    invitations: Annotated[int, Meta(ge=1, le=100)] = 1
    per_days: Annotated[int, Meta(ge=1, le=3_650)] = 30


class SurveyLowScore(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Which answer calls for more than thanks.

    Args:
        dimension: whose value is looked at.
        at_most: which value is low.
        open_ticket: whether a ticket is opened for it.
        grade: of that ticket.
        channel: of that ticket.
    """

    dimension: Slug = "overall"
    at_most: Annotated[int, Meta(ge=0, le=10)] = 2
    open_ticket: bool = True
    grade: Annotated[int, Meta(ge=1, le=3)] = 2
    channel: Code = "survey"


class SurveyFollowUpPlan(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    A contact without a fault, once, every so many months, or on a day of every year.

    Args:
        kind: how it is made.
        anchor: from which day of the project it is counted.
        after_days: once, so many days after the anchor.
        every_months: again and again, so many months apart.
        month_day: on this day of every year instead, such as `05-15`.
        window_days: how many days after its day it may still be made.
        checklist: what is looked at.
    """

    kind: SurveyFollowUpKind
    anchor: SurveyAnchor | None = None
    after_days: Annotated[int, Meta(ge=0, le=3_650)] | None = None
    every_months: Annotated[int, Meta(ge=1, le=120)] | None = None
    month_day: Annotated[str, Meta(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])\Z")] | None = None
    window_days: Annotated[int, Meta(ge=0, le=366)] = 30
    checklist: Annotated[tuple[Name, ...], Meta(max_length=CHECKS_MAX)] = ()


AFTER_REPAIR: Final = SurveyTrigger(on=SurveyMoment.CONFIRMED, template="repair", delay_minutes=60)


def _default_triggers() -> dict[str, SurveyTrigger]:
    return {"after_repair": AFTER_REPAIR}


class SurveyTerms(Terms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    How the customers of a plan or contract are asked, and looked after without a fault.

    Args:
        triggers: what invites, by name.
        expires_after_days: how long an answer is waited for.
        reminders_after_days: after how many days who has not answered is reminded; each is more than the one before.
        cap: how often one respondent is asked, once in 30 days if it is absent; null for no limit. It holds back
            neither manual invitations nor new waves.
        edit_minutes: how long after the first answer it may be replaced.
        low_score: which answer opens a ticket, an overall of 2 or less if it is absent; null for none.
        follow_ups: contacts without a fault, by name.
    """

    triggers: Mapping[Slug, SurveyTrigger] = field(default_factory=_default_triggers)
    expires_after_days: Annotated[int, Meta(ge=1, le=366)] = 14
    reminders_after_days: Annotated[tuple[Annotated[int, Meta(ge=1, le=366)], ...], Meta(max_length=REMINDERS_MAX)] = (
        3,
        7,
    )
    cap: SurveyCap | UnsetType | None = UNSET
    edit_minutes: Annotated[int, Meta(ge=0, le=525_600)] = 720
    low_score: SurveyLowScore | UnsetType | None = UNSET
    follow_ups: Mapping[Slug, SurveyFollowUpPlan] = {}

    # Where terms are merged, null brings back what counts without it. These two mean something else by it: "off".
    # So they have no value of their own, and what counts without them is said here.
    @property
    def cap_in_force(self) -> SurveyCap | None:
        """Return how often one respondent is asked; None for no limit."""
        return SurveyCap() if self.cap is UNSET else self.cap

    @property
    def low_score_in_force(self) -> SurveyLowScore | None:
        """Return which answer calls for more than thanks; None for none."""
        return SurveyLowScore() if self.low_score is UNSET else self.low_score
