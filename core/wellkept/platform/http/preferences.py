"""What a caller prefers (RFC 7240): that a change is only tried, and nothing of it kept."""

from typing import Final

from litestar.types import Scope

from wellkept.platform.http.asgi import header_of
from wellkept_sdk.errors import Invalid, invalid

APPLIED_HEADER: Final = b"preference-applied"
DRY_RUN: Final = "dry-run"
_PREFER: Final = b"prefer"
_ASKED: Final = frozenset({DRY_RUN, f"handling={DRY_RUN}", f'handling="{DRY_RUN}"'})
_MULTIPART: Final = b"multipart/"


def is_dry_run(scope: Scope) -> bool:
    """Return whether the caller wants to know what a change would do, and not that it is done."""
    header = header_of(scope, _PREFER)
    if header is None:
        return False
    return any(each.strip().lower() in _ASKED for each in header.decode("latin-1").split(","))


def objection_to_dry_run(scope: Scope) -> Invalid | None:
    """Return why a change cannot be tried only: files are stored where no transaction takes them back."""
    content_type = header_of(scope, b"content-type") or b""
    if not content_type.lower().startswith(_MULTIPART):
        return None
    return invalid("header/Prefer", "not_a_choice", "Uploads cannot be tried only.")
