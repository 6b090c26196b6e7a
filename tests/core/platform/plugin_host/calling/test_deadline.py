import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import pytest

from wellkept.platform.plugin_host.calling import deadline
from wellkept.platform.plugin_host.calling.deadline import finished


async def driven(started: Coroutine[Any, Any, Any], *, seconds: float = 5.0) -> Any:
    """Do what the caller of hooks does: take the first step, and hand over what waits."""
    try:
        waiting_for = started.send(None)
    except StopIteration as done:
        return done.value
    return await finished(started, waiting_for, seconds=seconds)


async def endless(ended: list[str]) -> None:
    """Wait for long, and note what put an end to it."""
    try:
        await asyncio.sleep(30)
    except BaseException as error:
        ended.append(type(error).__name__)
        raise


@pytest.fixture(autouse=True)
def little_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadline, "GRACE_SECONDS", 0.05)


class TestCoroutineUnderADeadline:
    async def test_returns_what_it_returns(self) -> None:
        async def work() -> str:
            for _ in range(3):
                await asyncio.sleep(0)
            await asyncio.sleep(0.001)
            return "done"

        assert await driven(work()) == "done"

    async def test_raises_what_it_raises(self) -> None:
        async def work() -> None:
            await asyncio.sleep(0.001)
            raise KeyError("nowhere")

        with pytest.raises(KeyError, match="nowhere"):
            await driven(work())

    async def test_is_told_what_it_waited_for(self) -> None:
        async def fails() -> None:
            raise LookupError

        async def work() -> str:
            try:
                await asyncio.create_task(fails())
            except LookupError:
                await asyncio.sleep(0)
                return "told"
            return "not told"

        assert await driven(work()) == "told"

    async def test_is_cancelled_when_it_takes_too_long(self) -> None:
        cleaned: list[str] = []

        async def work() -> None:
            try:
                await asyncio.sleep(30)
            finally:
                await asyncio.sleep(0.001)
                cleaned.append("up")

        with pytest.raises(TimeoutError):
            await driven(work(), seconds=0.01)
        assert cleaned == ["up"]

    async def test_is_closed_when_it_does_not_care(self) -> None:
        closed: list[bool] = []

        async def work() -> None:
            try:
                while True:
                    with suppress(asyncio.CancelledError):
                        await asyncio.sleep(30)
            finally:
                closed.append(True)

        with pytest.raises(TimeoutError):
            await driven(work(), seconds=0.01)
        assert closed == [True]

    async def test_keeps_a_shorter_deadline_of_its_own(self) -> None:
        async def work() -> str:
            try:
                async with asyncio.timeout(0.01):
                    await asyncio.sleep(30)
            except TimeoutError:
                return "in time"
            return "never"

        assert await driven(work()) == "in time"

    async def test_ends_with_a_shorter_deadline_around_it(self) -> None:
        ended: list[str] = []

        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await driven(endless(ended))
        assert ended == ["CancelledError"]

    async def test_can_wait_for_another_one(self) -> None:
        async def inner() -> str:
            await asyncio.sleep(0.001)
            return "inner"

        async def outer() -> str:
            await asyncio.sleep(0)
            return await driven(inner())

        assert await driven(outer()) == "inner"

    async def test_loses_against_the_shorter_one_inside(self) -> None:
        async def outer() -> str:
            try:
                await driven(asyncio.sleep(30), seconds=0.01)
            except TimeoutError:
                await asyncio.sleep(0)
            return "outer goes on"

        assert await driven(outer()) == "outer goes on"

    async def test_is_cancelled_with_its_task(self) -> None:
        ended: list[str] = []

        task = asyncio.create_task(driven(endless(ended)))
        await asyncio.sleep(0.001)
        task.cancel()

        with pytest.raises(asyncio.CancelledError):
            await task
        assert ended == ["CancelledError"]
        assert task.cancelled()

    async def test_is_closed_when_nobody_waits_for_it_any_more(self) -> None:
        ended: list[str] = []

        outer = driven(endless(ended))
        outer.send(None)
        outer.close()

        assert ended == ["GeneratorExit"]
