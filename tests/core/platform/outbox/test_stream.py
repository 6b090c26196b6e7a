import asyncio
import base64
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, ClassVar, cast

import msgspec
import pytest
from litestar.response import ServerSentEventMessage

from wellkept.platform.outbox import stream
from wellkept.platform.outbox.service import emit
from wellkept.platform.outbox.stream import end_streams, messages, require_room
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.actor import SYSTEM
from wellkept_sdk.errors import Unavailable
from wellkept_sdk.events import Event


class ValveClosed(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "test.valve.closed"

    number: int

    @property
    def subject(self) -> str:
        return f"valves/{self.number}"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "POLL_SECONDS", 0.02)


async def close(*numbers: int) -> None:
    async with transaction():
        for number in numbers:
            await emit(ValveClosed(number=number), actor=SYSTEM)


async def next_event(source: AsyncGenerator[ServerSentEventMessage]) -> tuple[int, str]:
    async with asyncio.timeout(10):
        async for message in source:
            if message.data:
                event = msgspec.json.decode(cast("bytes", message.data), type=dict[str, Any])
                return event["data"]["number"], str(message.id)
    raise AssertionError("The stream has ended.")


class TestMessages:
    async def test_tell_what_was_there_and_then_what_happens(self, database: Database) -> None:
        await close(1, 2)

        async with aclosing(messages(after=0, actor=SYSTEM)) as source:
            numbers = [(await next_event(source))[0] for _ in range(2)]
            later = asyncio.create_task(close(3))
            numbers.append((await next_event(source))[0])
            await later

        assert numbers == [1, 2, 3]

    async def test_carry_the_cursor_from_which_to_go_on(self, database: Database) -> None:
        await close(1, 2)

        async with aclosing(messages(after=0, actor=SYSTEM)) as source:
            _, cursor = await next_event(source)

        assert base64.urlsafe_b64decode(cursor + "==") == b"e1:1"

    async def test_obey_their_filters(self, database: Database) -> None:
        await close(1, 2, 3)

        async with aclosing(messages(after=0, actor=SYSTEM, types=["test.*"], subject="valves/2")) as source:
            number, _ = await next_event(source)

        assert number == 2

    async def test_show_life_in_quiet_times(self, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(stream, "KEEP_ALIVE_SECONDS", 0.0)

        async with aclosing(messages(after=0, actor=SYSTEM)) as source:
            message = await anext(source)

        assert message.encode().startswith(b": here")
        assert message.data is None

    async def test_end_after_a_while(self, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(stream, "STREAM_SECONDS_MAX", 0.05)

        assert [message async for message in messages(after=0, actor=SYSTEM)] == []

    async def test_end_when_the_process_is_to_stop(self, database: Database) -> None:
        await close(1)

        async with aclosing(messages(after=0, actor=SYSTEM)) as source:
            await next_event(source)
            end_streams()
            later = [message async for message in source if message.data is not None]

        assert later == []

    async def test_are_refused_when_too_many_are_read(
        self, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(stream, "STREAMS_MAX", 1)
        await close(1)

        async with aclosing(messages(after=0, actor=SYSTEM)) as source:
            await next_event(source)
            with pytest.raises(Unavailable):
                require_room()

        require_room()
