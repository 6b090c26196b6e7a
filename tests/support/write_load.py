"""Writers that never stop writing, and remember every answer they got."""

import asyncio
from collections.abc import Callable
from itertools import count
from typing import Any
from uuid import uuid4

import httpx
from msgspec import Struct, field

from api import Api, Json

PATIENCE_SECONDS = 60.0
PAUSE_SECONDS = 0.05
DOWN_SECONDS = 0.2
BREATH_SECONDS = 0.04
REPEAT = "repeat"
#: What follows the opening, in turn: most tickets stay as they were opened, every third lives a whole life.
LIVES: tuple[tuple[str, ...], ...] = (
    (),
    (REPEAT,),
    ("triage", "start", "hold", REPEAT, "resume", "resolve", "confirm", "close"),
)
FIELDS: dict[str, Json] = {
    "hold": {"reason": "parts"},
    "resolve": {"cause": "Seal worn", "measure": "Seal replaced"},
    "confirm": {"evidence": {"kind": "phone", "contact_name": "Wang Fang"}},
}


class Known(Struct, kw_only=True):
    """A ticket of which the server has said that it is stored, with every fact that was acknowledged."""

    id: str
    title: str
    facts: list[str] = field(default_factory=lambda: ["opened"])
    status: str = "new"

    @property
    def repeat_count(self) -> int:
        return self.facts.count(REPEAT)


class WriteLoad:
    """
    Several writers, each with one write under way at any time and an Idempotency-Key of its own for each.

    A write that got no answer is sent again with the same key until it gets one, to whichever server `choose` names
    then: so in the end every write is acknowledged once, and `writes` says how many rows there must be. Each writer
    rests a little between two writes, for it shares the machine with the servers.
    """

    def __init__(
        self, choose: Callable[[int], Api], *, project_id: str, breath_seconds: float = BREATH_SECONDS
    ) -> None:
        """Write nothing yet."""
        self.known: dict[str, Known] = {}
        self.touched: set[str] = set()
        self.writes = 0
        self.cut = 0
        self.replayed = 0
        self.put_off = 0
        self._choose = choose
        self._project_id = project_id
        self._breath_seconds = breath_seconds
        self._stopping = asyncio.Event()

    async def write(self, writer: int) -> None:
        """Write one ticket's life after another until `stop` is called."""
        for number in count():
            ticket = await self._open(f"Pump {writer}-{number} trips", writer=writer)
            for step in LIVES[number % len(LIVES)]:
                await asyncio.sleep(self._breath_seconds)
                if self._stopping.is_set():
                    return
                await self._take(step, ticket, writer=writer)
            await asyncio.sleep(self._breath_seconds)
            if self._stopping.is_set():
                return

    def stop(self) -> None:
        """Begin no further write."""
        self._stopping.set()

    def taken(self) -> list[Known]:
        """Return copies of the tickets that were written since the last call, as they were acknowledged by now."""
        touched, self.touched = self.touched, set()
        return [
            Known(id=t.id, title=t.title, facts=[*t.facts], status=t.status) for t in map(self.known.get, touched) if t
        ]

    async def _open(self, title: str, *, writer: int) -> Known:
        body = {"title": title, "project_id": self._project_id, "channel": "monitoring", "dedup_key": title}
        answer = await self._send("/v1/tickets", body, status=201, writer=writer)
        assert answer["id"] not in self.known, f"{title} was opened as another ticket"
        ticket = self.known[answer["id"]] = Known(id=answer["id"], title=answer["title"])
        self.touched.add(ticket.id)
        return ticket

    async def _take(self, step: str, ticket: Known, *, writer: int) -> None:
        if step == REPEAT:
            body = {"title": "Again", "project_id": self._project_id, "channel": "phone", "dedup_key": ticket.title}
            answer = await self._send("/v1/tickets", body, status=200, writer=writer)
            assert answer["id"] == ticket.id
        else:
            body = {"action": step, **FIELDS.get(step, {})}
            answer = await self._send(f"/v1/tickets/{ticket.id}/transitions", body, status=201, writer=writer)
            ticket.status = answer["to_status"]
        ticket.facts.append(step)
        self.touched.add(ticket.id)

    async def _send(self, path: str, body: Json, *, status: int, writer: int) -> Json:
        key = {"Idempotency-Key": str(uuid4())}
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                answer = await self._answer(path, body, headers=key, writer=writer)
                if answer is not None and answer.is_success:
                    break
                await asyncio.sleep(PAUSE_SECONDS)
        assert answer.status_code == status, answer.text
        self.writes += 1
        self.replayed += answer.headers.get("Idempotency-Replayed") == "true"
        return answer.json()

    async def _answer(self, path: str, body: Json, *, writer: int, **options: Any) -> httpx.Response | None:
        """Return the answer, or None if there was none; a refusal may only say that it is to be tried again."""
        try:
            answer = await self._choose(writer).post(path, body, **options)
        except httpx.ConnectError:
            await asyncio.sleep(DOWN_SECONDS)
            return None
        except httpx.TransportError:
            self.cut += 1
            return None
        if not answer.is_success:
            self.put_off += 1
            code = answer.json()["code"]
            assert (answer.status_code, code) in {(503, "unavailable"), (409, "idempotency_in_progress")}, answer.text
            assert answer.status_code != 503 or int(answer.headers["Retry-After"]) > 0
        return answer
