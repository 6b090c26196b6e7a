"""A process that is killed while it posts leaves no half of a posting behind."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import httpx
import pytest

from servers import Deployment, Server, client, until
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, dialects
from wellkept_sdk.testing.databases import empty_database

WRITERS = 6
KILLS = 2
PATIENCE_SECONDS = 30.0
SCRIPT = Path(__file__).parents[2] / "support" / "inventory_process.py"


@pytest.fixture(params=dialects(), ids=str)
async def deployment(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Deployment]:
    dialect: Dialect = request.param
    async with empty_database(dialect, tmp_path) as url:
        deployment = Deployment(tmp_path, database_url=url)
        deployment.command_line = (str(SCRIPT),)
        await deployment.migrated()
        yield deployment
        deployment.end()


@pytest.mark.slow
@pytest.mark.unmeasured
class TestKilledProcess:
    async def test_leaves_balanced_books_with_all_that_was_acknowledged(self, deployment: Deployment) -> None:
        server = await deployment.start("serve").ready()
        async with client(server).http as http:
            await self.killed_again_and_again(deployment, server, http)

    async def killed_again_and_again(self, deployment: Deployment, server: Server, http: httpx.AsyncClient) -> None:
        part, store, van = await stock(http)
        numbers: list[str] = []
        for _ in range(KILLS):
            writers = [asyncio.create_task(write(http, numbers, transfer(part, store, van))) for _ in range(WRITERS)]
            await acknowledged(numbers, len(numbers) + WRITERS)
            server.kill()
            await asyncio.gather(*writers)
            server = await deployment.restarted(server, "serve")

            told = (await http.get("/v1/inventory/integrity")).json()
            assert (told["balanced"], told["negative"], told["differences"]) == (True, 0, [])

        found = {row["number"] for row in await deployment.fetch("SELECT number FROM inventory_posting")}
        halves = await deployment.fetch(
            "SELECT posting.number FROM inventory_posting posting LEFT JOIN inventory_move move"
            " ON move.posting_id = posting.id GROUP BY posting.number HAVING COUNT(move.id) <> 1"
        )
        assert len(numbers) > WRITERS
        assert set(numbers) <= found
        assert halves == []


async def write(http: httpx.AsyncClient, numbers: list[str], body: Json) -> None:
    """Post until the server is gone, and keep the numbers that it has acknowledged."""
    while True:
        try:
            answer = await http.post("/v1/inventory/postings", json=body)
        except httpx.TransportError:
            return
        assert answer.status_code == 201, answer.text
        numbers.append(answer.json()["number"])


async def acknowledged(numbers: Sequence[str], count: int) -> None:
    """Wait until so many postings are acknowledged, in the middle of others."""

    async def enough() -> bool:
        return len(numbers) >= count

    await until(enough, seconds_max=PATIENCE_SECONDS)


async def stock(http: httpx.AsyncClient) -> tuple[Json, Json, Json]:
    """Return a part with stock, the place where it lies, and another place."""
    part = await made(http, "parts", {"code": "BRG-6204", "name": "Bearing", "unit": "ea", "whole_units": False})
    store = await made(http, "locations", {"code": "NANJING", "name": "Nanjing", "kind": "warehouse"})
    van = await made(http, "locations", {"code": "VAN-1", "name": "Van 1", "kind": "van"})
    line = {"part_id": part["id"], "quantity": "999999999", "unit_cost": {"amount_minor": 100, "currency": "CNY"}}
    await made(http, "postings", {"kind": "receipt", "location_id": store["id"], "lines": [line]})
    return part, store, van


async def made(http: httpx.AsyncClient, path: str, body: Json) -> Json:
    """Return what a POST makes."""
    answer = await http.post(f"/v1/inventory/{path}", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def transfer(part: Json, source: Json, target: Json) -> Json:
    """Return the body of a transfer."""
    return {
        "kind": "transfer",
        "from_location_id": source["id"],
        "to_location_id": target["id"],
        "lines": [{"part_id": part["id"], "quantity": "0.001"}],
    }
