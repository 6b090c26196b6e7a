"""The imports of a real year of a service desk, each measured by its own program in a process of its own."""

import subprocess
import sys
from typing import TypeVar

import msgspec

from benchmarks.results import ImportFigure, ReplayFigure
from benchmarks.servers import ROOT

_FigureT = TypeVar("_FigureT", ImportFigure, ReplayFigure)


def import_incidents() -> ImportFigure | None:
    """Return what the import took, or nothing where the incident log is not on this machine."""
    return _found_by("benchmarks.import_incidents", ImportFigure)


def replay_incidents() -> ReplayFigure | None:
    """Return what importing under promised times and folding again took, or nothing as above."""
    return _found_by("benchmarks.replay_incidents", ReplayFigure)


def _found_by(program: str, kind: type[_FigureT]) -> _FigureT | None:
    command = [sys.executable, "-m", program]
    finished = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=False)  # noqa: S603 - our own program
    return msgspec.json.decode(finished.stdout, type=kind) if finished.returncode == 0 else None
