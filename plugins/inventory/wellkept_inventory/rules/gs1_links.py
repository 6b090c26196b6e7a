"""GS1 Digital Links: web addresses whose path and query are elements (GS1 Digital Link standard, URI syntax)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import quote

from wellkept_inventory.rules.gs1_elements import Element, agreed, element
from wellkept_inventory.rules.scanning_text import ScanError, percent_decoded

#: The resolver of GS1, which answers for every GTIN.
RESOLVER: Final = "https://id.gs1.org"

_ADDRESS: Final = re.compile(r"https?://[^/?#]+/([^?#]*)(?:\?([^#]*))?(?:#.*)?", re.IGNORECASE | re.DOTALL)
#: What identifies a thing, and the orders in which qualifiers may follow it.
_KEYS: Final[Mapping[str, Sequence[Sequence[str]]]] = {
    "00": (),
    "01": (("22", "10", "21"), ("235",)),
    "253": (),
    "255": (),
    "401": (),
    "402": (),
    "414": (("254",), ("7040",)),
    "415": (("8020",),),
    "417": (("7040",),),
    "8003": (),
    "8004": (("7040",),),
    "8006": (("22", "10", "21"),),
    "8010": (("8011",),),
    "8013": (),
    "8017": (("8019",),),
    "8018": (("8019",),),
}
_GTIN: Final = "01"
_GTIN_LENGTH: Final = 14
_SHORTER_GTIN_LENGTHS: Final = (8, 12, 13)


def elements_of_link(text: str) -> Sequence[Element] | None:
    """
    Return the elements of a Digital Link on any host; None for what is no such link, other web addresses included.

    Raises:
        ScanError: it is one, and malformed.
    """
    address = _ADDRESS.fullmatch(text)
    segments = address[1].removesuffix("/").split("/") if address else []
    start = _key_index(segments)
    if address is None or start is None:
        return None
    path = [percent_decoded(segment) for segment in segments[start:]]
    if len(path) % 2:
        raise ScanError(path[-1], "data is missing behind it")
    pairs = [*zip(path[::2], path[1::2], strict=True)]
    _require_order(pairs[0][0], [ai for ai, _ in pairs[1:]])
    return agreed([*(_path_element(ai, value) for ai, value in pairs), *_attributes(address[2] or "")])


def link_to(elements: Sequence[Element]) -> str:
    """Return the canonical link of a GTIN and its qualifiers, in their order."""
    return RESOLVER + "".join(f"/{each.ai}/{quote(each.value, safe='')}" for each in elements)


def _key_index(segments: Sequence[str]) -> int | None:
    """Return where the last key stands that four digits follow, as the standard finds it: a host has its own path."""
    for index in range(len(segments) - 2, -1, -1):
        if segments[index] in _KEYS and re.match("[0-9]{4}", segments[index + 1]):
            return index
    return None


def _require_order(key: str, qualifiers: list[str]) -> None:
    if qualifiers and not any([ai for ai in order if ai in qualifiers] == qualifiers for order in _KEYS[key]):
        raise ScanError(f"({key})", "these qualifiers do not follow it, or not in this order")


def _path_element(ai: str, value: str) -> Element:
    return element(ai, value.zfill(_GTIN_LENGTH) if ai == _GTIN and len(value) in _SHORTER_GTIN_LENGTHS else value)


def _attributes(query: str) -> Iterator[Element]:
    """Return what the query adds; parameters that are no numbers are the host's own."""
    for part in re.split("[&;]", query):
        ai, _, value = part.partition("=")
        if re.fullmatch("[0-9]+", ai):
            yield element(ai, percent_decoded(value))
