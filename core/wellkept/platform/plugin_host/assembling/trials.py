"""An app of one plugin's routes alone, built to see whether it can be: what fails is then the plugin's mistake."""

from litestar import Litestar
from litestar.di import Provide

from wellkept.platform.openapi.document import configure, finish
from wellkept.platform.openapi.names import component_packages
from wellkept.platform.paging import provide_page
from wellkept.platform.plugin_host.assembling.routers import router_of
from wellkept_sdk.ctx import Ctx
from wellkept_sdk.http.preconditions import provide_if_match
from wellkept_sdk.plugin import Plugin


def serving_mistakes(plugin: Plugin) -> list[str]:
    """Return why the routes could not be served, if they could not."""
    try:
        _on_trial(plugin)
    except Exception as error:  # noqa: BLE001 - whatever a plugin's routes raise is the plugin's mistake
        return [f"The routes cannot be served: {error}"]
    return []


def document_mistakes(plugin: Plugin) -> list[str]:
    """
    Return why the routes could not be documented, if they could not.

    Takes far longer than to serve them, so a start leaves it to those who check plugins and who read the document.
    """
    try:
        finish(_on_trial(plugin), packages=component_packages([plugin]))
    except Exception as error:  # noqa: BLE001 - whatever a plugin's routes raise is the plugin's mistake
        return [f"The routes cannot be documented: {error}"]
    return []


def _on_trial(plugin: Plugin) -> Litestar:
    ctx = Provide(_no_context, sync_to_thread=False)
    routers = [router_of(plugin, mount, ctx=ctx, require_active=None) for mount in plugin.mounts]
    return Litestar(
        routers,
        dependencies={
            "page": Provide(provide_page, sync_to_thread=False),
            "if_match": Provide(provide_if_match, sync_to_thread=False),
        },
        openapi_config=configure(title="Trial", version="0", description="Never shown."),
        logging_config=None,
    )


def _no_context() -> Ctx:
    raise NotImplementedError("An app on trial answers no request.")
