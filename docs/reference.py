"""
Write the reference of the SDK from its own source: one page for each hook, event, service and contract.

`docs/conf.py` calls `write` at every build; an architecture test holds that nothing is left out.
"""

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints

import wellkept_sdk.events
import wellkept_sdk.hooks
import wellkept_sdk.services
from reference_pages import contract_page, event_page, hook_page, index_page, service_page
from wellkept_sdk import (
    API_VERSION,
    Command,
    Ctx,
    DueTimer,
    Extension,
    ExtensionFilter,
    ExtensionSort,
    Job,
    Label,
    Manifest,
    Plugin,
    PluginPermission,
    RecordRef,
    Reply,
    ServiceKey,
    Terms,
    TimerKind,
)
from wellkept_sdk.actor import Actor
from wellkept_sdk.ctx import Attachments, Timers
from wellkept_sdk.db import Clause, Database, Index, ListDeclaration, Sort, TableSet
from wellkept_sdk.demo import Demo, DemoDeed, DemoScene, DemoTicket
from wellkept_sdk.events import Event
from wellkept_sdk.hooks import Veto
from wellkept_sdk.hooks.phases import SPEC_MARK
from wellkept_sdk.http import Mount, Page, PageRequest
from wellkept_sdk.money import Money
from wellkept_sdk.records.activation import Activation
from wellkept_sdk.records.customers import CustomerRecord
from wellkept_sdk.records.equipment import EquipmentRecord
from wellkept_sdk.records.histories import LoggedMessage, RecordedActor, TicketFactRecord
from wellkept_sdk.records.projects import ProjectRecord
from wellkept_sdk.records.tickets import TicketRecord
from wellkept_sdk.verbs import LogDraft, TicketDraft, Tickets

EXAMPLE = Path(__file__).parents[1] / "examples" / "weather_hold" / "weather_hold"

#: What a plugin writes.
WRITTEN: tuple[type, ...] = (
    Plugin,
    Manifest,
    Terms,
    PluginPermission,
    Label,
    Command,
    Mount,
    TableSet,
    Index,
    Extension,
    ExtensionFilter,
    ExtensionSort,
    Job,
    TimerKind,
    ServiceKey,
    Veto,
    Demo,
    DemoDeed,
)
#: What a plugin is given.
GIVEN: tuple[type, ...] = (
    Ctx,
    Database,
    Clause,
    ListDeclaration,
    Sort,
    Page,
    PageRequest,
    Tickets,
    TicketDraft,
    LogDraft,
    Timers,
    DueTimer,
    Attachments,
    Reply,
    Activation,
    Actor,
    Money,
    RecordRef,
    CustomerRecord,
    ProjectRecord,
    EquipmentRecord,
    TicketRecord,
    TicketFactRecord,
    LoggedMessage,
    DemoScene,
    DemoTicket,
    RecordedActor,
)


def hooks() -> list[tuple[type, Callable[..., Any]]]:
    """Return every hook of core with the class that declares it, in the order of the source."""
    classes = [member for module in _modules(wellkept_sdk.hooks) for member in _own(module) if inspect.isclass(member)]
    return [(spec, hook) for spec in classes for hook in vars(spec).values() if hasattr(hook, SPEC_MARK)]


def events() -> list[type[Event]]:
    """Return every event of core, in the order of the source."""
    members = [member for module in _modules(wellkept_sdk.events) for member in _own(module)]
    classes = [member for member in members if inspect.isclass(member) and issubclass(member, Event)]
    return [event for event in classes if "type" in vars(event)]


def services() -> dict[ServiceKey[Any], tuple[str, type]]:
    """Return every service that the SDK names: the name of its key, and its protocol."""
    found: dict[ServiceKey[Any], tuple[str, type]] = {}
    for module in _modules(wellkept_sdk.services):
        hints = get_type_hints(module)
        keys: dict[str, ServiceKey[Any]] = {
            name: value for name, value in vars(module).items() if isinstance(value, ServiceKey)
        }
        found |= {key: (name, get_args(hints[name])[0]) for name, key in keys.items() if name in hints}
    return found


def pages() -> dict[str, str]:
    """Return the text of every page by its path below `docs/reference`."""
    known = {contract.__name__ for contract in (*WRITTEN, *GIVEN)}
    texts = {
        **{f"hooks/{hook.__name__}.md": hook_page(spec, hook, EXAMPLE, known) for spec, hook in hooks()},
        **{f"events/{event.type}.md": event_page(event, EXAMPLE) for event in events()},
        **{
            f"services/{key.name}.v{key.version}.md": service_page(name, key, kind)
            for key, (name, kind) in services().items()
        },
        **{f"contracts/{kind.__name__}.md": contract_page(kind, EXAMPLE, known) for kind in (*WRITTEN, *GIVEN)},
    }
    return {**texts, "index.md": index_page(texts, version=".".join(map(str, API_VERSION)))}


def write(folder: Path) -> None:
    """Bring a folder of pages up to date: what is unchanged keeps its time stamp, what is gone is deleted."""
    wanted = {folder / path: text for path, text in pages().items()}
    for path in folder.rglob("*.md"):
        if path not in wanted:
            path.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def _modules(package: ModuleType) -> list[ModuleType]:
    below = sorted(found.name for found in pkgutil.iter_modules(package.__path__))
    return [package, *(import_module(f"{package.__name__}.{name}") for name in below)]


def _own(module: ModuleType) -> Iterator[Any]:
    return (member for member in vars(module).values() if getattr(member, "__module__", None) == module.__name__)
