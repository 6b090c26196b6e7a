"""What an operator may do with deliveries that were given up."""

from datetime import datetime
from uuid import UUID

from wellkept.platform.delivery.errors import DeadLetterNotFound
from wellkept.platform.jobs.queue import revive
from wellkept.platform.jobs.wakeup import wake_after_commit
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.unit_of_work import transaction


async def replay(delivery_id: UUID, *, at: datetime) -> None:
    """
    Hand a dead letter over once more, with all its attempts.

    Raises:
        DeadLetterNotFound: there is no dead delivery with this id.
    """
    async with transaction():
        if not await revive("event_delivery", delivery_id, at=at):
            raise DeadLetterNotFound
        wake_after_commit()


async def replay_all(subscriber: str, *, at: datetime) -> int:
    """Hand all dead letters of a subscriber over once more; return how many there were."""
    async with transaction():
        revived = await database().execute(_REPLAY_ALL, at, subscriber)
        wake_after_commit()
    return revived


_REPLAY_ALL = """
UPDATE event_delivery SET state = 'ready', attempts = 0, next_at = ?, lease_until = NULL, lease_id = NULL
WHERE subscriber = ? AND state = 'dead'
"""
