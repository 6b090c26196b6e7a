"""Questions to plugins that are answered without waiting, such as conditions for a list."""

from collections.abc import Callable
from time import monotonic, perf_counter
from typing import Any

from msgspec import Struct

from wellkept.platform.plugin_host.calling.answers import as_promised
from wellkept.platform.plugin_host.calling.endings import comes_from_outside, note_failure, note_success
from wellkept.platform.plugin_host.current import host
from wellkept.platform.plugin_host.hooks.plan import HookCall
from wellkept.platform.plugin_host.hooks.tallies import Outcome
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept_sdk.ctx import Ctx, Reply


class Unanswered(Struct, frozen=True):
    """A call that failed, and how."""

    call: HookCall
    error: BaseException


def answers_of(
    hook: str,
    occasion: Occasion,
    event: Struct,
    *,
    context_of: Callable[[str, Occasion], Ctx],
    unanswered: list[Unanswered] | None = None,
) -> list[Reply[Any]]:
    """
    Return what the active plugins answer to a question that needs no waiting; who fails says nothing.

    Args:
        hook: its name.
        occasion: says which plugins are active.
        event: the question.
        context_of: makes the contexts.
        unanswered: takes the calls that failed.
    """
    replies: list[Reply[Any]] = []
    for call in host().plans.of(hook, occasion.active.plugins):
        if call.breaker.failures and not call.breaker.lets_through(monotonic()):
            call.tally.count(Outcome.SKIPPED)
            continue
        started = perf_counter()
        try:
            answer = call.function(context_of(call.plugin, occasion), event)
            if answer is not None:
                replies.append(Reply(call.plugin, as_promised(answer, call.replies)))
        except BaseException as error:
            if comes_from_outside(error):
                raise
            note_failure(call, error)
            if unanswered is not None:
                unanswered.append(Unanswered(call, error))
        else:
            note_success(call, perf_counter() - started)
    return replies
