"""What a plugin's handler raises beyond the exceptions that are answered: it ends the request, not the process."""

from litestar.types import ASGIApp, Receive, Scope, Send

from wellkept.platform.plugin_host.calling.endings import comes_from_outside


class HandlerLeftError(RuntimeError):
    """The handler has told the whole process to end, or cancelled itself."""


def contained(app: ASGIApp) -> ASGIApp:
    """Return the app such that nothing but a cancellation from outside gets out of it that is not answered."""

    async def stage(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await app(scope, receive, send)
        except Exception:
            raise
        except BaseException as error:
            if comes_from_outside(error):
                raise
            raise HandlerLeftError(f"{type(error).__name__}: {error}") from error

    return stage
