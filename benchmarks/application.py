"""A Wellkept with some plugins and nothing else, in this process, on an empty database."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from benchmarks.servers import KEY
from wellkept.activation.service.default_plan import ensure_default_plan
from wellkept.app import Wellkept, build, engine_of
from wellkept.platform.auth.service.bootstrap import bootstrap
from wellkept.platform.migrations.runner import migrate
from wellkept.platform.observability.logs import configure
from wellkept.platform.plugin_host.calling.calls import context_of
from wellkept.platform.plugin_host.lifecycle.apps import apps_of
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept.platform.settings import LogFormat, LogLevel, Settings
from wellkept_sdk import Ctx, Plugin
from wellkept_sdk.actor import SYSTEM
from wellkept_sdk.now import now


@asynccontextmanager
async def application(url: str, *, folder: Path, plugins: Sequence[Plugin]) -> AsyncGenerator[Wellkept]:
    """Give an application that is ready for calls with the key of benches."""
    configure(log_format=LogFormat.JSON, log_level=LogLevel.ERROR)
    settings = Settings(database_url=url, data_dir=str(folder))
    app = build(settings, plugins=list(plugins))
    await migrate(engine_of(settings), apps_of(app.host))
    async with app.lifespan():
        await bootstrap(configured_key=KEY)
        await ensure_default_plan(settings.default_plan)
        yield app


def system_ctx(app: Wellkept, plugin: str) -> Ctx:
    """Return what a plugin's jobs and commands work with."""
    nowhere = app.host.resolver.nowhere()
    return context_of(plugin, Occasion(actor=SYSTEM, at=now(), active=nowhere, record=None))
