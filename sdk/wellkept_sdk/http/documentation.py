"""What a route tells its reader beyond its signature."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Self

from msgspec import Struct

from wellkept_sdk.errors import WellkeptError

JSON_MEDIA_TYPE: Final = "application/json"

DOCUMENTATION: Final = "documentation"


class Documentation(Struct, frozen=True, kw_only=True):
    """What a route tells its reader beyond its signature."""

    problems: tuple[type[WellkeptError], ...] = ()
    examples: Mapping[str, Any] = {}
    body: Any = None
    body_media_type: str = "application/json"
    conditional: bool = False
    answer: Any = None
    answer_media_type: str = JSON_MEDIA_TYPE

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Return itself: nothing of it changes, and every router copies its routes with all that they say."""
        del memo
        return self


def documents(  # noqa: PLR0913 - one argument for each thing that a signature does not say
    *,
    problems: Sequence[type[WellkeptError]] = (),
    examples: Mapping[str, Any] | None = None,
    body: object = None,
    body_media_type: str = "application/json",
    conditional: bool = False,
    answer: object = None,
    answer_media_type: str = JSON_MEDIA_TYPE,
) -> dict[str, Any]:
    """
    Return the part of a route's `opt` that only its documentation reads; join it to `needs(...)` with `|`.

    Args:
        problems: the domain's errors that the route may answer with.
        examples: request bodies by name.
        body: the type of a body that the handler reads itself, from the stream.
        body_media_type: the content type of that body.
        conditional: the answer carries an ETag although its type has no `version`.
        answer: the type of an answer that the handler returns as encoded JSON.
        answer_media_type: the content type of an answer that is no JSON, `*/*` where only the record knows it; beside
            `answer`, that of the other form which a caller may ask for.
    """
    said = Documentation(
        problems=tuple(problems),
        examples=examples or {},
        body=body,
        body_media_type=body_media_type,
        conditional=conditional,
        answer=answer,
        answer_media_type=answer_media_type,
    )
    return {DOCUMENTATION: said}
