"""What GS1's own engine parses or refuses, asked of our reader; what we decide otherwise is a list with reasons."""

import json
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

import pytest

from surroundings import absent, real_data
from wellkept_inventory.rules.gs1_components import CHECKS
from wellkept_inventory.rules.gs1_elements import conforms, elements_in_parentheses, elements_of_string
from wellkept_inventory.rules.gs1_identifiers import IDENTIFIERS, predefined_length
from wellkept_inventory.rules.scanning import ScanFormat, read_scan
from wellkept_inventory.rules.scanning_text import ScanError

TODAY: Final = date(2026, 11, 22)

WORLD_LIST: Final = "a list of the world that changes each year: it finds no part, and an old list refuses good labels"
COUPON: Final = "coupons of North American shops: characters and length are checked"
PREFIXES: Final = "needs GS1's live list of company prefixes"
#: Checks of GS1 that we leave out, and why; each comes with an identifier under which the data must still be read.
LEFT_OUT: Final[Mapping[str, tuple[str, str | None]]] = {
    "couponcode": (COUPON, "8110{}"),
    "couponposoffer": (COUPON, "8112{}"),
    "gcppos1": (PREFIXES, None),
    "gcppos2": (PREFIXES, None),
    "iban": ("accounts of payment slips: countries are a list of the world", "8007{}"),
    "iso3166": (WORLD_LIST, "422{}"),
    "iso3166999": (WORLD_LIST, "7030{}X"),
    "iso3166alpha2": (WORLD_LIST, "4307{}"),
    "iso4217": (WORLD_LIST, "3910{}100"),
    "packagetype": (WORLD_LIST, "7041{}"),
    "yyyymmd0": ("no identifier has it", None),
}
#: Element strings and printed lines without any mark of GS1: as a scan, they may be any company's code.
PLAIN: Final = ("991234", "1(12345", "12345")


@pytest.fixture(scope="module")
def vectors() -> Sequence[Mapping[str, Any]]:
    """Unpack the calls of the engine's own tests; those whose arguments are expressions in C are no data."""
    packed = real_data("barcode_gs1/gs1_engine_vectors.json.zst")
    unpack = shutil.which("zstd")
    if unpack is None:
        absent("the vectors are packed with zstd, which is not on this machine", unless="WELLKEPT_REQUIRE_DATA")
    text = subprocess.run([unpack, "-dcq", str(packed)], capture_output=True, check=True).stdout  # noqa: S603 - our own
    return [vector for vector in json.loads(text) if isinstance(vector["args"][1], str)]


@pytest.fixture(scope="module")
def linted(vectors: Sequence[Mapping[str, Any]]) -> Mapping[str, Sequence[tuple[str, bool]]]:
    """Return the data for each check, and whether it passes."""
    found: defaultdict[str, list[tuple[str, bool]]] = defaultdict(list)
    for vector in vectors:
        if vector["fn"].startswith("UNIT_TEST"):
            name = vector["file"].removeprefix("lint_").removesuffix(".c")
            found[name].append((vector["args"][1], vector["fn"] == "UNIT_TEST_PASS"))
    return found


@pytest.fixture(scope="module")
def dictionary() -> Mapping[str, tuple[str, bool]]:
    """Return the format of each identifier, less the checks that we leave out, and whether its length is predefined."""
    return dict(entries(real_data("barcode_gs1/gs1-syntax-dictionary.txt").read_text(encoding="utf-8")))


def entries(text: str) -> Iterator[tuple[str, tuple[str, bool]]]:
    for line in text.splitlines():
        words = line.split("#")[0].split()
        first, _, last = words[0].partition("-") if words else ("", "", "")
        sizes = [kept(word) for word in words if re.match(r"\[?[NXYZ](\.\.)?[0-9]", word)]
        for number in range(int(first), int(last or first) + 1) if words else ():
            yield str(number).zfill(len(first)), (" ".join(sizes), "*" in words[1])


def kept(component: str) -> str:
    size, *checks = component.split(",")
    return ",".join([size, *(check for check in checks if check not in LEFT_OUT)])


def is_read(text: str) -> bool:
    """True when a scan of the text is an element string."""
    try:
        return read_scan(text, today=TODAY).format is ScanFormat.GS1
    except ScanError:
        return False


class TestElementString:
    def test_is_read_or_refused_as_the_engine_does(self, vectors: Sequence[Mapping[str, Any]]):
        asked = [vector["args"] for vector in vectors if vector["fn"] == "test_processAIdata"]

        assert len(asked) == 79
        assert [text for expected, text in asked if is_read(text) is not expected] == []

    def test_in_parentheses_is_read_or_refused_as_the_engine_does(self, vectors: Sequence[Mapping[str, Any]]):
        asked = [vector["args"] for vector in vectors if vector["fn"] == "test_parseAIdata"]

        assert len(asked) == 27
        assert [text for expected, text, _ in asked if is_read(text) is not expected] == []

    def test_says_the_same_in_parentheses_and_between_separators(self, vectors: Sequence[Mapping[str, Any]]):
        asked = [vector["args"] for vector in vectors if vector["fn"] == "test_parseAIdata" and vector["args"][0]]

        assert len(asked) == 12
        for _, printed, scanned in asked:
            separated = scanned.removeprefix("^").replace("^", "\x1d")
            assert elements_in_parentheses(printed) == elements_of_string(separated)

    @pytest.mark.parametrize("text", PLAIN)
    def test_without_a_mark_is_plain_text(self, text: str, vectors: Sequence[Mapping[str, Any]]):
        assert any(vector["args"][:2] == [False, text] for vector in vectors)
        assert read_scan(text, today=TODAY).format is ScanFormat.PLAIN


class TestCheck:
    def test_holds_for_what_passes_at_the_engine_and_for_nothing_else(
        self, linted: Mapping[str, Sequence[tuple[str, bool]]]
    ):
        asked = [(name, data, passes) for name in CHECKS for data, passes in linted[name]]

        assert len(asked) == 1_947
        assert [(name, data) for name, data, passes in asked if CHECKS[name].holds(data) is not passes] == []

    def test_is_made_or_left_out_for_a_reason(self, linted: Mapping[str, Sequence[tuple[str, bool]]]):
        assert linted.keys() == CHECKS.keys() | LEFT_OUT.keys()

    @pytest.mark.parametrize("name", [name for name, (_, form) in LEFT_OUT.items() if form])
    def test_that_is_left_out_refuses_nothing_that_passes(
        self, name: str, linted: Mapping[str, Sequence[tuple[str, bool]]]
    ):
        form = LEFT_OUT[name][1]
        passing = [data for data, passes in linted[name] if passes]

        assert form is not None
        assert passing
        assert [data for data in passing if not is_read(f"]C1{form.format(data)}")] == []


class TestIdentifier:
    def test_is_known_if_the_dictionary_has_it(self, dictionary: Mapping[str, tuple[str, bool]]):
        assert len(dictionary) == 541
        assert IDENTIFIERS.keys() == dictionary.keys()

    def test_has_the_format_of_the_dictionary(self, dictionary: Mapping[str, tuple[str, bool]]):
        differing = [ai for ai, (form, _) in dictionary.items() if written(ai) != form]

        assert differing == []

    def test_needs_no_separator_if_the_dictionary_says_so(self, dictionary: Mapping[str, tuple[str, bool]]):
        assert [ai for ai, (_, fixed) in dictionary.items() if (predefined_length(ai) is not None) is not fixed] == []

    def test_stands_alone_though_the_dictionary_asks_for_others(self):
        """Its pairs hold for all symbols on a thing together; a scan reads one, such as the lot on its own."""
        assert conforms("10", "L1")
        assert is_read("]C110L1")


def written(ai: str) -> str:
    """Return the components of an identifier in the words of the dictionary."""
    names = {check: name for name, check in CHECKS.items()}
    sets = {"csetnumeric": "N", "cset82": "X", "cset39": "Y", "cset64": "Z"}
    words: list[str] = []
    for component in IDENTIFIERS[ai]:
        kind, *checks = [names[check] for check in component.checks]
        varies = ".." if component.length_min < component.length_max else ""
        size = f"{sets[kind]}{varies}{component.length_max}"
        words.append(",".join([f"[{size}]" if component.optional else size, *checks]))
    return " ".join(words)
