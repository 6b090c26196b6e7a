"""Every failure of a ticket, with its public code."""

from wellkept_sdk.errors import Conflict, Invalid


class TransitionNotAllowed(Conflict):
    """The ticket's status does not allow this action."""

    code = "tickets.transition.not_allowed"


class ReopenTooLate(Conflict):
    """The days in which this ticket could be reopened are over."""

    code = "tickets.reopen.too_late"


class DispatcherRequired(Conflict):
    """After so many handovers only a dispatcher may assign the ticket."""

    code = "tickets.handover.dispatcher_required"


class DedupKeyHeld(Conflict):
    """Another open ticket of the project holds this ticket's dedup_key."""

    code = "tickets.dedup_key.held"


class EquipmentOfOtherProject(Invalid):
    """The equipment belongs to another project."""

    code = "tickets.equipment.other_project"


class OccurredInFuture(Invalid):
    """This cannot have happened yet."""

    code = "tickets.occurred_at.in_future"


class OccurredOutOfOrder(Invalid):
    """The ticket's last action happened later than this."""

    code = "tickets.occurred_at.out_of_order"


class ReportedInFuture(Invalid):
    """The matter cannot have been reported yet."""

    code = "tickets.reported_at.in_future"


class AssigneeNotStaff(Invalid):
    """Only an active admin, dispatcher or engineer can be assigned."""

    code = "tickets.assignee.not_staff"


class LogVisibilityDenied(Invalid):
    """The caller may not write for these readers."""

    code = "tickets.log.visibility_denied"
