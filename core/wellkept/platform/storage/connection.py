"""What the storage layer asks of one connection, whichever driver is behind it."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any, Protocol

from wellkept_sdk.db.database import Row


class Connection(Protocol):
    """One connection; its methods raise our errors, and leave it idle even when they are cancelled."""

    @property
    def in_transaction(self) -> bool:
        """Tell whether a transaction is open, a failed one included."""
        ...

    async def fetch(self, sql: str, args: Sequence[Any]) -> list[Row]:
        """Return the rows of a statement."""
        ...

    async def execute(self, sql: str, args: Sequence[Any]) -> int:
        """Return how many rows a statement changed."""
        ...

    async def execute_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement once per row of arguments."""
        ...

    async def control(self, sql: str) -> None:
        """Run BEGIN, COMMIT, ROLLBACK or a savepoint statement to its end, cancelled or not."""
        ...


async def uninterrupted(work: Coroutine[Any, Any, None]) -> None:
    """
    Await work that must not stop half-way; a cancellation that arrives meanwhile is raised after its end.

    Raises:
        asyncio.CancelledError: the caller was cancelled while waiting.
    """
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as cancellation:
            cancelled = cancellation
        except Exception:  # noqa: BLE001 - raised below, by reading the task's result
            break
    if cancelled is not None:
        if not task.cancelled():
            task.exception()
        raise cancelled
    task.result()
