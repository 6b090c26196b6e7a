"""Published articles as one file to download."""

from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from wellkept_knowledge.queries.export import ExportFilters, lessons_after
from wellkept_knowledge.rules.training import file_name, markdown
from wellkept_sdk import Ctx

BATCH: Final = 500

_READABLE_BY_ALL: Final = 0o644 << 16


async def archive(ctx: Ctx, filters: ExportFilters) -> bytes:
    """Return a ZIP archive with a file of Markdown for each published article; of equal articles, equal bytes."""
    content = BytesIO()
    with ZipFile(content, "w") as archived:
        last = 0
        while lessons := await lessons_after(ctx, last, filters=filters, limit=BATCH):
            for lesson in lessons:
                archived.writestr(_entry(file_name(lesson)), markdown(lesson))
            last = lessons[-1].number
    return content.getvalue()


def _entry(name: str) -> ZipInfo:
    """Return an entry without a moment, which would make every archive another one."""
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = _READABLE_BY_ALL
    return entry
