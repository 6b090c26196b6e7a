"""Every failure a caller may meet: one class, one stable code; the first line of the docstring is the message."""

from collections.abc import Sequence
from inspect import cleandoc
from typing import ClassVar, Self

from msgspec import Struct

RETRY_AFTER_SECONDS = 1


class FieldError(Struct, frozen=True):
    """One mistake in a request: where it is, its code, and what is wrong in words."""

    pointer: str
    code: str
    message: str


class WellkeptError(Exception):
    """
    The request failed.

    Args:
        detail: what happened this time; without it the docstring's first line is used.
        errors: mistakes with their pointers.
        context: further members of the problem document.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal_error"
    headers: ClassVar[dict[str, str]] = {}

    def __init__(self, *, detail: str | None = None, errors: Sequence[FieldError] = (), **context: object) -> None:
        """Keep what the problem document will say."""
        self.detail = detail or self.title()
        self.errors = tuple(errors)
        self.context = context
        super().__init__(self.detail)

    @classmethod
    def title(cls) -> str:
        """Return the first line of the class's docstring: the same words for every occurrence."""
        return cleandoc(cls.__doc__ or cls.__name__).splitlines()[0]

    @classmethod
    def at(cls, pointer: str) -> Self:
        """Return this error at one place of the request, under the class's own code."""
        return cls(errors=(FieldError(pointer, cls.code, cls.title()),))


class MalformedJson(WellkeptError):
    """The body is not well-formed JSON."""

    status = 400
    code = "malformed_json"


class Unauthenticated(WellkeptError):
    """The request carries no valid credential."""

    status = 401
    code = "unauthenticated"
    headers: ClassVar[dict[str, str]] = {"WWW-Authenticate": "Bearer"}


class PermissionDenied(WellkeptError):
    """The caller may not do this."""

    status = 403
    code = "permission_denied"


class NotFound(WellkeptError):
    """There is nothing here that the caller may see."""

    status = 404
    code = "not_found"


class PluginInactive(WellkeptError):
    """The plugin does not serve this record."""

    status = 404
    code = "plugin_inactive"


class MethodNotAllowed(WellkeptError):
    """This path does not answer that method."""

    status = 405
    code = "method_not_allowed"


class Conflict(WellkeptError):
    """The present state does not allow this."""

    status = 409
    code = "conflict"


class CodeTaken(Conflict):
    """Another record has this value already."""

    code = "code_taken"


class InUse(Conflict):
    """Other records refer to this one."""

    code = "in_use"


class Vetoed(Conflict):
    """
    A plugin does not allow this.

    The problem carries the plugin's own code, and the members `plugin`, `hook` and `reasons`.
    """

    code = "vetoed"

    def __init__(self, *, veto_code: str, detail: str, plugin: str, hook: str, reasons: Sequence[object]) -> None:
        """
        Take the code from the plugin that said no.

        Args:
            veto_code: the plugin's own.
            detail: why.
            plugin: who said no first.
            hook: when it was asked.
            reasons: every veto with its code, message and plugin.
        """
        super().__init__(detail=detail, plugin=plugin, hook=hook, reasons=reasons)
        self.code = veto_code  # pyright: ignore[reportAttributeAccessIssue] - each plugin has its own


class PluginFailed(Conflict):
    """A plugin that this change needs has failed; nothing was changed."""

    code = "plugin_failed"


class ServiceInactive(Conflict):
    """A service that this needs is not active here."""

    code = "service_inactive"


class IdempotencyInProgress(Conflict):
    """A request with this Idempotency-Key is still running."""

    code = "idempotency_in_progress"
    headers: ClassVar[dict[str, str]] = {"Retry-After": str(RETRY_AFTER_SECONDS)}


class PreconditionFailed(WellkeptError):
    """The record has changed since the version that If-Match names."""

    status = 412
    code = "precondition_failed"


class BodyTooLarge(WellkeptError):
    """The body is larger than this route accepts."""

    status = 413
    code = "body_too_large"


class UnsupportedMediaType(WellkeptError):
    """This route does not accept that content type."""

    status = 415
    code = "unsupported_media_type"


class Invalid(WellkeptError):
    """The request has mistakes."""

    status = 422
    code = "validation_failed"


class IdempotencyKeyReused(WellkeptError):
    """This Idempotency-Key was used for another body."""

    status = 422
    code = "idempotency_key_reused"


class RateLimited(WellkeptError):
    """Too many requests in a short time."""

    status = 429
    code = "rate_limited"
    headers: ClassVar[dict[str, str]] = {"Retry-After": str(RETRY_AFTER_SECONDS)}


class InternalError(WellkeptError):
    """Something failed on our side; the request id finds it in the log."""


class Unavailable(WellkeptError):
    """The service cannot answer right now; the request may be repeated."""

    status = 503
    code = "unavailable"
    headers: ClassVar[dict[str, str]] = {"Retry-After": str(RETRY_AFTER_SECONDS)}


def invalid(pointer: str, code: str, message: str) -> Invalid:
    """Return the error for one mistake at one place of the request."""
    return Invalid(errors=(FieldError(pointer, code, message),))


def unknown_reference(pointer: str, what: str) -> Invalid:
    """Return the error for an id or code that names nothing the caller may see."""
    return invalid(pointer, "unknown_reference", f"There is no such {what}.")


def refuse(mistakes: Sequence[Invalid]) -> None:
    """
    Raise what was found, if anything: one mistake as it is, several together as one error.

    Raises:
        Invalid: there is at least one mistake.
    """
    if len(mistakes) == 1:
        raise mistakes[0]
    if mistakes:
        raise Invalid(errors=[error for mistake in mistakes for error in mistake.errors])
