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
from wellkept.platform.storage.unit import Unit

__all__ = ["Unit", "after_commit", "current_unit", "require_transaction", "transaction", "unit_of_work"]


def transaction() -> TransactionScope:
    """Return the scope of a verb."""
    return database().transaction()


def unit_of_work() -> UnitScope:
    """Return the scope of a request or job; nothing is begun before the first `transaction()` in it."""
    return database().unit_of_work()


def current_unit() -> Unit | None:
    """Return the unit of work of the running task, if it has one."""
    return database().units.get()


def require_transaction() -> None:
    """Assert that the caller has opened a transaction which the next statement joins."""
    unit = current_unit()
    assert unit is not None, "This belongs into a transaction."
    assert unit.begun, "This belongs into a transaction."


def after_commit(callback: Callable[[], object]) -> None:
    """Call a function once the work of the current unit is durable; never, if it is rolled back."""
    unit = current_unit()
    assert unit is not None, "There is no unit of work to wait for."
    unit.after_commit(callback)
