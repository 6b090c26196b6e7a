"""Errors: one class, one code, and every code explained to those who meet it."""

import ast
import re
from collections import Counter
from itertools import chain
from pathlib import Path
from types import ModuleType

import pytest

from wellkept_sdk.errors import WellkeptError

CORE_FIELD_CODES = {
    "required",
    "unknown_field",
    "unknown_parameter",
    "type",
    "too_short",
    "too_long",
    "too_small",
    "too_large",
    "pattern",
    "not_a_choice",
    "unknown_reference",
    "naive_time",
    "bad_characters",
    "cursor_invalid",
}
OF_A_DOMAIN = re.compile(r"[a-z_]+(\.[a-z_]+){2}")
PLACE_OF_CODE = {"invalid": 1, "FieldError": 1, "RowMistake": 3}  # who takes a code, as which argument


@pytest.fixture(scope="module")
def error_guide(root: Path) -> str:
    return (root / "docs" / "errors.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def errors(modules: list[ModuleType]) -> list[type[WellkeptError]]:
    assert modules
    ours = {module.__name__ for module in modules}
    return [error for error in descendants(WellkeptError) if error.__module__ in ours]


class TestErrorCode:
    def test_belongs_to_one_class(self, errors: list[type[WellkeptError]]) -> None:
        stated = Counter(error.code for error in errors if "code" in vars(error))

        assert [code for code, classes in stated.items() if classes > 1] == []

    def test_is_a_bare_word_of_the_sdk_or_names_its_domain(self, errors: list[type[WellkeptError]]) -> None:
        own = [error for error in errors if error.__module__ != WellkeptError.__module__ and "code" in vars(error)]

        assert [error.code for error in own if not OF_A_DOMAIN.fullmatch(error.code)] == []

    def test_is_explained(self, errors: list[type[WellkeptError]], error_guide: str) -> None:
        assert sorted({error.code for error in errors if f"`{error.code}`" not in error_guide}) == []

    def test_comes_with_a_message(self, errors: list[type[WellkeptError]]) -> None:
        assert [error for error in errors if not re.search(r"\w.*[.…]$", error.title())] == []


class TestFieldErrorCode:
    def test_is_explained(self, sources: list[Path], error_guide: str) -> None:
        written = set(chain.from_iterable(field_codes(path) for path in sources))

        assert sorted(code for code in written | CORE_FIELD_CODES if f"`{code}`" not in error_guide) == []


def descendants(error: type[WellkeptError]) -> list[type[WellkeptError]]:
    return [error, *chain.from_iterable(descendants(child) for child in error.__subclasses__())]


def field_codes(path: Path) -> list[str]:
    """Return the codes that this file writes literally into the mistakes it reports."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    codes = [code for call in calls for code in codes_given(call)]
    return [code.value for code in codes if isinstance(code, ast.Constant) and isinstance(code.value, str)]


def codes_given(call: ast.Call) -> list[ast.expr]:
    maker = call.func.id if isinstance(call.func, ast.Name) else ""
    if maker not in PLACE_OF_CODE:
        return []
    place = PLACE_OF_CODE[maker]
    return [*call.args[place : place + 1], *(given.value for given in call.keywords if given.arg == "code")]
