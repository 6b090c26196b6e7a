"""An answer to a survey written by hand: the same rows in one transaction, without anything that can be configured."""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final, cast

import httpx
from litestar import Litestar, post
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from wellkept.platform.storage.engines import database
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.errors import NotFound
from wellkept_sdk.ids import uuid7
from wellkept_sdk.now import now

_FOUND: Final = "SELECT id, ticket_id FROM survey_invitation WHERE token_sha256 = ? AND status = 'sent'"
_ANSWER: Final = (
    "INSERT INTO survey_answer (id, invitation_id, language, edited_until, created_at, updated_at)"
    " VALUES (?, ?, 'en', ?, ?, ?)"
)
_VALUE: Final = "INSERT INTO survey_answer_value (id, invitation_id, question_code, number) VALUES "
_DONE: Final = "UPDATE survey_invitation SET status = 'answered', answered_at = ?, version = version + 1 WHERE id = ?"
_TICKET: Final = "UPDATE ticket SET version = version + 1 WHERE id = ?"
_EVENT: Final = (
    "INSERT INTO event (id, type, subject, data, actor_kind, occurred_at, recorded_at, seq)"
    " VALUES (?, 'survey.answer.given', ?, ?, 'anonymous', ?, ?, {next})"
)
_NEXT: Final = {"postgres": "nextval('event_seq')", "sqlite": "(SELECT COALESCE(MAX(seq), 0) + 1 FROM event)"}


class Entry(Struct):
    """The answer to one question."""

    question: str
    value: int


class Body(Struct):
    """What is answered."""

    answers: list[Entry]


@post("/answers/{token:str}")
async def answer(token: FromPath[str], data: JSONBody[Body]) -> dict[str, str]:
    """Store the answer."""
    at = now()
    until = at + timedelta(hours=12)
    async with transaction():
        found = await database().fetch_one(_FOUND, sha256(token.encode()).hexdigest())
        if found is None:
            raise NotFound
        await database().execute(_ANSWER, found["id"], found["id"], until, at, at)
        marks = ", ".join(["(?, ?, ?, ?)"] * len(data.answers))
        rows = [value for each in data.answers for value in (uuid7(), found["id"], each.question, each.value)]
        await database().execute(_VALUE + marks, *rows)
        await database().execute(_DONE, at, found["id"])
        await database().execute(_TICKET, found["ticket_id"])
        told = {"invitation_id": str(found["id"])}
        statement = _EVENT.format(next=_NEXT[database().dialect])
        await database().execute(statement, uuid7(), f"survey/invitations/{found['id']}", told, at, at)
    return {"thanks": "Thank you.", "edit_until": json.dumps(until.isoformat())}


@asynccontextmanager
async def answering_by_hand() -> AsyncGenerator[httpx.AsyncClient]:
    """Give a client of the route, on the database that is open."""
    app = Litestar([answer], openapi_config=None)
    transport = httpx.ASGITransport(app=cast("Any", app))
    async with httpx.AsyncClient(transport=transport, base_url="http://bench") as client:
        yield client
