"""Changing only what the caller has seen: versions as ETags, and `If-Match` as a handler's argument."""

from typing import Annotated, Any, Protocol, TypeVar

from litestar import Response
from litestar.params import HeaderParameter
from msgspec import Meta, Struct

from wellkept_sdk.errors import PreconditionFailed
from wellkept_sdk.http.etags import ANY, LIST_PATTERN, tags_of

OK = 200


class Versioned(Protocol):
    """A record as it is read, with its version."""

    @property
    def version(self) -> int:
        """The number that every change raises."""
        ...


VersionedT = TypeVar("VersionedT", bound=Versioned)


class IfMatch(Struct, frozen=True):
    """The versions for which the caller wants the change; none given means any."""

    tags: tuple[str, ...] = (ANY,)

    def require(self, version: int) -> None:
        """
        Check the version of the locked record.

        Raises:
            PreconditionFailed: the record has another version than those named.
        """
        # A weak tag is never equal in the strong comparison, which If-Match asks for.
        if ANY not in self.tags and etag(version) not in self.tags:
            raise PreconditionFailed(current_version=version)


def etag(version: int) -> str:
    """Return the entity tag of a version."""
    return f'"{version}"'


def provide_if_match(
    if_match_line: Annotated[
        Annotated[str, Meta(pattern=LIST_PATTERN)] | None,
        HeaderParameter(name="If-Match", description="ETags of which one must be the record's; `*` for any."),
    ] = None,
) -> IfMatch:
    """Return what `If-Match` says; the dependency `if_match`."""
    return IfMatch() if if_match_line is None else IfMatch(tuple(tags_of(if_match_line)))


def tagged(record: VersionedT, *, status_code: int = OK, location: str | None = None) -> Response[VersionedT]:
    """Return the answer with one record: its version as ETag, and where it lives if it is new."""
    headers: dict[str, Any] = {"ETag": etag(record.version)}
    if location is not None:
        headers["Location"] = location
    return Response(content=record, status_code=status_code, headers=headers)
