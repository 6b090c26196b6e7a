"""The tutorial for authors of plugins, followed literally by somebody who copies and pastes."""

import json
import os
import re
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from msgspec import Struct

from servers import KEY, Server, free_port
from site_folder import write_metadata
from terminal import printed_by

TUTORIAL = (Path(__file__).parents[2] / "docs" / "tutorial.md").read_text(encoding="utf-8")
SHELL = re.compile(r"^```bash\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FIRST_TERMINAL = re.compile(r"^<!-- tested -->\n```bash\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECOND_TERMINAL = re.compile(r"^<!-- tested: second terminal -->\n```bash\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: What cannot be done in a test: it would install, or never end.
UNTESTED = ["source .venv/bin/activate", "python -m pip install --editable", "wellkept run", "export KEY="]
SECONDS_MAX = 400
PROJECT = "leaving_list"
ENTRY_POINTS = {"wellkept.plugins": {PROJECT: "wellkept_leaving_list:plugin"}}


class Shell(Struct, frozen=True, kw_only=True):
    """A terminal: a folder and an environment."""

    folder: Path
    environ: dict[str, str]

    def run(self, blocks: list[str]) -> list[str]:
        """Return what each block prints."""
        return printed_by(blocks, folder=self.folder, environ=self.environ, seconds_max=SECONDS_MAX)


class TestTutorial:
    def test_leaves_only_installing_and_serving_untested(self) -> None:
        tested = [*FIRST_TERMINAL.findall(TUTORIAL), *SECOND_TERMINAL.findall(TUTORIAL)]

        untested = [block for block in SHELL.findall(TUTORIAL) if block not in tested]

        assert [block for block, begins in zip(untested, UNTESTED, strict=True) if not block.startswith(begins)] == []


@pytest.mark.slow
@pytest.mark.unmeasured
class TestAuthor:
    async def test_gets_what_the_tutorial_promises(self, first: Shell) -> None:
        made, tests, _term, _hook, more_tests, _column, migrated, enabled = first.run(FIRST_TERMINAL.findall(TUTORIAL))
        async with serving(first) as second:
            _functions, _records, with_plugin, without = second.run(SECOND_TERMINAL.findall(TUTORIAL))

        assert "plugin.py" in made
        assert [text for text in (tests, more_tests, migrated) if not re.search(r"\d+ passed", text)] == []
        assert passed(more_tests) == 5
        assert passed(migrated) == passed(tests) + 1
        assert "ALTER TABLE leaving_list_item ADD COLUMN" in migrated
        assert "leaving_list 0.1.0 is installed." in enabled
        assert with_plugin.split() == ["on_hold", "leaving_list.item.open", "admin", "resolved"]
        to_status, answers = without.split("\n", 1)
        inactive, activation = [json.loads(text) for text in re.split(r"(?<=^})\n", answers, flags=re.MULTILINE)[:2]]
        assert to_status == "on_hold"
        assert inactive["code"] == "plugin_inactive"
        assert activation["chosen"]["contract_number"] == "C-2"


@pytest.fixture
def first(tmp_path: Path) -> Shell:
    """The first terminal: `.venv` is active, and what `pip install --editable` would leave is there already."""
    site = tmp_path / "site"
    write_metadata(site, name="wellkept-leaving-list", version="0.1.0", entry_points=ENTRY_POINTS)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("WELLKEPT_")}
    activated = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{inherited['PATH']}",
        "PYTHONPATH": os.pathsep.join(map(str, (site, tmp_path / PROJECT))),
        "WELLKEPT_DATA_DIR": str(tmp_path / "data"),
        "WELLKEPT_BOOTSTRAP_API_KEY": KEY,
        "COLUMNS": "200",
    }
    return Shell(folder=tmp_path, environ={**inherited, **activated})


@asynccontextmanager
async def serving(first: Shell) -> AsyncGenerator[Shell]:
    """Serve in the first terminal as long as somebody works in the second one."""
    port = free_port()
    environ = {**first.environ, "WELLKEPT_PLUGINS": "leaving_list", "WELLKEPT_PORT": str(port)}
    server = Server(["-m", "wellkept", "run"], environ=environ, folder=first.folder, port=port)
    try:
        await server.ready()
        yield Shell(folder=first.folder, environ={**first.environ, "KEY": KEY, "API": f"{server.address}/v1"})
    finally:
        await server.stopped()


def passed(output: str) -> int:
    """Return how many tests passed in the last run that an output tells of."""
    return int(re.findall(r"(\d+) passed", output)[-1])
