"""The document of a deployment's routes, which a plugin that cannot be documented does not take from the others."""

from collections.abc import Callable, Collection

import structlog
from litestar import Litestar

from wellkept.platform.openapi.document import finish
from wellkept.platform.openapi.names import component_packages
from wellkept.platform.openapi.walking import JsonObject
from wellkept.platform.plugin_host.assembling.trials import document_mistakes
from wellkept.platform.plugin_host.host import Host


def documented(host: Host, app_without: Callable[[Collection[str]], Litestar]) -> JsonObject:
    """
    Return the document of all routes but those of plugins that cannot be documented; the log names these.

    Args:
        host: the plugins.
        app_without: returns the application without the routes of the plugins that it is given.

    Raises:
        ComponentNameTakenError: two types would be one component, and no plugin alone is to blame.
    """
    try:
        return finish(app_without(()), packages=component_packages(host.plugins.values()))
    except Exception:
        refused = {name: found for name, plugin in host.plugins.items() if (found := document_mistakes(plugin))}
        if not refused:
            raise
    for name, mistakes in refused.items():
        _log.error("plugin_undocumented", plugin=name, reason=" ".join(mistakes))
    sound = [plugin for name, plugin in host.plugins.items() if name not in refused]
    return finish(app_without(refused), packages=component_packages(sound))


_log = structlog.get_logger(__name__)
