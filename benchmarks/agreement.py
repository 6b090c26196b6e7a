"""Before anything is timed: all servers give the same answers and write the same rows."""

import asyncio
from typing import Any, cast

import httpx

from benchmarks.cases import Call, Case, calls_of
from benchmarks.databases import Stock, documents
from benchmarks.servers import Server

_ROWS = {
    "ticket": "SELECT to_jsonb(ticket) FROM ticket WHERE id = $1::uuid",
    "ticket_fact": "SELECT to_jsonb(ticket_fact) FROM ticket_fact WHERE ticket_id = $1::uuid ORDER BY position",
    "event": "SELECT to_jsonb(event) FROM event WHERE subject = 'tickets/' || $1::text ORDER BY seq",
}
#: Ours may be null where somebody else's is not: who has no account, no request id.
_OF_CALLER = {"next_cursor", "first_owner_id", "name", "actor_name"}


class DisagreementError(Exception):
    """Two servers do not do the same work, so their figures cannot be compared."""


def require_agreement(servers: list[Server], *, stock: Stock, postgres_url: str) -> None:
    """
    Compare the first server with each of the others, call by call.

    Raises:
        DisagreementError: an answer or a stored row is another one.
    """
    startable = [str(ticket_id) for ticket_id in stock.alike(len(servers))]
    for case in Case:
        seen = [
            _observed(case, server, calls_of(case, stock, startable=[ticket_id])[0], postgres_url=postgres_url)
            for server, ticket_id in zip(servers, startable, strict=True)
        ]
        for server, other in zip(servers[1:], seen[1:], strict=True):
            _compare(case, server.contender.name, seen[0], other)


def _observed(case: Case, server: Server, call: Call, *, postgres_url: str) -> dict[str, Any]:
    """Return what a call does: values for reads, shapes for writes."""
    name, _, value = server.contender.headers.strip().partition(": ")
    headers = {"Content-Type": "application/json", **({name: value} if name else {})}
    url = f"http://127.0.0.1:{server.port}{call.path}"
    answer = httpx.request(call.method, url, content=call.body or None, headers=headers)
    if answer.status_code != case.status:
        raise DisagreementError(f"{server.contender.name} answers {case} with {answer.status_code}: {answer.text}")
    body = answer.json()
    if not case.writes:
        return {"answer": body}
    ticket_id = body.get("ticket_id", body["id"])
    rows = {table: asyncio.run(documents(postgres_url, sql, ticket_id)) for table, sql in _ROWS.items()}
    return _shape({"answer": body, **rows})


def _compare(case: Case, name: str, ours: object, theirs: object, where: str = "") -> None:
    mine, other = _members(ours), _members(theirs)
    if mine.keys() != other.keys() or (not mine and ours != theirs):
        raise DisagreementError(f"{case}{where}: ours is {ours!r}, that of {name} is {theirs!r}")
    for key in mine.keys() - _OF_CALLER:
        _compare(case, name, mine[key], other[key], f"{where}/{key}")


def _members(value: object) -> dict[str, Any]:
    """Return what an object or an array holds, by name or position."""
    if isinstance(value, list):
        return {str(position): member for position, member in enumerate(cast("list[Any]", value))}
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _shape(value: object) -> Any:  # noqa: ANN401 - any JSON value
    """Return a value with its plain parts replaced by the names of their types."""
    if isinstance(value, (dict, list)):
        return {key: _shape(inner) for key, inner in _members(cast("object", value)).items()}
    return value if value is None or isinstance(value, bool) else type(value).__name__
