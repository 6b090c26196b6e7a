"""The pages of the reference, as Markdown."""

import inspect
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from reference_words import (
    code,
    doc_of,
    fields_table,
    implementation,
    moment,
    plain,
    reaction,
    sample,
    signature,
    type_text,
    use,
)
from wellkept_sdk.events import Event
from wellkept_sdk.hooks.phases import SPEC_MARK, HookSpec, Phase
from wellkept_sdk.services import ServiceKey

#: What came after the first version of the API, by name; a hook says it itself.
SINCE: Mapping[str, str] = {}
_FIRST = "1.0"

WHEN = {
    Phase.DECIDE: "before the change, in its transaction; may veto it or patch the draft",
    Phase.APPLY: "after the change, in its transaction; writes the plugin's own rows",
    Phase.COLLECT: "when the question is asked; writes nothing",
}
FAILURE = {
    Phase.DECIDE: (
        "A `Veto` answers 409 with the plugin's code. When the hook itself fails, the change fails if the plugin is "
        "`required` (409 `plugin_failed`, naming plugin and hook); of an `optional` plugin the failure is recorded and "
        "the hook counts as silent."
    ),
    Phase.APPLY: (
        "If the plugin is `required`, the change fails (409 `plugin_failed`, naming plugin and hook). If it is "
        "`optional`, what the hook wrote is rolled back, the rest stands, and the failure is recorded."
    ),
    Phase.COLLECT: (
        "If the plugin is `required`, the question fails (409 `plugin_failed`). If it is `optional`, its answer is "
        "missing, and the failure is recorded."
    ),
}
#: A question that needs no waiting, such as one of visibility.
SILENT = (
    "Its answer is missing, whatever the plugin's failure policy: who fails shows nothing. The failure is recorded."
)
REACT = (
    "Retried with growing pauses, then given up and kept for `wellkept backlog`; never lost, and it never delays "
    "another plugin."
)
#: How a plugin reaches what it is given.
HANDLES = {
    "Ctx": "ctx",
    "Database": "ctx.db",
    "Timers": "ctx.timers",
    "Tickets": "ctx.tickets",
    "Attachments": "ctx.attachments",
}


def hook_page(spec: type, hook: Callable[..., Any], example: Path, known: set[str]) -> str:
    """Return the page of one hook."""
    said: HookSpec = getattr(hook, SPEC_MARK)
    hints = inspect.get_annotations(hook, eval_str=True)
    event, answer = hints["event"], hints.get("return")
    failure = FAILURE[said.phase] if inspect.iscoroutinefunction(hook) else SILENT
    patches = [kind for kind in _structs(answer) if kind.__name__ != "Veto"]
    shown = implementation(example, hook.__name__) or _implementation_of(spec, hook, said.phase, patches)
    return _page(
        f"{hook.__name__}",
        doc_of(hook).text,
        code(f"class {spec.__name__}:\n    {signature(hook)}"),
        _facts(phase=f"{said.phase}: {WHEN[said.phase]}", since=said.since, failure=failure),
        f"## The event: `{type_text(event)}`",
        doc_of(plain(event)).text,
        fields_table(event, known),
        *(part for kind in patches for part in _answer(kind, known)),
        "## Example",
        code(shown),
    )


def event_page(event: type[Event], example: Path) -> str:
    """Return the page of one event."""
    shown = reaction(example, event.__name__) or (
        f"@subscribe({event.__name__})\nasync def follow(self, ctx: Ctx, event: {event.__name__}) -> None:\n    ..."
    )
    data = {field.encode_name: sample(field.type) for field in msgspec.structs.fields(event)}
    envelope = {"specversion": "1.0", "type": event.type, "time": moment(), "data": data}
    return _page(
        event.type,
        doc_of(event).text,
        code(f"from {event.__module__} import {event.__name__}"),
        _facts(phase="react: after the commit, from the outbox", since=_since(event.type), failure=REACT),
        "## The data",
        fields_table(event, set()),
        "## Example",
        code(shown),
        code(json.dumps(envelope, indent=2, ensure_ascii=False), language="json"),
    )


def service_page(name: str, key: ServiceKey[Any], protocol: type) -> str:
    """Return the page of one service between plugins; `name` is what authors import."""
    return _page(
        f"{key.name} v{key.version}",
        doc_of(protocol).text,
        _facts(
            phase="called by another plugin, in the caller's transaction",
            since=_since(repr(key)),
            failure="`ctx.service` raises `service_inactive` (409) where no plugin provides it for the record; what "
            "the provider raises reaches the caller.",
        ),
        *_methods(protocol),
        "## Example",
        code(f"from {protocol.__module__} import {name}\n\nservice: {protocol.__name__} = ctx.service({name})"),
    )


def contract_page(kind: type[Any], example: Path, known: set[str]) -> str:
    """Return the page of one thing that plugins write or are given."""
    handle = HANDLES.get(kind.__name__)
    shown = use(example, kind.__name__, handle=handle) or _call(kind, handle)
    is_struct = issubclass(kind, msgspec.Struct)
    return _page(
        kind.__name__,
        doc_of(kind).text,
        code(f"from {_home(kind)} import {kind.__name__}"),
        _facts(since=_since(kind.__name__)),
        *(["## Fields", fields_table(kind, known)] if is_struct else _attributes(kind)),
        *([] if is_struct else _methods(kind)),
        "## Example",
        code(shown),
    )


def index_page(texts: Mapping[str, str], *, version: str) -> str:
    """Return the page that leads to all others."""
    parts = [f"This is the SDK's API {version}, generated from its source. How to use it: {{doc}}`/plugins`."]
    for folder, title in (
        ("hooks", "Hooks"),
        ("events", "Events"),
        ("services", "Services between plugins"),
        ("contracts", "What plugins write and are given"),
    ):
        names = [path.removesuffix(".md") for path in texts if path.startswith(f"{folder}/")]
        if names:
            parts += [f"## {title}", "```{toctree}\n:maxdepth: 1\n\n" + "\n".join(names) + "\n```"]
    return _page("Reference of the SDK", *parts)


def _page(title: str, *parts: str) -> str:
    return "\n\n".join([f"# {title}", *(part for part in parts if part)]) + "\n"


def _facts(*, since: str, phase: str = "", failure: str = "") -> str:
    rows = [("phase", phase), ("since", f"API {since}"), ("on failure", failure)]
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {text} |" for name, text in rows if text)])


def _since(name: str) -> str:
    return SINCE.get(name, _FIRST)


def _answer(kind: type[msgspec.Struct], known: set[str]) -> tuple[str, ...]:
    return f"## The answer: `{kind.__name__}`", doc_of(kind).text, fields_table(kind, known)


def _structs(answer: object) -> list[type[msgspec.Struct]]:
    kinds: tuple[Any, ...] = getattr(answer, "__args__", (answer,))
    return [kind for kind in kinds if inspect.isclass(kind) and issubclass(kind, msgspec.Struct)]


def _implementation_of(spec: type, hook: Callable[..., Any], phase: Phase, answers: list[type[msgspec.Struct]]) -> str:
    bodies = {
        Phase.DECIDE: 'return Veto(code="my_plugin.work.refused", message="Why, for the caller.")',
        Phase.APPLY: "await ctx.db.insert(MyPluginRow, **values)",
        Phase.COLLECT: f"return {answers[0].__name__}(...)" if answers else "return None",
    }
    said = signature(hook).removesuffix(" ...")
    return f"class MyPlugin(Plugin, {spec.__name__}):\n    @hookimpl\n    {said}\n        {bodies[phase]}"


def _attributes(kind: type[Any]) -> list[str]:
    said = doc_of(kind).items.get("Attributes", {})
    if not said:
        return []
    rows = [f"| `{name}` | {meaning} |" for name, meaning in said.items()]
    return ["## Attributes", "\n".join(["| name | meaning |", "|---|---|", *rows])]


def _methods(kind: type[Any]) -> list[str]:
    parts: list[str] = []
    for name, method in vars(kind).items():
        function = method.fget if isinstance(method, property) else getattr(method, "__func__", method)
        if not inspect.isfunction(function) or (name.startswith("_") and name != "__init__"):
            continue
        doc = doc_of(function)
        lines = [f"- `{item}`: {text}" for part in doc.items.values() for item, text in part.items() if item]
        parts += [f"## `{name}`", code(signature(function)), doc.text, "\n".join(lines)]
    return parts


def _call(kind: type, handle: str | None) -> str:
    if handle is not None:
        name = next(name for name, member in vars(kind).items() if inspect.isfunction(member) and name[0] != "_")
        taken = [parameter for parameter in inspect.signature(getattr(kind, name)).parameters if parameter != "self"]
        return f"await {handle}.{name}({', '.join(taken)})"
    if not issubclass(kind, msgspec.Struct):
        return f"{kind.__name__}(...)"
    given = [field for field in msgspec.structs.fields(kind) if field.required]
    lines = "".join(f"    {field.name}=...,  # {type_text(field.type)}\n" for field in given)
    return f"{kind.__name__}(\n{lines})"


def _home(kind: type) -> str:
    """Return the module that authors import from: the package, where it has the name."""
    package = kind.__module__.rpartition(".")[0] or kind.__module__
    for module in ("wellkept_sdk", package):
        if getattr(__import__(module, fromlist=[""]), kind.__name__, None) is kind:
            return module
    return kind.__module__
