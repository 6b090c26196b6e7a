"""Looking after a deployment."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from wellkept.platform.storage.engines import engine_for
from wellkept_sdk.ids import uuid7
from wellkept_sdk.now import now

Command = Callable[..., Result]
NOWHERE = "postgresql://127.0.0.1:1/wellkept"


class TestMigrate:
    def test_brings_a_database_up_to_date_once(self, command: Command, blank_url: str) -> None:
        first = command("migrate", database_url=blank_url)
        second = command("migrate", database_url=blank_url)

        assert (first.exit_code, second.exit_code) == (0, 0)
        assert first.output.startswith("Migrated: core_")
        assert second.output == "The database is up to date.\n"

    def test_says_plainly_that_the_database_is_away(self, command: Command) -> None:
        result = command("migrate", database_url=NOWHERE)

        assert result.exit_code == 1
        assert result.stderr.startswith("Error: PostgreSQL cannot be reached")


class TestOpenapi:
    def test_writes_the_document_without_a_database(self, command: Command) -> None:
        result = command("openapi", database_url=NOWHERE)

        document = json.loads(result.stdout)
        assert document["openapi"].startswith("3.1")
        assert "/v1/tickets" in document["paths"]

    def test_writes_it_to_a_file(self, command: Command, tmp_path: Path) -> None:
        result = command("openapi", "--out", str(tmp_path / "openapi.json"))

        assert (result.exit_code, result.stdout) == (0, "")
        assert json.loads((tmp_path / "openapi.json").read_text())["info"]["title"] == "Wellkept"


class TestDoctor:
    def test_finds_nothing_wrong_with_a_sound_deployment(self, on_database: Command) -> None:
        on_database("users", "create", "admin@example.com", "--name", "Li Na", "--role", "admin")

        result = on_database("doctor")

        assert "FAILED" not in result.stdout
        assert result.exit_code == 0

    def test_finds_that_nobody_could_sign_in(self, on_database: Command) -> None:
        result = on_database("doctor")

        assert result.exit_code == 1
        assert failed(result) == ["admin"]

    def test_finds_a_job_that_fails(self, on_database: Command, database_url: str) -> None:
        asyncio.run(fail_a_job(database_url))

        result = on_database("doctor")

        assert "keys.expiry: The disk is full." in result.stdout
        assert failed(result) == ["admin", "periodic"]

    def test_finds_missing_migrations(self, command: Command, blank_url: str) -> None:
        result = command("doctor", database_url=blank_url)

        assert result.exit_code == 1
        assert "migrations" in failed(result)

    @pytest.mark.parametrize("database_url", [NOWHERE, "sqlite:////dev/null/wellkept.sqlite"])
    def test_finds_a_database_that_is_away(self, command: Command, database_url: str) -> None:
        result = command("doctor", database_url=database_url)

        assert result.exit_code == 1
        assert failed(result) == ["database"]


async def fail_a_job(url: str) -> None:
    """Store a periodic job whose last run has failed."""
    engine = engine_for(url)
    await engine.open()
    try:
        await engine.execute(
            "INSERT INTO job (id, name, state, attempts, next_at, last_error) VALUES (?, ?, 'ready', 1, ?, ?)",
            uuid7(),
            "keys.expiry",
            now(),
            "The disk is full.",
        )
    finally:
        await engine.close()


def failed(result: Result) -> list[str]:
    return [line.split()[1] for line in result.stdout.splitlines() if "FAILED" in line]
