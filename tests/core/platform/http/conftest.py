"""A small API behind the whole edge but the database."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import httpx
import pytest
from litestar import Litestar, Response, get, patch, post
from litestar.connection import ASGIConnection
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency, Provide
from litestar.enums import RequestEncodingType
from litestar.handlers import BaseRouteHandler
from litestar.params import Body, FromPath, FromQuery, JSONBody, QueryParameter
from litestar.response import ServerSentEvent, Stream
from litestar.types import ASGIApp
from msgspec import UNSET, Meta, Struct, UnsetType

from wellkept.platform.http.admission import admission
from wellkept.platform.http.bodyless import conditional_get, head_as_get
from wellkept.platform.http.entry import entry
from wellkept.platform.http.limits import body_limit, time_limit
from wellkept.platform.http.problems import exception_handlers
from wellkept.platform.http.strict import require_media_type
from wellkept.platform.paging import provide_page
from wellkept_sdk.errors import CodeTaken
from wellkept_sdk.http.paging import PageRequest
from wellkept_sdk.http.preconditions import IfMatch, provide_if_match, tagged

CONFORMANCE = Path(__file__).parents[4].parent / "shared" / "data" / "conformance"
BODY_BYTES_MAX = 400_000
UPLOAD_BYTES_MAX = 500_000


class Grade(StrEnum):
    A = "a"
    B = "b"


class Contact(Struct, forbid_unknown_fields=True, frozen=True):
    name: Annotated[str, Meta(min_length=1, max_length=10)]
    age: Annotated[int, Meta(ge=0, le=150)] | None = None


class ThingCreate(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    title: Annotated[str, Meta(min_length=1, max_length=20)]
    project_id: UUID
    grade: Grade = Grade.A
    count: int = 0
    ratio: float = 0.0
    code: Annotated[str, Meta(pattern="^[A-Z]+$")] | None = None
    at: Annotated[datetime, Meta(tz=True)] | None = None
    contacts: Annotated[list[Contact], Meta(max_length=3)] = []
    metadata: dict[str, Any] = {}


class Start(Struct, tag_field="action", tag="start", forbid_unknown_fields=True, frozen=True):
    note: str | UnsetType = UNSET


class Hold(Struct, tag_field="action", tag="hold", forbid_unknown_fields=True, frozen=True, kw_only=True):
    reason: Annotated[str, Meta(min_length=1)]
    until: Annotated[datetime, Meta(tz=True)] | None = None


class Thing(Struct, frozen=True):
    id: UUID
    title: str
    version: int


class Upload(Struct, forbid_unknown_fields=True):
    file: UploadFile
    visibility: Grade = Grade.A


@post("/things", sync_to_thread=False)
def create_thing(data: JSONBody[ThingCreate], dry_run: FromQuery[bool] = False) -> ThingCreate:  # noqa: FBT002
    if data.title == "taken":
        raise CodeTaken(pointer="/code", other="x")
    return data


@post("/actions", sync_to_thread=False)
def act(data: JSONBody[Start | Hold]) -> str:
    return type(data).__name__


@post("/pings", sync_to_thread=False)
def ping() -> None: ...


@get("/things", sync_to_thread=False)
def list_things(  # noqa: PLR0913, PLR0917 - a parameter of each kind
    page: NamedDependency[PageRequest],
    grade: FromQuery[Grade | None] = None,
    project_id: FromQuery[UUID | None] = None,
    reported_from: FromQuery[Annotated[datetime, Meta(tz=True)] | None] = None,
    count: FromQuery[int | None] = None,
    ratio: FromQuery[float | None] = None,
    text: FromQuery[str | None] = None,
    word: FromQuery[list[Grade] | None] = None,
    weight: Annotated[int, QueryParameter(ge=5)] = 5,
) -> dict[str, Any]:
    return {"limit": page.limit, "cursor": page.cursor, "text": text, "word": word, "count": count, "ratio": ratio}


@get("/things/{thing_id:uuid}", sync_to_thread=False)
def get_thing(thing_id: FromPath[UUID]) -> Response[Thing]:
    return tagged(Thing(thing_id, "Pump", 3))


@patch("/things/{thing_id:uuid}", sync_to_thread=False)
def change_thing(
    thing_id: FromPath[UUID], data: JSONBody[Contact], if_match: NamedDependency[IfMatch]
) -> Response[Thing]:
    if_match.require(3)
    return tagged(Thing(thing_id, data.name, 4))


@post("/uploads")
async def upload(data: Annotated[Upload, Body(media_type=RequestEncodingType.MULTI_PART)]) -> dict[str, Any]:
    return {"name": data.file.filename, "size": len(await data.file.read()), "visibility": data.visibility}


@get("/boom", sync_to_thread=False)
def boom() -> None:
    raise RuntimeError("secret of the house")


@get("/slow")
async def slow() -> None:
    await asyncio.sleep(30)


async def _ticks() -> AsyncIterator[str]:
    while True:
        yield "tick"
        await asyncio.sleep(0.01)


@get("/stream")
async def stream() -> ServerSentEvent:
    return ServerSentEvent(_ticks())


@get("/file")
async def file() -> Stream:
    async def chunks() -> AsyncIterator[bytes]:
        yield b"ab"
        await asyncio.sleep(0.3)
        yield b"cd"

    return Stream(chunks(), headers={"ETag": '"abc"'})


ROUTES = [create_thing, act, ping, list_things, get_thing, change_thing, upload, boom, slow, stream, file]


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    require_media_type(connection, handler)


@pytest.fixture
def litestar() -> Litestar:
    return Litestar(
        ROUTES,
        before_request=admission(idempotency_hours=1),
        guards=[guard],
        dependencies={
            "page": Provide(provide_page, sync_to_thread=False),
            "if_match": Provide(provide_if_match, sync_to_thread=False),
        },
        exception_handlers=exception_handlers(),
        logging_config=None,
        openapi_config=None,
        request_max_body_size=None,
    )


@pytest.fixture
def app(litestar: Litestar) -> ASGIApp:
    inner = head_as_get(conditional_get(litestar))
    inner = body_limit(inner, body_bytes=BODY_BYTES_MAX, upload_bytes=UPLOAD_BYTES_MAX)
    return entry(time_limit(inner, request_seconds=0.2, upload_seconds=5))


@pytest.fixture
async def client(app: ASGIApp) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
        yield client


@pytest.fixture
def conformance() -> Callable[[str], Path]:
    """Return where a published test suite lies; it is no part of this repository."""

    def find(name: str) -> Path:
        if not (CONFORMANCE / name).exists():
            pytest.skip(f"{CONFORMANCE / name} is not there")
        return CONFORMANCE / name

    return find


@pytest.fixture
def problem_schema(conformance: Callable[[str], Path]) -> dict[str, Any]:
    text = conformance("rfc9457/problem.schema.json").read_text()
    return json.loads(text.replace("\\\n", ""))
