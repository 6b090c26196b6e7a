"""The program that runs VROOM, as a process and inside."""

import builtins
import io
import json
import sys
from typing import Any

import pytest

from day_problems import job, on_a_line, vehicle
from wellkept_stations.rules.vroom_orders import order_of
from wellkept_stations.service import vroom_program


def spoken(monkeypatch: pytest.MonkeyPatch, order: Any) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(order)))


class TestProgram:
    @pytest.mark.parametrize("seconds", [1, 10])
    def test_reads_an_order_and_writes_routes(
        self, seconds: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        problem = on_a_line([job(2), job(1)], [vehicle()])
        spoken(monkeypatch, {**order_of(problem), "seconds": seconds})

        assert vroom_program.main() == 0
        assert json.loads(capsys.readouterr().out) == {"0": [1, 0]}

    def test_has_no_routes_for_no_jobs_or_nobody(self) -> None:
        assert vroom_program.solved(order_of(on_a_line([], [vehicle()])), seconds=1) == {}
        assert vroom_program.solved(order_of(on_a_line([job(1)], [])), seconds=1) == {}

    def test_says_that_vroom_is_not_installed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        imported = builtins.__import__

        def without_vroom(name: str, *said: Any, **more: Any) -> Any:
            if name == "vroom":
                raise ImportError(name)
            return imported(name, *said, **more)

        monkeypatch.setattr(builtins, "__import__", without_vroom)
        spoken(monkeypatch, {"jobs": [], "vehicles": [], "seconds": 1})

        assert vroom_program.main() == vroom_program.NOT_INSTALLED
