"""The terminal of somebody who copies blocks of commands from a page, one after the other."""

import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

END_OF_BLOCK = "\n=== end of block ===\n"


def printed_by(blocks: Iterable[str], *, folder: Path, environ: Mapping[str, str], seconds_max: int) -> list[str]:
    """Return what each block prints, run by one shell in the order of the page."""
    end = END_OF_BLOCK.replace("\n", "\\n")
    done = subprocess.run(
        ["bash", "-euo", "pipefail"],  # noqa: S607 - the reader's bash
        input="".join(f"{block}\nprintf '{end}'\n" for block in blocks),
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        timeout=seconds_max,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.split(END_OF_BLOCK)[:-1]
