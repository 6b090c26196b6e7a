"""A Wellkept that promises times: with calendars and clocks, and nothing else, on an empty database."""

from contextlib import AbstractAsyncContextManager
from pathlib import Path

from benchmarks.application import application, system_ctx
from wellkept.app import Wellkept
from wellkept_calendars import plugin as calendars
from wellkept_sdk import Ctx
from wellkept_sla import plugin as sla


def promising(url: str, *, folder: Path) -> AbstractAsyncContextManager[Wellkept]:
    """Give an application whose default plan promises the preset's times."""
    return application(url, folder=folder, plugins=[calendars, sla])


def ctx_of_sla(app: Wellkept) -> Ctx:
    """Return what the plugin's commands work with."""
    return system_ctx(app, "sla")
