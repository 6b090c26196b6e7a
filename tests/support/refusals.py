"""What every refusal of the API has in common, checked against the published schema of problems."""

import json
from functools import cache
from typing import Any

import httpx
import jsonschema

from surroundings import real_data
from wellkept.platform.storage.engines import database
from wellkept_sdk.db.database import Dialect

PROBLEM_MEDIA_TYPE = "application/problem+json"
MEMBERS = {"type", "title", "status", "code", "detail", "errors", "request_id"}
TABLES = {
    Dialect.SQLITE: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    Dialect.POSTGRES: "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
}


def refusal(answer: httpx.Response, *statuses: int, case: object = "") -> dict[str, Any]:
    """Return the problem of an answer, having checked everything that holds for all of them."""
    assert answer.status_code in statuses, f"{case}: {answer.status_code} {answer.text[:500]}"
    assert answer.headers["content-type"] == PROBLEM_MEDIA_TYPE, case
    problem: dict[str, Any] = answer.json()
    jsonschema.validate(problem, problem_schema())
    assert problem.keys() >= MEMBERS, case
    assert problem["code"], case
    assert problem["status"] == answer.status_code, case
    assert problem["request_id"] == answer.headers["x-request-id"], case
    return problem


def mistakes(answer: httpx.Response, *, case: object = "") -> dict[str, str]:
    """Return pointer and code of every mistake that a 422 names."""
    errors = refusal(answer, 422, case=case)["errors"]
    assert errors, f"{case}: no mistake is named"
    return {error["pointer"]: error["code"] for error in errors}


async def rows() -> dict[str, int]:
    """Return how many rows each table holds."""
    engine = database()
    names = [row["name"] for row in await engine.fetch(TABLES[engine.dialect])]
    counts = [await engine.fetch(f'SELECT count(*) AS rows FROM "{name}"') for name in names]
    return {name: count["rows"] for name, [count] in zip(names, counts, strict=True)}


@cache
def problem_schema() -> dict[str, Any]:
    """Return the schema that the RFC publishes."""
    text = real_data("conformance/rfc9457/problem.schema.json").read_text(encoding="utf-8")
    # RFCs fold long lines with a backslash (RFC 8792).
    return json.loads(text.replace("\\\n", ""))
