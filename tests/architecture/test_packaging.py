"""Packaging: what is needed is stated once, and every environment gets the same versions."""

import re
import tomllib
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

PIN = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)==[A-Za-z0-9.!+_-]+")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
OWN = "wellkept"


@pytest.fixture(scope="module")
def stated(root: Path) -> dict[str, Any]:
    with (root / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["project"]


@pytest.fixture(scope="module")
def constraints(root: Path) -> list[str]:
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


class TestConstraints:
    def test_pin_versions_and_say_nothing_else(self, constraints: list[str]) -> None:
        assert [line for line in constraints if not PIN.fullmatch(line)] == []

    def test_pin_everything_that_is_needed(self, stated: dict[str, Any], constraints: list[str]) -> None:
        wanted = [*stated["dependencies"], *chain.from_iterable(stated["optional-dependencies"].values())]
        names = {normal(NAME.findall(requirement)[0]) for requirement in wanted} - {OWN}

        assert sorted(names - {normal(line.split("==")[0]) for line in constraints}) == []


class TestCommand:
    def test_is_called_wellkept(self, stated: dict[str, Any]) -> None:
        assert stated["scripts"] == {OWN: "wellkept.cli:main"}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
