"""The routes that show every plugin with its state and reason."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath

from wellkept.platform.access.permissions import Permission
from wellkept.platform.paging.sequences import page_of
from wellkept.platform.plugin_host.current import host
from wellkept.platform.plugin_host.queries import NO_FAILURES, failures_by_plugin
from wellkept.platform.plugin_host.schemas import PluginRead
from wellkept_sdk.errors import NotFound
from wellkept_sdk.http.access import needs
from wellkept_sdk.http.paging import Page, PageRequest


@get("/plugins", opt=needs(Permission.PLUGINS_READ))
async def list_plugins(page: NamedDependency[PageRequest]) -> Page[PluginRead]:
    """List every plugin that is installed or asked for, by name, with its state and the reason for it."""
    failures = await failures_by_plugin()
    found = page_of(host().found, page, name_of=lambda each: each.name)
    items = [PluginRead.of(each, failures=failures.get(each.name, NO_FAILURES)) for each in found.items]
    return Page(items=items, next_cursor=found.next_cursor)


@get("/plugins/{name:str}", opt=needs(Permission.PLUGINS_READ))
async def get_plugin(name: FromPath[str]) -> PluginRead:
    """Return one plugin with its state and the reason for it."""
    for each in host().found:
        if each.name == name:
            return PluginRead.of(each, failures=(await failures_by_plugin()).get(name, NO_FAILURES))
    raise NotFound


ROUTES = [list_plugins, get_plugin]
