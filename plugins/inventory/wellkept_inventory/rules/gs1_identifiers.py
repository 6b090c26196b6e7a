"""The application identifiers of GS1: what data each announces, as the GS1 Barcode Syntax Dictionary states it."""

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from wellkept_inventory.rules.gs1_components import CHECKS, Check

#: How many digits an identifier may have.
LENGTHS: Final = (2, 3, 4)

#: A format and who has it: components `N6` or `X..20` with the names of their checks, optional ones in brackets;
#: identifiers and ranges of them, `310-316:5` being 3100 to 3105, then 3110 to 3115, and so on.
_FORMATS: Final = """
N18,csum = 00 8017-8018
N14,csum = 01-03
N14,csum N4,pieceoftotal = 8006 8026
N13,csum = 410-417
N13,csum [X..17] = 253
N13,csum [N..12] = 255
N1,zero N13,csum [X..16] = 8003
N17,csum = 402
X..25,csumalpha = 8013
X..25,csumalpha,hasnondigit = 8014
N6,yymmd0 = 11-13 15-17
N6,yymmdd = 4326 7006
N6,yymmd0 N4,hhmi = 4324-4325
N6,yymmdd N4,hhmi = 7003
N6,yymmdd [N4],hhmi = 7011
N6,yymmdd [N6],yymmdd = 7007
N6,yymmdd N2,hh [N2],mi [N2],ss = 8008
N8,yyyymmdd = 7250
N8,yyyymmdd N4,hhmi = 7251
N6 = 310-316:5 320-337:5 340-357:5 360-369:5 395:5 8005
N6 [X1],hyphen = 4330-4333
N..15 = 390:9 392:9
N3 N..15 = 391:9 393:9
N4 = 394:3 8111
N..4 = 7004
N..6 = 242
N..8 = 30 37
N..10 = 8019
N..12,nozeroprefix = 8011
N1,yesno = 4321-4323
N1,iso5218 = 7252
N2 = 20
N2,mediatype = 7241
N3 = 422 424 426
N3 [N3] [N3] [N3] [N3] = 423 425
N3 X..9 = 421
N3 X..27 = 7030-7039
N4,nonzero N5,nonzero N3,nonzero N1,winding N1 = 8001
N10,latitude N10,longitude = 4309
N13 = 7001
N15 = 8040-8041
N18 [N..2] = 8043
N32 = 8042
N1 X1 X1 X1,importeridx = 7040
X2 = 4307 4317
X2 X..28 = 7230-7239
X3,posinseqslash = 7258
X..2 = 7010
X..3 = 427 7008
X..4 = 7041
X..10 = 7009 7255
X..12 = 7005
X..20 = 10 21-22 243 254 420 4318 7020-7022 710-717 7240 8002 8012
X..25 = 7242 8020
X..28 = 235
X..30 = 240-241 250-251 400-401 403 4308 4319 7002 7023 8004 90
X..34 = 8007
X..35,pcenc = 4300-4301 4310-4311 4320
X..40,pcenc = 7253-7254 7259
X..50 = 8009
X..70 = 8110 8112 8200
X..70,pcenc = 4302-4306 4312-4316 7257
X..90 = 91-99
X..90,pcenc = 7256
Y..30 = 8010
Z..90 = 8030
"""
_CHARACTER_SETS: Final[Mapping[str, str]] = {"N": "csetnumeric", "X": "cset82", "Y": "cset39", "Z": "cset64"}
#: Their length is fixed once for all, so that no separator need follow (GS1 General Specifications, figure 7.8.5-2).
_PREDEFINED: Final = frozenset({"00", "01", "02", "03", "11", "12", "13", "15", "16", "17", "20", "41"}) | frozenset(
    str(first) for first in range(31, 37)
)


class Component(NamedTuple):
    """A part of an element's data, in characters."""

    optional: bool
    length_min: int
    length_max: int
    checks: tuple[Check, ...]


def fault_of(components: tuple[Component, ...], data: str) -> str | None:
    """Return in words what is wrong with an element's data; None when it is right."""
    rest = data
    for component in components:
        part, rest = rest[: component.length_max], rest[component.length_max :]
        if component.optional and not part:
            break
        if len(part) < component.length_min:
            return "the data is too short"
        broken = [check.fault for check in component.checks if not check.holds(part)]
        if broken:
            return broken[0]
    return "the data is too long" if rest else None


def predefined_length(identifier: str) -> int | None:
    """Return how many characters follow an identifier that needs no separator; None for one that does."""
    if identifier[:2] not in _PREDEFINED:
        return None
    return sum(component.length_max for component in IDENTIFIERS[identifier])


def _component(text: str) -> Component:
    size, *names = text.split(",")
    found = re.fullmatch(r"(\[?)([NXYZ])(\.\.)?([0-9]+)\]?", size)
    assert found is not None, text
    checks = (_CHARACTER_SETS[found[2]], *names)
    return Component(
        optional=bool(found[1]),
        length_min=1 if found[3] else int(found[4]),
        length_max=int(found[4]),
        checks=tuple(CHECKS[name] for name in checks),
    )


def _identifiers(text: str) -> Iterator[str]:
    span, _, decimals_max = text.partition(":")
    first, _, last = span.partition("-")
    for number in range(int(first), int(last or first) + 1):
        identifier = str(number).zfill(len(first))
        yield from (
            [f"{identifier}{places}" for places in range(int(decimals_max) + 1)] if decimals_max else [identifier]
        )


def _read(formats: str) -> Iterator[tuple[str, tuple[Component, ...]]]:
    for line in formats.strip().splitlines():
        components, _, identifiers = line.partition(" = ")
        for identifier in [each for part in identifiers.split() for each in _identifiers(part)]:
            yield identifier, tuple(_component(part) for part in components.split())


IDENTIFIERS: Final[Mapping[str, tuple[Component, ...]]] = dict(_read(_FORMATS))
