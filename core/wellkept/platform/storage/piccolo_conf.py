"""What Piccolo looks up by import: the engine of the process, and which app has which tables."""

import os
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any

from piccolo.conf.apps import AppConfig, AppRegistry
from piccolo.table import Table

_MODULE = "wellkept_piccolo_conf"

_conf: Any = ModuleType(_MODULE)
_conf.APP_REGISTRY = AppRegistry(apps=[])
_conf.DB = None
sys.modules[_MODULE] = _conf
os.environ["PICCOLO_CONF"] = _MODULE


def use_engine(engine: object) -> None:
    """Make Piccolo's queries go to this engine, those of tables that remember another included."""
    _conf.DB = engine
    for table in _descendants(Table):
        meta: Any = table._meta  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
        meta.db = engine


def register_tables(app_name: str, *, tables: Sequence[type[Table]], migrations_folder: str) -> None:
    """Let `LazyTableReference(…, app_name=…)` find the tables of an app."""
    name = f"wellkept_piccolo_apps.{app_name}.piccolo_app"
    module: Any = ModuleType(name)
    module.APP_CONFIG = AppConfig(
        app_name=app_name, migrations_folder_path=migrations_folder, table_classes=list(tables)
    )
    sys.modules[name] = module
    _conf.APP_REGISTRY = AppRegistry(apps=[*(app for app in _conf.APP_REGISTRY.apps if app != name), name])


def _descendants(parent: type[Table]) -> list[type[Table]]:
    children = parent.__subclasses__()
    return children + [table for child in children for table in _descendants(child)]
