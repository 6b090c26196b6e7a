"""How many statements each call sends to the database, the one that finds the caller's key included."""

from typing import Any, cast

import httpx

from benchmarks.cases import Case, calls_of
from benchmarks.databases import Stock
from benchmarks.servers import KEY, Contender
from wellkept.app import build
from wellkept.platform.observability.logs import configure
from wellkept.platform.settings import load


async def statements_of_calls(contender: Contender, *, stock: Stock) -> dict[Case, int]:
    """Return the number of statements of each call, BEGIN and COMMIT left out; the server has run before."""
    settings = load({name: value for name, value in contender.environ.items() if name != "WELLKEPT_PORT"})
    configure(log_format=settings.log_format, log_level=settings.log_level)
    app = build(settings)
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
    transport = httpx.ASGITransport(app=cast("Any", app))
    counts: dict[Case, int] = {}
    async with (
        app.lifespan(),
        httpx.AsyncClient(transport=transport, base_url="http://bench", headers=headers) as client,
    ):
        # The first call of a minute also notes that the key is in use.
        await client.get("/v1/me")
        for case in Case:
            call = calls_of(case, stock, startable=[str(stock.startable[-1])])[0]
            before = app.database.statements
            answer = await client.request(call.method, call.path, content=call.body or None)
            assert answer.status_code == case.status, answer.text
            counts[case] = app.database.statements - before
    return counts
