"""A year of a real service desk under promised times: every incident gets its clocks."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from surroundings import real_data

ROOT = Path(__file__).parents[2]
INCIDENTS = 24_918


@pytest.mark.slow
@pytest.mark.unmeasured
def test_every_incident_has_clocks() -> None:
    real_data("incidents_uci/facts.json")

    command = [sys.executable, "-m", "benchmarks.replay_incidents", "--brief"]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert finished.returncode == 0, finished.stderr
    found = json.loads(finished.stdout)

    assert (found["incidents"], found["all_have_clocks"]) == (INCIDENTS, True)
    # The preset promises a response and a resolution.
    assert found["clocks"] >= 2 * INCIDENTS
    assert found["breaches"] > 0
