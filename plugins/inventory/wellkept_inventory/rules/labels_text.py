"""The text of our own labels: `wk:p/<part>?lot=…&serial=…` and `wk:l/<location>`, their values percent-encoded."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from msgspec import Struct

from wellkept_inventory.rules.scanning_text import ScanError, percent_decoded

_SCHEME: Final = "wk:"
_PART: Final = "p"
_LOCATION: Final = "l"
_PARAMETERS: Final[Mapping[str, frozenset[str]]] = {_PART: frozenset({"lot", "serial"}), _LOCATION: frozenset()}


class OwnLabel(Struct, frozen=True, kw_only=True):
    """What a label of ours names: a part, perhaps with its lot or serial, or a location."""

    part_code: str | None = None
    location_code: str | None = None
    lot: str | None = None
    serial: str | None = None


def text_of(label: OwnLabel) -> str:
    """Return the text of a label; `own_label` gives the label back."""
    if label.location_code is not None:
        return f"{_SCHEME}{_LOCATION}/{_encoded(label.location_code)}"
    named = [(name, value) for name, value in (("lot", label.lot), ("serial", label.serial)) if value]
    query = "&".join(f"{name}={_encoded(value)}" for name, value in named)
    return f"{_SCHEME}{_PART}/{_encoded(label.part_code or '')}" + (f"?{query}" if query else "")


def own_label(text: str) -> OwnLabel | None:
    """
    Return what a label of ours names; None for what does not begin like one.

    Raises:
        ScanError: it begins like one, and is none.
    """
    if not text.startswith(_SCHEME):
        return None
    kind, _, rest = text.removeprefix(_SCHEME).partition("/")
    code, mark, query = rest.partition("?")
    pairs = [part.partition("=")[::2] for part in query.split("&")] if mark else []
    parameters = {name: _decoded(value) for name, value in pairs}
    if kind not in _PARAMETERS or not _PARAMETERS[kind] >= parameters.keys() or len(parameters) < len(pairs):
        raise ScanError(text, "it begins like a label of ours, and is none")
    if kind == _LOCATION:
        return OwnLabel(location_code=_decoded(code))
    return OwnLabel(part_code=_decoded(code), **parameters)


def _encoded(value: str) -> str:
    return quote(value, safe="")


def _decoded(text: str) -> str:
    value = percent_decoded(text)
    if not value or "\0" in value:
        raise ScanError(text, "a value is missing, or has the character NUL")
    return value
