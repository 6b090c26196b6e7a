"""Opening Wellkept for one test: composed once for the same plugins, on another database each time."""

import atexit
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from msgspec import Struct

from wellkept.app import Wellkept, build
from wellkept.hosting import bindings_restored, listening, use
from wellkept.platform.installed_plugins import owner_of
from wellkept.platform.migrations.apps import core_app
from wellkept.platform.migrations.runner import migrate
from wellkept.platform.plugin_host.host import Host
from wellkept.platform.plugin_host.lifecycle.apps import apps_of
from wellkept.platform.settings import Settings
from wellkept.platform.storage.engines import bind, bound, engine_for
from wellkept.testing.house import OpenHouse
from wellkept_sdk.testing.house import House, HouseOrder


class Composed(Struct, frozen=True):
    """An application, and the folder of its files."""

    app: Wellkept
    folder: TemporaryDirectory[str]


@asynccontextmanager
async def opened(order: HouseOrder) -> AsyncGenerator[House]:
    """
    Open the house that is ordered, and leave the process as it was.

    Raises:
        ValueError: one of the plugins cannot be active.
    """
    with _process_as_it_was():
        app = _composed(order)
        engine = engine_for(order.database_url)
        if order.core_first:
            await migrate(engine, [core_app()])
        await migrate(engine, apps_of(app.host))
        bind(engine)
        await engine.open()
        try:
            yield OpenHouse(app, engine)
        finally:
            await engine.close()


@contextmanager
def _process_as_it_was() -> Generator[None]:
    database = bound()
    with bindings_restored():
        try:
            yield
        finally:
            if database is not None:
                bind(database)


def _composed(order: HouseOrder) -> Wellkept:
    """Return the application; to compose it takes far longer than a test, and does not depend on the database."""
    key = (tuple(map(id, order.plugins)), msgspec.json.encode(order.settings))
    kept = _kept.get(key)
    if kept is None:
        _forget()
        kept = _kept[key] = _compose(order)
    app = kept.app
    use(app.host, plan=app.settings.default_plan, subscriptions=listening(app.host))
    return app


def _compose(order: HouseOrder) -> Composed:
    folder = TemporaryDirectory(prefix="wellkept-")
    settings = _settings(order, folder=folder.name)
    try:
        app = build(settings, database=engine_for(order.database_url), plugins=order.plugins)
        _require_active(app.host)
    except BaseException:
        folder.cleanup()
        raise
    return Composed(app, folder)


def _require_active(host: Host) -> None:
    refused = [f"{found.name} is {found.state}: {found.reason}" for found in host.found if found.reason]
    if refused:
        raise ValueError("\n".join(refused))


def _settings(order: HouseOrder, *, folder: str) -> Settings:
    names = {plugin.manifest.name for plugin in order.plugins}
    of_plugins: dict[str, dict[str, Any]] = {name: {} for name in names}
    of_core: dict[str, Any] = {}
    for name, value in order.settings.items():
        plugin = owner_of(name, names)
        if plugin is None:
            of_core[name] = value
        else:
            of_plugins[plugin][name.removeprefix(f"{plugin}_")] = value
    given = {**of_core, "database_url": order.database_url, "data_dir": folder, "plugin_settings": of_plugins}
    return msgspec.convert(given, Settings)


@atexit.register
def _forget() -> None:
    while _kept:
        _kept.popitem()[1].folder.cleanup()


# At most one: the plugins of a test module mostly stay the same, and so does what they are composed to.
_kept: dict[tuple[tuple[int, ...], bytes], Composed] = {}
