"""
The scopes of a change: `transaction()` around a verb, `unit_of_work()` around a request or job.

A verb opens `transaction()`. Inside a unit of work the first one begins the transaction and the edge commits it;
inside another verb it is a savepoint; alone it commits by itself. A verb that fails rolls its whole unit back, unless
it ran in a savepoint. Child tasks never inherit a unit, so what they write stands on its own: do not use
`asyncio.gather` or `asyncio.wait_for` (which makes a task) around verbs, but `asyncio.timeout`.
"""

from collections.abc import Callable

from wellkept.platform.storage.engines import database
from wellkept.platform.storage.scopes import TransactionScope, UnitScope
from wellkept.platform.storage.unit import Guard, Unit

__all__ = [
    "FailureIgnoredError",
    "Guard",
    "Unit",
    "after_commit",
    "begin_unit",
    "current_unit",
    "require_intact",
    "require_transaction",
    "transaction",
    "unit_of_work",
]


class FailureIgnoredError(RuntimeError):
    """A statement has failed, and who issued it went on as if it had not."""


def transaction() -> TransactionScope:
    """Return the scope of a verb."""
    return database().transaction()


def unit_of_work() -> UnitScope:
    """Return the scope of a request or job; nothing is begun before the first `transaction()` in it."""
    return database().unit_of_work()


def current_unit() -> Unit | None:
    """Return the unit of work of the running task, if it has one."""
    return database().units.get()


async def begin_unit() -> None:
    """Begin the transaction of the running unit of work, if there is a unit and nobody has begun it."""
    unit = current_unit()
    if unit is not None and not unit.begun:
        await unit.begin()


def require_transaction() -> None:
    """Assert that the caller has opened a transaction which the next statement joins."""
    unit = current_unit()
    assert unit is not None, "This belongs into a transaction."
    assert unit.begun, "This belongs into a transaction."


def require_intact(unit: Unit) -> None:
    """
    Check that nothing has failed in a unit without having been undone, before it is committed.

    Raises:
        FailureIgnoredError: something has: PostgreSQL would undo everything and say nothing, SQLite keep half of it.
    """
    if unit.has_failed_statement:
        raise FailureIgnoredError(f"{FailureIgnoredError.__doc__}")


def after_commit(callback: Callable[[], object]) -> None:
    """Call a function once the work of the current unit is durable; never, if it is rolled back."""
    unit = current_unit()
    assert unit is not None, "There is no unit of work to wait for."
    unit.after_commit(callback)
