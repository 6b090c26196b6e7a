"""Structured logs, as an operator reads them."""

import json
import logging
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
import structlog

from api import Api, anonymous_api
from wellkept.app import Wellkept
from wellkept.platform.observability import logs
from wellkept.platform.settings import LogFormat, LogLevel

LIBRARIES = ("httpx", "aiosqlite", "piccolo", "uvicorn.access")

Line = dict[str, Any]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """Return what stands for standard error, and leave the logging of this process as it was."""
    before, root = structlog.get_config(), logging.getLogger()
    handlers, level = root.handlers, root.level
    quieted = {name: logging.getLogger(name).level for name in LIBRARIES}
    configure = structlog.configure

    def without_cache(**options: Any) -> None:
        # Loggers that are used here would keep this configuration for all later tests.
        options["cache_logger_on_first_use"] = False
        configure(**options)

    monkeypatch.setattr(structlog, "configure", without_cache)
    monkeypatch.setattr(sys, "stderr", written := StringIO())
    yield written
    root.handlers, root.level = handlers, level
    for name, its_level in quieted.items():
        logging.getLogger(name).setLevel(its_level)
    configure(**before)


@pytest.fixture
def written(terminal: StringIO) -> Callable[[], list[Line]]:
    """Configure JSON logs, and return what reads the lines that were written since."""
    logs.configure(log_format=LogFormat.JSON, log_level=LogLevel.INFO)

    def read() -> list[Line]:
        lines = [json.loads(line) for line in terminal.getvalue().splitlines()]
        terminal.seek(0)
        terminal.truncate()
        return lines

    return read


class TestRequest:
    async def test_is_one_line_with_route_and_request_id(
        self, written: Callable[[], list[Line]], app: Wellkept, admin: Api
    ) -> None:
        ticket = await admin.ticket()
        written()

        await admin.get(f"/v1/tickets/{ticket['id']}", headers={"X-Request-Id": "monday-7"})

        [line] = [line for line in written() if line["event"] == "request"]
        assert line["request_id"] == "monday-7"
        assert (line["method"], line["route"], line["status"]) == ("GET", "/v1/tickets/{ticket_id}", 200)
        assert line["level"] == "info"
        assert line["timestamp"].endswith("Z")
        assert ticket["id"] not in str(line)

    async def test_tells_no_key(self, written: Callable[[], list[Line]], admin: Api) -> None:
        await admin.get("/v1/me")

        assert admin.key not in str(written())

    async def test_tells_no_wrong_key_either(self, written: Callable[[], list[Line]], app: Wellkept) -> None:
        await anonymous_api(app).get("/v1/me", headers={"Authorization": f"Bearer wk_{'7' * 64}"})

        assert "7777" not in str(written())


class TestFailure:
    def test_is_told_with_its_place_and_without_local_variables(self, written: Callable[[], list[Line]]) -> None:
        secret = "wk_" + "7" * 64

        try:
            int(f"{len(secret)} valves")
        except ValueError:
            structlog.get_logger("wellkept.test").exception("valve_stuck")

        [line] = written()
        assert (line["event"], line["level"], line["logger"]) == ("valve_stuck", "error", "wellkept.test")
        assert "67 valves" in str(line["exception"])
        assert "test_logs.py" in str(line["exception"])
        assert secret not in str(line)


class TestLibraries:
    def test_speak_in_the_same_shape(self, written: Callable[[], list[Line]]) -> None:
        logging.getLogger("uvicorn.error").warning("Shutting down", extra={"color_message": "\x1b[31mShutting down"})

        [line] = written()
        assert (line["event"], line["logger"], line["level"]) == ("Shutting down", "uvicorn.error", "warning")
        assert "color_message" not in line

    def test_are_silent_about_every_statement(self, written: Callable[[], list[Line]]) -> None:
        for name in LIBRARIES:
            logging.getLogger(name).info("SELECT 1")

        assert written() == []


class TestConsole:
    def test_is_for_people(self, terminal: StringIO, capsys: pytest.CaptureFixture[str]) -> None:
        logs.configure(log_format=LogFormat.CONSOLE, log_level=LogLevel.INFO)

        structlog.get_logger("wellkept.test").info("valve_stuck", pump="P-1")

        assert "valve_stuck" in capsys.readouterr().err
