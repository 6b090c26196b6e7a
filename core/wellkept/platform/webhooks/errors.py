"""What may go wrong with webhooks."""

from wellkept_sdk.errors import Conflict, Invalid


class AddressRefused(Invalid):
    """Events are not posted to this address: it is no public one, or not encrypted."""

    code = "webhooks.webhook.address_refused"


class DeliveryPending(Conflict):
    """The delivery has not been done or given up yet."""

    code = "webhooks.delivery.pending"
