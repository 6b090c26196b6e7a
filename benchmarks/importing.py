"""The import of a real year of a service desk, measured by its own program in a process of its own."""

import subprocess
import sys

import msgspec

from benchmarks.results import ImportFigure
from benchmarks.servers import ROOT


def import_incidents() -> ImportFigure | None:
    """Return what the import took, or nothing where the incident log is not on this machine."""
    command = [sys.executable, "-m", "benchmarks.import_incidents"]
    finished = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=False)  # noqa: S603 - our own program
    return msgspec.json.decode(finished.stdout, type=ImportFigure) if finished.returncode == 0 else None
