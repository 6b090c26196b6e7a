"""
A time limit for a coroutine that costs nothing unless the coroutine really waits.

`asyncio.timeout` around every call of a hook would cost more than most hooks do. So the caller takes the first step
itself, `coroutine.send(None)`: a coroutine that never waits has then ended, with `StopIteration`. One that waits has
handed out what it waits for, and the rest of it is driven here, under a limit.
"""

import asyncio
from collections.abc import Callable, Coroutine, Generator
from functools import partial
from types import coroutine
from typing import Any, TypeVar, cast

#: How long a coroutine that was told to stop may still clean up.
GRACE_SECONDS = 1.0
_CANCELLATIONS_MAX = 1

ResultT = TypeVar("ResultT")
Steps = Coroutine[Any, Any, ResultT] | Generator[object, Any, ResultT]

FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])


def delegating(generator: FunctionT) -> FunctionT:
    """Let a generator hand its steps to coroutines by `yield from`, which costs as little as `await`."""
    return cast("FunctionT", coroutine(generator))


async def finished(started: Steps[ResultT], waiting_for: object, *, seconds: float) -> ResultT:
    """
    Drive a coroutine to its end, whose first step the caller has taken.

    Args:
        started: the coroutine, or a generator that delegates to coroutines.
        waiting_for: what its first step has handed out.
        seconds: how long it may take; then it is cancelled, and shortly afterwards closed if it goes on regardless.

    Raises:
        TimeoutError: it took longer.
    """
    async with asyncio.timeout(seconds + GRACE_SECONDS), asyncio.timeout(seconds):
        return await _relay(started, waiting_for)


@coroutine
def _relay(started: Steps[ResultT], waiting_for: object) -> Generator[object, Any, ResultT]:
    """Hand out what the coroutine waits for, as if it was awaited, and hand in what comes: a result or an exception."""
    cancellations = 0
    while True:
        try:
            step = partial(started.send, (yield waiting_for))
        except GeneratorExit:
            started.close()
            raise
        except asyncio.CancelledError as cancellation:
            if cancellations == _CANCELLATIONS_MAX:
                # It was told before and did not care.
                started.close()
                raise
            cancellations += 1
            step = partial(started.throw, cancellation)
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is for the coroutine
            step = partial(started.throw, error)
        try:
            waiting_for = step()
        except StopIteration as done:
            return done.value
