"""
The contract of the SDK as data: hooks, schemas, signatures; `sdk/api.v1.json` holds what was promised.

`python tests/support/sdk_contract.py --write` keeps the present contract, and refuses what its version does not allow.
"""

import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import msgspec

import wellkept_sdk
from contract_changes import Document, refusals
from wellkept_sdk.hooks.phases import SPEC_MARK, HookSpec
from wellkept_sdk.manifest import API_VERSION

KEPT = Path(__file__).parents[2] / "sdk" / "api.v1.json"
#: Once true, what stands in the file is promised; before, it may be rewritten at will.
RELEASED = "released"

_NOT_PROMISED = ("wellkept_sdk.testing", "wellkept_sdk.scaffold")
_WITH_SCHEMAS = ("events", "hooks", "records", "verbs", "money", "quantity", "period", "manifest", "moment")
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")


def contract() -> Document:
    """Return the present contract."""
    modules = list(_modules())
    present = {
        "api_version": ".".join(map(str, API_VERSION)),
        "hooks": {name: hook for module in modules for name, hook in _hooks_of(module)},
        "schemas": _schemas(modules),
        "names": {name: said for module in modules for name, said in _names_of(module)},
    }
    return msgspec.json.decode(msgspec.json.encode(present, order="sorted"))


def kept() -> Document:
    """Return the contract that was kept; without a file, an empty one that nobody was promised."""
    return msgspec.json.decode(KEPT.read_bytes()) if KEPT.exists() else {RELEASED: False}


def main(arguments: list[str]) -> int:
    """Tell whether the present contract may take the place of the kept one, and with `--write` let it."""
    old, new = kept(), contract()
    found = refusals(old, new)
    if found:
        sys.stdout.write("\n".join([*found, ""]))
        return 1
    if "--write" in arguments:
        released = bool(old[RELEASED]) and old.get("api_version") == new["api_version"]
        text = msgspec.json.format(msgspec.json.encode({RELEASED: released, **new}, order="sorted"), indent=1)
        KEPT.write_bytes(text + b"\n")
    return 0


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(wellkept_sdk.__path__, "wellkept_sdk."):
        if not found.name.startswith(_NOT_PROMISED):
            yield importlib.import_module(found.name)


def _own(module: ModuleType) -> Iterator[tuple[str, Any]]:
    for name, value in vars(module).items():
        if not name.startswith("_") and getattr(value, "__module__", None) == module.__name__:
            yield f"{module.__name__}.{name}", value


def _hooks_of(module: ModuleType) -> Iterator[tuple[str, Document]]:
    for name, owner in _own(module):
        for hook, function in vars(owner).items() if isinstance(owner, type) else ():
            spec: HookSpec | None = getattr(function, SPEC_MARK, None)
            if spec is not None:
                parameters = inspect.get_annotations(function)
                yield (
                    f"{name}.{hook}",
                    {
                        "phase": spec.phase,
                        "since": spec.since,
                        "is_async": inspect.iscoroutinefunction(function),
                        "event": inspect.formatannotation(parameters["event"]),
                        "answer": inspect.formatannotation(parameters["return"]),
                    },
                )


def _schemas(modules: list[ModuleType]) -> Document:
    structs = [
        value
        for module in modules
        if module.__name__.split(".")[1] in _WITH_SCHEMAS
        for _, value in _own(module)
        if isinstance(value, type) and issubclass(value, msgspec.Struct) and not getattr(value, "__parameters__", ())
    ]
    _, components = msgspec.json.schema_components(_with_a_schema(structs))
    return {name: _bare(schema) for name, schema in sorted(components.items())}


def _with_a_schema(structs: list[type[msgspec.Struct]]) -> list[type[msgspec.Struct]]:
    """Return those that are data; a struct that carries functions has a signature only."""

    def has_schema(struct: type[msgspec.Struct]) -> bool:
        try:
            msgspec.json.schema(struct)
        except TypeError:
            return False
        return True

    return [struct for struct in structs if has_schema(struct)]


def _bare(schema: Any, *, of_fields: bool = False) -> Any:
    """Return a schema without what is only told to readers: descriptions, examples, titles."""
    if isinstance(schema, list):
        items = [_bare(item) for item in cast("list[Any]", schema)]
        return dict.fromkeys(items, True) if items and all(isinstance(item, str) for item in items) else items
    if not isinstance(schema, dict):
        return schema
    members = cast("Document", schema)
    told = () if of_fields else ("description", "examples", "title")
    return {
        name: _bare(value, of_fields=name == "properties" and not of_fields)
        for name, value in members.items()
        if name not in told
    }


def _names_of(module: ModuleType) -> Iterator[tuple[str, Document]]:
    for name, value in _own(module):
        if isinstance(value, type):
            yield name, _class(cast("type[object]", value))
        elif inspect.isfunction(value):
            yield name, _signature(value)


def _class(owner: type[object]) -> Document:
    said: Document = {"bases": {base.__name__: True for base in owner.__bases__}}
    if issubclass(owner, Enum):
        return {**said, "members": {member.name: str(member.value) for member in owner}}
    fields = inspect.get_annotations(owner)
    said["attributes"] = {name: _text(kind) for name, kind in fields.items() if not name.startswith("_")}
    said["constants"] = {name: value for name, value in vars(owner).items() if _is_constant(name, value)}
    said["methods"] = {name: _signature(method) for name, method in vars(owner).items() if _is_method(name, method)}
    return said


def _is_method(name: str, value: object) -> bool:
    is_special = name == "__init__" and inspect.isfunction(value)
    return is_special or (not name.startswith("_") and isinstance(value, _KINDS_OF_METHOD))


def _is_constant(name: str, value: object) -> bool:
    """Tell a code, a status, the type of an event."""
    return not name.startswith("_") and isinstance(value, str | int)


_KINDS_OF_METHOD = (type(_is_method), classmethod, staticmethod, property)


def _signature(value: Any) -> Document:
    if isinstance(value, property):
        value = value.fget
    function: Callable[..., Any] = getattr(value, "__func__", value)
    signature = inspect.signature(function)
    return {
        "is_async": inspect.iscoroutinefunction(function),
        "parameters": {
            name: _parameter(parameter, place=place)
            for place, (name, parameter) in enumerate(signature.parameters.items())
        },
        "returns": _text(signature.return_annotation),
    }


def _parameter(parameter: inspect.Parameter, *, place: int) -> Document:
    said: Document = {"kind": parameter.kind.name}
    if parameter.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD:
        said["place"] = place
    if parameter.annotation is not inspect.Parameter.empty:
        said["type"] = _text(parameter.annotation)
    if parameter.default is not inspect.Parameter.empty:
        said["default"] = _ADDRESS.sub("", repr(parameter.default))
    return said


def _text(annotation: Any) -> str:
    return _ADDRESS.sub("", inspect.formatannotation(annotation))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
