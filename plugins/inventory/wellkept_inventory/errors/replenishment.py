"""What may be wrong with policies, forecasts and orders."""

from wellkept_sdk.errors import Conflict, Invalid, NotFound


class PolicyNotFound(NotFound):
    """There is no such policy."""

    code = "inventory.policy.not_found"


class OrderNotFound(NotFound):
    """There is no such purchase order."""

    code = "inventory.order.not_found"


class OrderOverReceived(Conflict):
    """More would be received than was ordered."""

    code = "inventory.order.over_received"


class OrderLineMismatch(Invalid):
    """The order has no such line of this part, supplier and place."""

    code = "inventory.order.line_mismatch"


class OrderWrongState(Conflict):
    """The order's status does not allow this."""

    code = "inventory.order.wrong_state"


class ForecastNoDemand(Invalid):
    """There is no demand to forecast from, or there are more than 1 000 buckets."""

    code = "inventory.forecast.no_demand"


class PolicyTaken(Conflict):
    """The part has a policy for this place already."""

    code = "inventory.policy.taken"


class PolicyInvalid(Invalid):
    """The figures of the policy contradict each other."""

    code = "inventory.policy.invalid"
