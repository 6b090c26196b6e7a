"""Reading a mapping file: once, with every mistake reported at its pointer."""

import tomllib
from codecs import lookup
from typing import Any

import msgspec

from wellkept.imports.rules import mapping_checks
from wellkept.imports.rules.mapping_file import Mapping, MappingFile
from wellkept.imports.rules.targets import Kind
from wellkept.platform.http.collector import collect
from wellkept_sdk.errors import FieldError, Invalid

MAPPING_CHARACTERS_MAX = 200_000


def read_mapping(text: str, *, kind: Kind | None = None, at: str = "") -> Mapping:
    """
    Return the mapping of a TOML text.

    Args:
        text: the file's content.
        kind: what the caller wants to import; the mapping must say the same.
        at: the pointer of the mapping itself.

    Raises:
        Invalid: every mistake with a pointer into the mapping.
    """
    try:
        return _read(text, kind)
    except Invalid as error:
        errors = [FieldError(f"{at}{one.pointer}", one.code, one.message) for one in error.errors]
        raise Invalid(detail="The mapping has mistakes.", errors=errors) from None


def _read(text: str, kind: Kind | None) -> Mapping:
    written = _decoded(text)
    mapping = Mapping(
        **msgspec.structs.asdict(written),
        fields=flat(written.columns),
        templates=flat(written.texts),
        constants=flat(written.defaults),
    )
    mistakes = [*_file_mistakes(written, kind), *mapping_checks.mistakes(mapping)]
    if mistakes:
        raise Invalid(errors=mistakes)
    return mapping


def _decoded(text: str) -> MappingFile:
    if len(text) > MAPPING_CHARACTERS_MAX:
        raise Invalid(errors=(FieldError("", "too_long", f"Is longer than {MAPPING_CHARACTERS_MAX} characters."),))
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Invalid(errors=(FieldError("", "imports.mapping.not_toml", f"Is not TOML: {error}."),)) from None
    try:
        return msgspec.convert(document, MappingFile)
    except msgspec.ValidationError:
        raise Invalid(errors=collect(document, MappingFile)) from None


def flat(nested: dict[str, Any]) -> dict[str, Any]:
    """Return names with dots for tables in a table."""
    result: dict[str, Any] = {}
    for name, value in nested.items():
        if isinstance(value, dict):
            result |= {f"{name}.{inner}": member for inner, member in value.items()}  # pyright: ignore[reportUnknownVariableType] - TOML
        else:
            result[name] = value
    return result


def _file_mistakes(written: MappingFile, kind: Kind | None) -> list[FieldError]:
    found: list[FieldError] = []
    if kind is not None and kind is not written.kind:
        found.append(FieldError("/kind", "not_a_choice", f"The mapping is for {written.kind}, not for {kind}."))
    try:
        supported = lookup(written.file.encoding).name in _ENCODINGS
    except LookupError:
        supported = False
    if not supported:
        found.append(FieldError("/file/encoding", "not_a_choice", f"Must be one of {', '.join(_ENCODINGS)}."))
    return found


#: Encodings in which a line break is always the byte 10, so that a file can be read on from the middle.
_ENCODINGS = ("utf-8", "gb18030", "gbk", "iso8859-1", "cp1252", "ascii")
