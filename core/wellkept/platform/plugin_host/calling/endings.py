"""How calls of hooks end, and what is noted of it."""

import asyncio
import logging
from time import monotonic

from wellkept.platform.plugin_host.hooks.plan import HookCall
from wellkept.platform.plugin_host.hooks.tallies import Outcome

#: From when on a call inside a change is worth a line of the log.
SLOW_SECONDS = 0.1

_log = logging.getLogger(__name__)


class HooksTooDeepError(RuntimeError):
    """Hooks cause hooks that cause hooks, and so on: there is no end in sight."""


class LeftAloneError(RuntimeError):
    """The hook has failed too often, and is not called for a while."""


class StatementFailedError(RuntimeError):
    """A statement of the hook has failed, and the hook went on as if it had not."""


def comes_from_outside(error: BaseException) -> bool:
    """Return whether an exception is not the hook's, but tells the whole task or process to stop."""
    if isinstance(error, asyncio.CancelledError):
        task = asyncio.current_task()
        return task is not None and task.cancelling() > 0
    return isinstance(error, KeyboardInterrupt | GeneratorExit)


def note_success(call: HookCall, seconds: float) -> None:
    """Count a call that went well."""
    if call.breaker.failures:
        call.breaker.succeeded()
    call.tally.add(seconds)
    if seconds > SLOW_SECONDS:
        _log.warning("The hook %s of the plugin %s took %.3f s inside a change.", call.hook, call.plugin, seconds)


def note_failure(call: HookCall, error: BaseException) -> None:
    """Count a call that failed, and say so in the log."""
    call.breaker.failed(monotonic())
    call.tally.count(Outcome.FAILED)
    _log.warning("The hook %s of the plugin %s has failed.", call.hook, call.plugin, exc_info=error)
