"""The routes of imports."""

import asyncio
import shutil
from typing import IO, Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.status_codes import HTTP_202_ACCEPTED
from msgspec import Meta, Struct

from wellkept.imports import queries
from wellkept.imports.rules.mapping import MAPPING_CHARACTERS_MAX
from wellkept.imports.schemas import ImportErrorRead, ImportRunRead
from wellkept.imports.service import copies, intake
from wellkept.platform.access.permissions import Permission
from wellkept.platform.object_store import ObjectStore
from wellkept.platform.settings import Settings
from wellkept_sdk.actor import Actor
from wellkept_sdk.errors import invalid
from wellkept_sdk.http.access import needs
from wellkept_sdk.http.paging import Page, PageRequest
from wellkept_sdk.http.preconditions import tagged
from wellkept_sdk.ids import uuid7

FILE_NAME_CHARACTERS_MAX = 200
ON_RUN = needs(Permission.IMPORTS_WRITE, record=queries.IMPORT_RUN)
# A character of UTF-8 has at most four bytes.
_MAPPING_BYTES_MAX = 4 * MAPPING_CHARACTERS_MAX

#: A file or plain text; the type says neither because msgspec knows no union with a class of somebody else's.
MappingPart = Annotated[Any, Meta(extra_json_schema={"type": "string", "contentMediaType": "application/toml"})]


class ImportForm(Struct, kw_only=True, forbid_unknown_fields=True):
    """A file with its mapping, which may be sent as a file or as text."""

    file: UploadFile
    mapping: MappingPart
    dry_run: bool = False


@post("/imports", status_code=HTTP_202_ACCEPTED, opt=needs(Permission.IMPORTS_WRITE))
async def start_import(
    data: Annotated[ImportForm, Body(media_type=RequestEncodingType.MULTI_PART)],
    settings: NamedDependency[Settings],
    store: NamedDependency[ObjectStore],
    actor: NamedDependency[Actor],
) -> Response[ImportRunRead]:
    """Start an import: mapping and header are checked at once, the rows in the background."""
    mapping_text = await _text(data.mapping)
    path = copies.folder_of(settings) / f"{uuid7()}.given"
    try:
        await asyncio.to_thread(_keep, data.file.file, str(path))
        given = intake.Given(
            path=path,
            file_name=data.file.filename[:FILE_NAME_CHARACTERS_MAX],
            mapping_text=mapping_text,
            dry_run=data.dry_run,
        )
        run = await intake.receive(given, actor=actor, settings=settings, store=store)
    finally:
        path.unlink(missing_ok=True)
    return tagged(run, status_code=HTTP_202_ACCEPTED, location=f"/v1/imports/{run.id}")


@get("/imports", opt=needs(Permission.IMPORTS_WRITE))
async def list_imports(page: NamedDependency[PageRequest]) -> Page[ImportRunRead]:
    """Return the imports, the newest first."""
    return await queries.runs_page(page)


@get("/imports/{import_run_id:uuid}", opt=ON_RUN)
async def get_import(import_run_id: FromPath[UUID]) -> Response[ImportRunRead]:
    """Return how far one import is, and what has come of it."""
    return tagged(await queries.run_read(import_run_id))


@get("/imports/{import_run_id:uuid}/errors", opt=ON_RUN)
async def list_import_errors(
    import_run_id: FromPath[UUID], page: NamedDependency[PageRequest]
) -> Page[ImportErrorRead]:
    """Return what one import refused and why, in the order of the file."""
    return await queries.errors_page(import_run_id, page)


@post(
    "/imports/{import_run_id:uuid}/resume",
    status_code=HTTP_202_ACCEPTED,
    opt=ON_RUN,
)
async def resume_import(
    import_run_id: FromPath[UUID], settings: NamedDependency[Settings], store: NamedDependency[ObjectStore]
) -> Response[ImportRunRead]:
    """Let an import that failed or was stopped go on after its last batch."""
    run = await intake.resume(import_run_id, settings=settings, store=store)
    return tagged(run, status_code=HTTP_202_ACCEPTED)


ROUTES = [start_import, list_imports, get_import, list_import_errors, resume_import]


async def _text(part: UploadFile | str | list[object]) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, list):
        raise invalid(intake.MAPPING, "type", "Is given more than once.")
    try:
        return (await part.read(_MAPPING_BYTES_MAX + 1)).decode("utf-8")
    except UnicodeDecodeError:
        raise invalid(intake.MAPPING, "bad_characters", "The mapping is not written in UTF-8.") from None


def _keep(file: IO[bytes], path: str) -> None:
    file.seek(0)
    with open(path, "wb") as kept:  # noqa: PTH123 - runs in a thread
        shutil.copyfileobj(file, kept)
