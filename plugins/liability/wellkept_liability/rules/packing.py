"""All of a case in one file: a ZIP of JSON documents, and a manifest by which each can be checked."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec

from wellkept_liability.rules.hashing import digest

MANIFEST: Final = "manifest.json"
_INDENT: Final = 2
#: The first moment that a ZIP can name: equal content makes an equal file.
_MADE_AT: Final = (1980, 1, 1, 0, 0, 0)


def readable_json(document: Any) -> bytes:  # noqa: ANN401 - any JSON value, and structs of such
    """Return a document as JSON that people can read."""
    return msgspec.json.format(msgspec.json.encode(document), indent=_INDENT) + b"\n"


def manifest(parts: Mapping[str, bytes], *, about: Mapping[str, Any]) -> bytes:
    """
    Return the document that names every part with its size and SHA-256.

    Args:
        parts: content by name.
        about: what the pack is about, beside that.
    """
    files = [
        {"name": name, "size_bytes": len(content), "sha256": digest(content)} for name, content in sorted(parts.items())
    ]
    return readable_json({**about, "files": files})


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of the parts, in the order of their names."""
    stored = BytesIO()
    with ZipFile(stored, "w") as archive:
        for name, content in sorted(parts.items()):
            archive.writestr(ZipInfo(name, date_time=_MADE_AT), content, compress_type=ZIP_DEFLATED)
    return stored.getvalue()
