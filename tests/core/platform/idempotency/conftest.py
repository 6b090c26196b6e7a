"""A small API that writes notes, behind the whole edge."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID, uuid4

import httpx
import pytest
from litestar import Litestar, Response, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, JSONBody
from litestar.types import ASGIApp, Receive, Scope, Send
from msgspec import Struct

from wellkept.platform.http.admission import admission
from wellkept.platform.http.edge import pipeline
from wellkept.platform.http.problems import exception_handlers
from wellkept.platform.settings import load
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.engines import database as bound
from wellkept.platform.storage.unit_of_work import current_unit, transaction
from wellkept_sdk.actor import Actor, ActorKind, Role
from wellkept_sdk.errors import Conflict
from wellkept_sdk.ids import UserId

ACTORS = {name: UserId(uuid4()) for name in ("li", "wu")}


class NoteCreate(Struct, forbid_unknown_fields=True, frozen=True):
    text: str
    parent_id: UUID | None = None


class Note(Struct, frozen=True):
    id: UUID
    text: str


class Upload(Struct, forbid_unknown_fields=True):
    file: UploadFile


async def write(text: str, *, parent_id: UUID | None = None) -> Note:
    note = Note(uuid4(), text)
    async with transaction():
        await bound().execute("INSERT INTO note (id, text, parent_id) VALUES (?, ?, ?)", note.id, text, parent_id)
    return note


@post("/notes")
async def create(data: JSONBody[NoteCreate]) -> Response[Note]:
    note = await write(data.text, parent_id=data.parent_id)
    if data.text == "refused":
        raise Conflict
    if data.text == "slow":
        await asyncio.sleep(0.3)
    return Response(note, headers={"ETag": '"1"', "Location": f"/notes/{note.id}", "X-Other": "1"})


@post("/folders/{folder:str}/notes")
async def create_in(folder: FromPath[str], data: JSONBody[NoteCreate]) -> Note:
    return await write(folder + data.text)


@post("/quiet-refusals")
async def refuse_quietly() -> Response[None]:
    await write("quiet")
    return Response(None, status_code=409)


@post("/files")
async def create_file(data: Annotated[Upload, Body(media_type=RequestEncodingType.MULTI_PART)]) -> Note:
    content = await data.file.read()
    return await write(f"{data.file.filename} {len(content)}")


@get("/unit", sync_to_thread=False)
def unit() -> bool:
    return current_unit() is not None


def by_name(app: ASGIApp) -> ASGIApp:
    """Put the actor into the state whom the header `X-Actor` names."""

    async def stage(scope: Scope, receive: Receive, send: Send) -> None:
        name = dict(scope["headers"]).get(b"x-actor", b"li").decode()
        scope["state"]["actor"] = Actor(
            kind=ActorKind.USER, id=ACTORS[name], name=name, role=Role.ADMIN, permissions=frozenset()
        )
        await app(scope, receive, send)

    return stage


@pytest.fixture
async def notes(database: Database) -> AsyncIterator[None]:
    await database.execute(
        "CREATE TABLE note (id UUID PRIMARY KEY, text TEXT NOT NULL,"
        " parent_id UUID REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED)"
    )
    yield
    await database.execute("DROP TABLE note")


@pytest.fixture
def app(notes: None) -> ASGIApp:
    litestar = Litestar(
        [create, create_in, create_file, refuse_quietly, unit],
        before_request=admission(idempotency_hours=1),
        exception_handlers=exception_handlers(),
        logging_config=None,
        openapi_config=None,
        request_max_body_size=None,
    )
    return pipeline(litestar, settings=load({"WELLKEPT_REQUEST_SECONDS_MAX": "1"}), authenticate=by_name)


@pytest.fixture
async def client(app: ASGIApp) -> AsyncIterator[httpx.AsyncClient]:
    transport: Any = httpx.ASGITransport(app)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client
