"""Every failure, with its public code."""

from wellkept_sdk.errors import Conflict, Invalid


class FactInFuture(Invalid):
    """What has not happened yet cannot be recorded."""

    code = "sla.fact.in_future"


class FactBeforeStart(Invalid):
    """Before the clocks of a ticket start, nothing counts for them."""

    code = "sla.fact.before_start"


class TicketCancelled(Conflict):
    """The ticket is cancelled: nothing counts for its clocks any more."""

    code = "sla.ticket.cancelled"


class MilestoneUnknown(Invalid):
    """No clock of the ticket's activation names this milestone."""

    code = "sla.milestone.unknown"


class HolderPartyMismatch(Invalid):
    """The holder `party` comes with a `party_id`, and no other holder does."""

    code = "sla.holder.party_mismatch"


class HolderUnknownParty(Invalid):
    """There is no such party that may be named anew."""

    code = "sla.holder.unknown_party"


class BreachAlreadyMarked(Conflict):
    """The breach is excused or withdrawn already."""

    code = "sla.breach.already_marked"


class SimulationSourceAmbiguous(Invalid):
    """A simulation takes either `terms` or the `plan_code` of a service plan."""

    code = "sla.simulation.ambiguous_source"


class SimulationPlanWithoutSla(Invalid):
    """This service plan promises no times: it does not name `sla`."""

    code = "sla.simulation.plan_without_sla"


class TermsUnknownCalendar(Invalid):
    """There is no such calendar, or it is archived."""

    code = "sla.terms.unknown_calendar"


class TermsUnknownParty(Invalid):
    """There is no such party."""

    code = "sla.terms.unknown_party"


class TermsNeverRun(Invalid):
    """This clock can never run."""

    code = "sla.terms.never_runs"


class TermsAlwaysPaused(Invalid):
    """This clock would be paused for as long as it could run."""

    code = "sla.terms.always_paused"


class TermsCancelThemselves(Invalid):
    """This clock would be cancelled before it could stop."""

    code = "sla.terms.cancels_itself"


class HoldingNeedsUc(Invalid):
    """What a party holds is measured by clocks of the kind `uc`, and only these name a party."""

    code = "sla.terms.holding_needs_uc"


class NotASpan(Invalid):
    """Only the measure `span` names where it starts and stops."""

    code = "sla.terms.not_a_span"


class PercentOfDays(Invalid):
    """A target in working days has no percentage."""

    code = "sla.terms.percent_of_days"


class ThresholdInvalid(Invalid):
    """A threshold has exactly one of `percent`, `before_due` and `after_due`; only the last may be repeated."""

    code = "sla.terms.threshold_invalid"


ERRORS = (
    FactInFuture,
    FactBeforeStart,
    TicketCancelled,
    MilestoneUnknown,
    HolderPartyMismatch,
    HolderUnknownParty,
    BreachAlreadyMarked,
    SimulationSourceAmbiguous,
    SimulationPlanWithoutSla,
    TermsUnknownCalendar,
    TermsUnknownParty,
    TermsNeverRun,
    TermsAlwaysPaused,
    TermsCancelThemselves,
    HoldingNeedsUc,
    NotASpan,
    PercentOfDays,
    ThresholdInvalid,
)
