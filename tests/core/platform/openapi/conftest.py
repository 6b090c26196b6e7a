"""A small API with one route of each kind, as the domains write them."""

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

import pytest
from litestar import Litestar, Response, Router, delete, get, patch, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency, Provide
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, HeaderParameter, JSONBody, MultipartBody, QueryParameter
from litestar.types import ControllerRouterHandler
from msgspec import UNSET, Meta, Struct, UnsetType

from wellkept.platform.http.problems import answer
from wellkept.platform.openapi.document import configure, finish
from wellkept.platform.openapi.pages import ROUTES
from wellkept.platform.openapi.walking import JsonObject
from wellkept_sdk.errors import Conflict, WellkeptError
from wellkept_sdk.http.access import anonymous, needs, signed_in
from wellkept_sdk.http.documentation import documents

Item = TypeVar("Item")


class ReopenTooLate(Conflict):
    """The time for reopening is over."""

    code = "valves.reopen.too_late"


class Pressure(StrEnum):
    """How much the valve holds."""

    LOW = "low"  #: Up to 10 bar.
    HIGH = "high"  #: Beyond.


class Page(Struct, Generic[Item], frozen=True, kw_only=True):
    """One page of a list."""

    items: list[Item]
    next_cursor: str | None


class Site(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where it stands."""

    address: str
    longitude: Annotated[float, Meta(ge=-180, le=180)] | None = None


class ValveCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    A valve to be entered.

    Its code is the company's own.
    """

    code: Annotated[str, Meta(pattern="^[A-Z]{2}[0-9]$", examples=["PV7"])]
    pressure: Pressure
    turns: Annotated[int, Meta(ge=1, le=5)]
    count: int = 0
    site: Site | None = None
    opened_at: datetime
    note: str = ""
    metadata: dict[str, Any] = {}


class ValvePatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may change."""

    note: str | UnsetType = UNSET
    site: Site | UnsetType | None = UNSET
    checks: list[date] | UnsetType = UNSET


class ValveRead(Struct, frozen=True, kw_only=True):
    """A valve."""

    id: UUID
    code: str
    pressure: Pressure
    site: Site | None
    opened_at: datetime
    moments: list[datetime]
    version: int


class Open(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="action", tag="open"):
    """Open it."""

    note: str | None = None


class Close(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="action", tag="close"):
    """Close it."""

    reason: str


class Photo(Struct, frozen=True, kw_only=True):
    """A picture."""

    file: UploadFile
    taken_at: datetime | None = None


class Window(Struct, frozen=True):
    """A part of a list."""

    limit: int
    cursor: str | None


def window(
    limit: Annotated[int, Meta(ge=1, le=200), QueryParameter(description="Rows at most.")] = 50,
    cursor: FromQuery[str | None] = None,
) -> Window:
    return Window(limit, cursor)


def if_match(value: Annotated[str | None, HeaderParameter(name="If-Match")] = None) -> str | None:
    return value


@get("/valves", opt=needs("valves:read"))
async def list_(
    page: NamedDependency[Window],
    pressure: FromQuery[Pressure | None] = None,
    site_id: FromQuery[UUID | None] = None,
    updated_since: FromQuery[datetime | None] = None,
) -> Page[ValveRead]:
    """List valves."""
    raise NotImplementedError


@post(
    "/valves",
    opt=needs("valves:write"),
    responses={200: ResponseSpec(ValveRead, generate_examples=False, description="It was there already.")},
)
async def create(data: JSONBody[ValveCreate]) -> Response[ValveRead]:
    """
    Enter a valve.

    The one with this code is returned if there is one.
    """
    raise NotImplementedError


@get("/valves/{valve_id:uuid}", opt=needs("valves:read", record="valve"))
async def get_(valve_id: FromPath[UUID]) -> Response[ValveRead]:
    """Return a valve."""
    raise NotImplementedError


@patch("/valves/{valve_id:uuid}", opt=needs("valves:write", record="valve"))
async def change(valve_id: FromPath[UUID], data: JSONBody[ValvePatch]) -> Response[ValveRead]:
    """Change a valve."""
    raise NotImplementedError


@delete("/valves/{valve_id:uuid}", opt=needs("valves:write", record="valve"))
async def delete_(valve_id: FromPath[UUID], if_match: NamedDependency[str | None]) -> None:
    """Delete a valve."""
    raise NotImplementedError


@post(
    "/valves/{valve_id:uuid}/moves",
    opt=needs("valves:write", record="valve")
    | documents(problems=[ReopenTooLate], examples={"shut": {"action": "close", "reason": "Leak"}}),
)
async def valves_move(
    valve_id: FromPath[UUID], if_match: NamedDependency[str | None], data: JSONBody[Open | Close]
) -> dict[str, Any]:
    """Move a valve."""
    raise NotImplementedError


@post("/valves/{valve_id:uuid}/photos", opt=needs("valves:write", record="valve"))
async def add_photo(valve_id: FromPath[UUID], data: MultipartBody[Photo]) -> None:
    """Add a picture."""
    raise NotImplementedError


@get("/me", opt=signed_in())
async def me() -> Window:
    """Return who calls."""
    raise NotImplementedError


@get("/health", opt=anonymous())
async def health() -> Pressure:
    """Tell whether all is well."""
    raise NotImplementedError


VALVES: list[ControllerRouterHandler] = [
    list_,
    create,
    get_,
    change,
    delete_,
    valves_move,
    add_photo,
    me,
    health,
]


def build_app(*routes: ControllerRouterHandler) -> Litestar:
    """Return an app that serves the routes under /v1, and its documents."""
    return Litestar(
        route_handlers=[Router("/v1", route_handlers=list(routes) or list(VALVES)), *ROUTES],
        dependencies={
            "page": Provide(window, sync_to_thread=False),
            "if_match": Provide(if_match, sync_to_thread=False),
        },
        exception_handlers={WellkeptError: answer},
        openapi_config=configure(title="Valves", version="1.0.0", description="A small API."),
    )


@pytest.fixture
def build() -> Callable[..., Litestar]:
    return build_app


@pytest.fixture
def valves() -> list[ControllerRouterHandler]:
    return list(VALVES)


@pytest.fixture
def bodies() -> dict[str, Any]:
    """Return the type of the body of each operation."""
    return {"valves_create": ValveCreate, "valves_change": ValvePatch, "valves_move": Open | Close}


@pytest.fixture(scope="session")
def document() -> JsonObject:
    return finish(build_app())


@pytest.fixture(scope="session")
def operation(document: JsonObject) -> Callable[[str], JsonObject]:
    nodes = [node for item in document["paths"].values() for node in item.values()]
    return lambda name: next(node for node in nodes if node["operationId"] == name)
