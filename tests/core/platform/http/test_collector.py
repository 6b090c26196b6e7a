import json
import re
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Annotated, Any

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta, Struct

from wellkept.platform.http.collector import ERRORS_MAX, collect
from wellkept_sdk.errors import MalformedJson


class Leaf(Struct, forbid_unknown_fields=True):
    name: Annotated[str, Meta(min_length=1, max_length=5)]
    size: Annotated[int, Meta(ge=0, le=9)]


class Tree(Struct, forbid_unknown_fields=True):
    leaves: list[Leaf]
    by_name: dict[str, Leaf]
    best: Leaf | None = None
    free: dict[str, Any] = {}


class Period(Struct):
    starts: int
    ends: int

    def __post_init__(self) -> None:
        if self.ends <= self.starts:
            raise ValueError("ends must lie after starts")


GOOD_LEAF = {"name": "a", "size": 1}
MISTAKES: list[tuple[dict[str, Any], dict[str, str]]] = [
    (GOOD_LEAF, {}),
    ({"name": "", "size": 1}, {"/name": "too_short"}),
    ({"name": "abcdef", "size": 10}, {"/name": "too_long", "/size": "too_large"}),
    ({"name": "a", "size": -1}, {"/size": "too_small"}),
    ({"name": "a"}, {"/size": "required"}),
    ({"name": 1, "size": "1", "x/~": 0}, {"/name": "type", "/size": "type", "/x~1~0": "unknown_field"}),
    ({"name": "a\0", "size": 2**63}, {"/name": "bad_characters", "/size": "too_large"}),
    ({"name": "\ud800", "size": None}, {"/name": "bad_characters", "/size": "type"}),
]
PLAIN_VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
)
planted_leaf = st.sampled_from(MISTAKES)


def below(place: str, mistakes: dict[str, str]) -> dict[str, str]:
    return {place + pointer: code for pointer, code in mistakes.items()}


class TestCollector:
    @given(
        leaves=st.lists(planted_leaf, max_size=4),
        by_name=st.dictionaries(st.text("abc", min_size=1, max_size=3), planted_leaf, max_size=4),
        best=st.none() | planted_leaf,
        stray=st.sets(st.sampled_from(["colour", "size"])),
    )
    def test_finds_exactly_what_was_planted(
        self,
        leaves: list[tuple[Any, dict[str, str]]],
        by_name: dict[str, tuple[Any, dict[str, str]]],
        best: tuple[Any, dict[str, str]] | None,
        stray: set[str],
    ):
        value = {
            "leaves": [leaf for leaf, _ in leaves],
            "by_name": {name: leaf for name, (leaf, _) in by_name.items()},
            "best": best and best[0],
            **dict.fromkeys(stray),
        }
        planted = {f"/{name}": "unknown_field" for name in stray} | below("/best", best[1] if best else {})
        for index, (_, mistakes) in enumerate(leaves):
            planted |= below(f"/leaves/{index}", mistakes)
        for name, (_, mistakes) in by_name.items():
            planted |= below(f"/by_name/{name}", mistakes)

        found = collect(value, Tree)

        assert {error.pointer: error.code for error in found} == planted
        assert len(found) == len(planted)

    @given(
        st.recursive(
            PLAIN_VALUES,
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner, max_size=3),
            max_leaves=8,
        )
    )
    def test_accepts_whatever_a_free_document_may_hold(self, document: object):
        assert collect({"leaves": [], "by_name": {}, "free": {"x": document}}, Tree) == []

    @given(st.binary(max_size=30) | st.from_regex(r'[\[\]{}",:0-9a-z\\ ]{0,30}', fullmatch=True).map(str.encode))
    def test_never_fails_in_another_way(self, raw: bytes):
        try:
            value = json.loads(raw)
        except ValueError:
            return

        assert collect(value, Tree)

    def test_reports_a_rule_across_fields(self):
        found = collect({"starts": 2, "ends": 1}, Period)

        assert [(error.pointer, error.message) for error in found] == [("", "ends must lie after starts.")]

    def test_stops_somewhere(self):
        leaves: list[dict[str, object]] = [{}] * 10_000

        assert len(collect(leaves, list[Leaf])) == ERRORS_MAX

    def test_refuses_to_go_too_deep(self):
        value: object = 1
        for _ in range(70):
            value = [value]

        with pytest.raises(MalformedJson):
            collect({"leaves": [], "by_name": {}, "free": {"x": value}}, Tree)

    def test_writes_messages_that_can_be_sent(self):
        found = collect({"\ud800": 1, "leaves": "\ud800", "by_name": {"\ud83d": 1}}, Tree)

        assert msgspec.json.encode(found)


@pytest.fixture
def json_suite(conformance: Callable[[str], Path]) -> dict[str, bytes]:
    archive = subprocess.run(  # noqa: S603 - a fixed program on a file of ours
        ["/usr/bin/env", "zstd", "-dcq", conformance("json_test_suite.tar.zst")], capture_output=True, check=False
    )
    if archive.returncode:
        pytest.skip("there is no zstd to open the suite with")
    with tarfile.open(fileobj=BytesIO(archive.stdout)) as tar:
        return dict(_contents(tar))


def _contents(tar: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    for member in tar:
        file = tar.extractfile(member)
        if file is not None:
            yield Path(member.name).name, file.read()


class TestJsonSuite:
    async def test_decides_what_is_json(self, client: httpx.AsyncClient, json_suite: dict[str, bytes]):
        for name, raw in json_suite.items():
            body = b'{"title":"a","project_id":"0199a000-0000-7000-8000-000000000000","metadata":{"x":' + raw + b"}}"
            response = await client.post("/things", content=body, headers={"content-type": "application/json"})

            expected = {"y": {201, 422}, "n": {400}, "i": {201, 400, 422}}[name[0]]
            # Some broken documents are whole again inside of an object.
            assert response.status_code in expected or _is_whole(body), (name, response.text)

    async def test_has_its_cases(self, json_suite: dict[str, bytes]):
        assert len(json_suite) == 318


def _is_whole(body: bytes) -> bool:
    try:
        json.loads(body.decode(), parse_constant=lambda _: 1 / 0)
    except (ValueError, ZeroDivisionError, RecursionError):
        return False
    return True


class TestNaughtyStrings:
    async def test_come_back_as_they_went(self, client: httpx.AsyncClient, conformance: Callable[[str], Path]):
        strings = json.loads(conformance("naughty_strings/blns.json").read_text())

        response = await client.post(
            "/things",
            json={"title": "a", "project_id": "0199a000-0000-7000-8000-000000000000", "metadata": {"all": strings}},
        )

        held = [text for text in strings if re.search("[\0\ud800-\udfff]", text)]
        assert (response.status_code == 422) if held else (response.json()["metadata"]["all"] == strings)

    async def test_in_a_query_are_no_failure_of_ours(
        self, client: httpx.AsyncClient, conformance: Callable[[str], Path]
    ):
        for text in json.loads(conformance("naughty_strings/blns.json").read_text()):
            response = await client.get("/things", params={"text": text})

            assert response.status_code in {200, 422}
            assert response.status_code == 422 or response.json()["text"] == text
