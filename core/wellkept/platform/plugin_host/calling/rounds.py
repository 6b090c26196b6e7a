"""One round of calls of one hook: who fails in it does no harm to the others."""

from collections.abc import Awaitable, Callable, Generator, Iterator, Sequence
from contextvars import ContextVar
from functools import partial
from time import monotonic, perf_counter
from typing import Any, Generic, TypeVar

from msgspec import Struct

from wellkept.platform.plugin_host.calling import spans
from wellkept.platform.plugin_host.calling.answers import as_promised, is_copied, own_copy, patched
from wellkept.platform.plugin_host.calling.deadline import delegating, finished
from wellkept.platform.plugin_host.calling.endings import (
    HooksTooDeepError,
    LeftAloneError,
    StatementFailedError,
    comes_from_outside,
    note_failure,
    note_success,
)
from wellkept.platform.plugin_host.calling.failures import record_failure
from wellkept.platform.plugin_host.current import host
from wellkept.platform.plugin_host.hooks.plan import HookCall
from wellkept.platform.plugin_host.hooks.tallies import QUICK_SECONDS, Outcome
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept.platform.storage.unit_of_work import Guard, current_unit
from wellkept_sdk.ctx import Ctx, Reply
from wellkept_sdk.errors import PluginFailed, Unavailable, Vetoed
from wellkept_sdk.hooks.phases import Veto

#: How deep hooks may cause hooks, as when one does an action on a ticket.
NESTING_MAX = 8
_depth: ContextVar[int] = ContextVar("wellkept_hook_depth", default=0)

EventT = TypeVar("EventT", bound=Struct)


class _Ended(Struct, frozen=True):
    """A call with which more is to be done: it has waited, written or answered something, taken its time, or failed."""

    call: HookCall
    seconds: float = 0.0
    answer: object = None
    error: BaseException | None = None


#: Stands for the guard where there is no transaction: nothing can be undone.
_NO_GUARD = partial(Guard, 0, 0, False)  # noqa: FBT003 - as the class has it

#: Calls on their way: a generator that hands out what the present one waits for.
Passing = Generator[object, Any, _Ended | None]


class Round(Generic[EventT]):
    """
    The calls of one hook on one occasion, in the order of the plugins, never at the same time.

    What a failing call of an optional plugin wrote is undone and its failure recorded; the savepoint for that is set
    only if the call issues a statement. A failing call of a required plugin ends the round.

    Most hooks have nothing to say, so the way of a call that answers None at once is short: it is put under no time
    limit, and the guard that was announced for it serves the next one.
    """

    __slots__ = (
        "_call",
        "_context_of",
        "_decides",
        "_guard",
        "_is_copied",
        "_occasion",
        "_tolerates",
        "_unit",
        "event",
        "hook",
        "replies",
    )

    def __init__(
        self,
        hook: str,
        occasion: Occasion,
        event: EventT,
        *,
        context_of: Callable[[str, Occasion], Ctx],
        decides: bool = False,
        tolerates: bool = False,
    ) -> None:
        """
        Prepare a round.

        Args:
            hook: its name.
            occasion: says which plugins are active.
            event: what they are told.
            context_of: makes the contexts.
            decides: answers are vetoes, which are the replies, and patches of the event, which the next plugin sees.
            tolerates: the failure of a required plugin is a veto, not an error.
        """
        self.hook = hook
        self.event = event
        self.replies: list[Reply[Any]] = []
        self._occasion = occasion
        self._context_of = context_of
        self._decides = decides
        self._tolerates = tolerates
        self._is_copied = is_copied(type(event))
        self._unit = current_unit()
        self._guard: Guard | None = None

    def run(self) -> Awaitable[None]:
        """Return what calls all who implement the hook; raises `PluginFailed` if a required plugin fails."""
        return self._make(host().plans.of(self.hook, self._occasion.active.activation.plugins))

    def call(self, call: HookCall) -> Awaitable[None]:
        """Return what makes one call that is not among the hooks; raises `PluginFailed` as well."""
        return self._make((call,))

    async def _make(self, plan: Sequence[HookCall]) -> None:
        if not plan:
            return
        depth = _depth.get()
        if depth == NESTING_MAX:
            raise HooksTooDeepError(f"{self.hook} was caused by {NESTING_MAX} other hooks.")
        token = _depth.set(depth + 1)
        try:
            calls = iter(plan)
            while (ended := await self._next(calls)) is not None:
                await self._settle(ended)
        finally:
            _depth.reset(token)
        if self._unit is not None and self._guard is not None:
            # Nothing was written under it, or it would have been kept.
            self._unit.ascend(self._guard.depth)

    async def _next(self, calls: Iterator[HookCall]) -> _Ended | None:
        """Return the next call with which more is to be done; its first wait puts it under the time limit."""
        guard = self._guard = self._guard or (_NO_GUARD() if self._unit is None else self._unit.guard())
        passing = self._pass(calls, guard)
        try:
            waiting_for = passing.send(None)
        except StopIteration as done:
            return done.value
        except BaseException as error:  # noqa: BLE001 - looked at when the call is settled
            return _Ended(self._call, error=error)
        guard.is_used = True
        try:
            return await finished(passing, waiting_for, seconds=host().hook_seconds_max)
        except BaseException as error:  # noqa: BLE001 - as above
            return _Ended(self._call, error=error)

    @delegating
    def _pass(self, calls: Iterator[HookCall], guard: Guard) -> Passing:
        """Make calls as long as each has nothing to say, and return the first with which more is to be done."""
        contexts, tracer = self._occasion.contexts, spans.tracer
        is_copied, tolerates = self._is_copied, self._tolerates
        at = perf_counter()
        for call in calls:
            is_troubled = call.breaker.failures > 0
            if is_troubled and not call.breaker.lets_through(monotonic()):
                call.tally.count(Outcome.SKIPPED)
                if call.is_optional:
                    continue
                return _Ended(call, error=LeftAloneError("It has failed too often; it is tried again in a moment."))
            self._call = call
            guard.is_wanted = call.is_optional or tolerates
            ctx = contexts.get(call.plugin) or self._context_of(call.plugin, self._occasion)
            work: Any = call.function(ctx, own_copy(self.event) if is_copied else self.event)
            if tracer is not None:
                work = spans.spanned(work, plugin=call.plugin, hook=call.hook)
            answer = yield from work  # pyright: ignore[reportUnknownVariableType] - checked when it is looked at
            before, at = at, perf_counter()
            if answer is not None or guard.is_used or at - before >= QUICK_SECONDS or is_troubled:
                return _Ended(call, at - before, answer)  # pyright: ignore[reportUnknownArgumentType] - as above
            call.tally.quick += 1
        return None

    async def _settle(self, ended: _Ended) -> None:
        call = ended.call
        try:
            if ended.error is not None:
                raise ended.error  # noqa: TRY301 - one place for all failures
            if ended.seconds > host().hook_seconds_max:
                raise TimeoutError("It took too long, and could not be interrupted.")  # noqa: TRY301
            if self._has_swallowed_a_failure():
                raise StatementFailedError("A statement has failed, and the hook went on as if it had not.")  # noqa: TRY301
            if ended.answer is not None:
                self._take(call, ended.answer)
        except BaseException as error:
            if comes_from_outside(error):
                raise
            await self._failed(call, error)
            return
        await self._keep()
        note_success(call, ended.seconds)

    def _has_swallowed_a_failure(self) -> bool:
        unit, guard = self._unit, self._guard
        return unit is not None and guard is not None and unit.has_failed_statement > guard.has_failed_statement

    def _take(self, call: HookCall, answer: object) -> None:
        promised = as_promised(answer, call.replies)
        if not self._decides or isinstance(promised, Veto):
            self.replies.append(Reply(call.plugin, promised))
        else:
            self.event = patched(self.event, promised)

    async def _failed(self, call: HookCall, error: BaseException) -> None:
        left_alone = isinstance(error, LeftAloneError)
        detail = f"The plugin {call.plugin} has failed{' too often and rests for a moment' if left_alone else ''}."
        if self._decides and isinstance(error, Vetoed):
            # A verb or hook that this one called was vetoed: so is what this one was asked about.
            await self._undo()
            who = str(error.context.get("plugin", call.plugin))
            self.replies.append(Reply(who, Veto(code=error.code, message=error.detail)))
            return
        if not left_alone and not isinstance(error, Unavailable):
            note_failure(call, error)
        await self._undo()
        if call.is_optional:
            await record_failure(call, error, record=self._occasion.record)
        elif self._tolerates:
            self.replies.append(Reply(call.plugin, Veto(code=PluginFailed.code, message=detail)))
        elif isinstance(error, Unavailable | PluginFailed):
            # The database's failure is not the plugin's, and a plugin that failed inside is named already.
            raise error
        else:
            raise PluginFailed(detail=detail, plugin=call.plugin, hook=call.hook) from error

    async def _keep(self) -> None:
        guard, self._guard = self._guard, None
        if guard is not None and self._unit is not None:
            await self._unit.keep(guard)

    async def _undo(self) -> None:
        guard, self._guard = self._guard, None
        if guard is not None and self._unit is not None:
            await self._unit.undo(guard)
