import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

SAMPLES = Path(__file__).with_name("samples.py")
EXPECTED = re.compile(r"  # pyright: ignore\[(\w+)\]")
PYRIGHT = Path(sys.executable).with_name("pyright")


class TestTypeChecker:
    def test_refuses_exactly_what_no_plugin_may_do(self, tmp_path: Path) -> None:
        if not PYRIGHT.exists():
            pytest.skip("pyright is not installed beside this Python")
        sample = SAMPLES.read_text(encoding="utf-8")
        (tmp_path / "samples.py").write_text(EXPECTED.sub("", sample), encoding="utf-8")
        (tmp_path / "pyrightconfig.json").write_text('{"strict": ["."], "pythonVersion": "3.11"}', encoding="utf-8")

        found = diagnostics(tmp_path)

        assert expectations(sample)
        assert {(error["range"]["start"]["line"] + 1, error.get("rule")) for error in found} == expectations(sample)


def expectations(sample: str) -> set[tuple[int, str]]:
    lines = enumerate(sample.splitlines(), start=1)
    return {(number, rule) for number, line in lines for rule in EXPECTED.findall(line)}


def diagnostics(project: Path) -> list[dict[str, Any]]:
    command = [str(PYRIGHT), "--project", str(project), "--pythonpath", sys.executable, "--outputjson"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=300)  # noqa: S603 - our own tool
    return msgspec.json.decode(done.stdout)["generalDiagnostics"]
