"""How types, signatures, docstrings, sample values and pieces of the example become text."""

import ast
import inspect
import re
import textwrap
import types
import typing
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import Any, NewType, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec import UnsetType

_SECTION = re.compile(r"^(Args|Attributes|Returns|Raises):$")
_ITEM = re.compile(r"^    (\w+): (.*)$")
_ID = "0199a1c0-1111-7222-8333-444455556666"
_SAMPLES: dict[Any, object] = {
    str: "…",
    int: 1,
    float: 0.5,
    bool: True,
    datetime: "2026-11-21T01:02:11Z",
    date: "2026-11-21",
}


class Doc(msgspec.Struct, frozen=True):
    """A docstring in parts."""

    text: str
    items: dict[str, dict[str, str]]


def doc_of(thing: object) -> Doc:
    """Return what a docstring says, and what its sections say by name."""
    text: list[str] = []
    items: dict[str, dict[str, str]] = {}
    section = item = ""
    for line in (inspect.getdoc(thing) or "").splitlines():
        if heading := _SECTION.match(line):
            section = heading[1]
            items[section] = {}
        elif not section:
            text.append(line)
        elif found := _ITEM.match(line):
            item = found[1]
            items[section][item] = found[2]
        elif line.strip() and item in items[section]:
            items[section][item] += f" {line.strip()}"
        elif line.strip():
            items[section][""] = f"{items[section].get('', '')} {line.strip()}".strip()
    return Doc("\n".join(text).strip(), items)


def type_text(kind: Any) -> str:
    """Return a type as an author would write it."""
    origin, args = get_origin(kind), get_args(kind)
    if origin is typing.Annotated:
        return type_text(args[0])
    if origin in {Union, types.UnionType}:
        return " | ".join(type_text(arg) for arg in args if arg is not UnsetType)
    if origin is not None and inspect.isclass(origin):
        inside = ", ".join("…" if arg is Ellipsis else type_text(arg) for arg in args)
        return f"{origin.__name__}[{inside}]"
    if kind is type(None):
        return "None"
    return getattr(kind, "__name__", str(kind)) if not isinstance(kind, list) else "…"


def plain(kind: Any) -> Any:
    """Return the class of a type that may have arguments."""
    return get_origin(kind) or kind


def fields_table(struct: Any, known: set[str]) -> str:
    """Return the table of a struct's fields as its source declares them."""
    classes = [parent for parent in reversed(plain(struct).__mro__) if parent.__module__.startswith("wellkept_sdk")]
    lines = ["| field | type | required | meaning |", "|---|---|---|---|"]
    meanings: dict[str, str] = {}
    for parent in classes:
        doc = doc_of(parent)
        meanings |= doc.items.get("Args", {}) | doc.items.get("Attributes", {})
    for field in (field for parent in classes for field in _declared(parent)):
        assert isinstance(field.target, ast.Name), "a field has a name"
        name, kind = field.target.id, _with_arguments(struct, ast.unparse(field.annotation)).replace("|", "\\|")
        linked = sorted(
            other for other in known if re.search(rf"\b{other}\b", kind) and other != plain(struct).__name__
        )
        link = "".join(f" → [{other}](../contracts/{other}.md)" for other in linked)
        meaning = meanings.get(name, "").replace("|", "\\|")
        lines.append(f"| `{name}` | `{kind}`{link} | {'no' if field.value else 'yes'} | {meaning} |")
    return "\n".join(lines) if len(lines) > len(("head", "rule")) else "It has no fields."


def _with_arguments(struct: Any, annotation: str) -> str:
    """Return an annotation with the arguments of a generic struct in the place of their variables."""
    variables = getattr(plain(struct), "__parameters__", ())
    for variable, argument in zip(variables, get_args(struct), strict=False):
        annotation = re.sub(rf"\b{variable.__name__}\b", type_text(argument), annotation)
    return annotation


def _declared(struct: type) -> list[ast.AnnAssign]:
    body = ast.parse(textwrap.dedent(inspect.getsource(struct))).body[0]
    assert isinstance(body, ast.ClassDef), "a struct's source is a class"
    declared = [node for node in body.body if isinstance(node, ast.AnnAssign)]
    return [node for node in declared if not ast.unparse(node.annotation).startswith("ClassVar")]


def signature(function: Callable[..., Any]) -> str:
    """Return a function's signature as it stands in the source, without decorators and body."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(tree, ast.FunctionDef | ast.AsyncFunctionDef), "a function's source is a function"
    tree.decorator_list, tree.body = [], [ast.Expr(ast.Constant(...))]
    return ast.unparse(tree).replace("\n    ", " ")


def code(text: str, *, language: str = "python") -> str:
    """Return a fenced block."""
    return f"```{language}\n{text}\n```"


def sample(kind: Any) -> object:
    """Return a JSON value of a type."""
    origin, args = get_origin(kind), get_args(kind)
    if origin is typing.Annotated:
        return sample(args[0])
    if origin in {Union, types.UnionType}:
        return sample(args[0])
    if isinstance(kind, NewType):
        return sample(kind.__supertype__)
    if inspect.isclass(origin) and args and not issubclass(origin, dict):
        return [sample(args[0])]
    return _sample_of_class(kind)


def _sample_of_class(kind: Any) -> object:
    if inspect.isclass(kind) and issubclass(kind, Enum):
        return next(iter(kind)).value
    if inspect.isclass(kind) and issubclass(kind, msgspec.Struct):
        return {field.encode_name: sample(field.type) for field in msgspec.structs.fields(kind)}
    if getattr(kind, "__name__", "") == "UUID":
        return _ID
    return _SAMPLES.get(kind, None if isinstance(kind, TypeVar) else {})


def moment() -> str:
    """Return the moment of samples."""
    return datetime(2026, 11, 21, 1, 2, 12, tzinfo=UTC).isoformat().replace("+00:00", "Z")


def implementation(example: Path, hook: str) -> str | None:
    """Return how the example plugin implements a hook or reaction, if it does."""
    source = (example / "plugin.py").read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef) and node.name == hook:
            first = min((decorator.lineno for decorator in node.decorator_list), default=node.lineno)
            return textwrap.dedent("\n".join(source.splitlines()[first - 1 : node.end_lineno]))
    return None


def reaction(example: Path, event: str) -> str | None:
    """Return how the example plugin reacts to an event, if it does."""
    source = (example / "plugin.py").read_text(encoding="utf-8")
    found = re.search(rf"@subscribe\({event}\)\n\s+async def (\w+)", source)
    return None if found is None else implementation(example, found[1])


def use(example: Path, name: str, *, handle: str | None) -> str | None:
    """Return the first statement in which the example plugin calls or inherits something."""
    for path in sorted(example.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if _inherits(node, name) or _calls(node, name, handle):
                assert isinstance(node, ast.stmt), "only statements are looked at"
                lines = source.splitlines()[node.lineno - 1 : node.end_lineno]
                return f"# {path.relative_to(example.parent)}\n" + textwrap.dedent("\n".join(lines))
    return None


def _inherits(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.ClassDef) and name in map(ast.unparse, node.bases)


def _calls(node: ast.AST, name: str, handle: str | None) -> bool:
    if not isinstance(node, ast.stmt) or hasattr(node, "body"):
        return False
    calls = (part.func for part in ast.walk(node) if isinstance(part, ast.Call))
    return any(_is_call_of(function, name, handle) for function in calls)


def _is_call_of(function: ast.expr, name: str, handle: str | None) -> bool:
    if isinstance(function, ast.Name):
        return function.id == name
    return handle is not None and isinstance(function, ast.Attribute) and ast.unparse(function.value) == handle
