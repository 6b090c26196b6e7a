"""What may go wrong with deliveries."""

from wellkept_sdk.errors import NotFound


class DeadLetterNotFound(NotFound):
    """There is no delivery with this id that was given up."""

    code = "events.delivery.not_dead"
