from io import BytesIO
from pathlib import Path

import click
import pytest

import wellkept_calendars
from calendar_calls import calendar, made
from wellkept_calendars.commands import COMMANDS
from wellkept_sdk.testing import TestApp

SHIPPED = Path(wellkept_calendars.__file__).parent / "data" / "cn"
THEIRS = b'{"year": 2027, "papers": [], "days": [{"name": "X", "date": "2027-01-01", "isOffDay": true}]}'


class TestDays:
    async def test_are_printed_with_their_reasons(self, app: TestApp, capsys: pytest.CaptureFixture[str]) -> None:
        code = await run(app, "days", "cn-standard", "2026-02-13", "2026-02-15")

        assert code == 0
        assert capsys.readouterr().out.splitlines() == [
            "2026-02-13 Fri  weekly     08:30-12:00, 13:30-18:00",
            "2026-02-14 Sat  make_up    08:30-12:00, 13:30-18:00  春节",
            "2026-02-15 Sun  holiday    -                         春节",
            "2 of 3 days are worked.",
        ]

    async def test_close_at_24_00(self, app: TestApp, capsys: pytest.CaptureFixture[str]) -> None:
        await run(app, "days", "24x7", "2026-02-13", "2026-02-13")

        assert capsys.readouterr().out.splitlines()[0] == "2026-02-13 Fri  weekly     00:00-24:00"

    async def test_say_that_their_year_is_not_published(self, app: TestApp, capsys: pytest.CaptureFixture[str]) -> None:
        await run(app, "days", "cn-standard", "2027-01-02", "2027-01-02")

        assert "(year not published)" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("arguments", "reason"),
        [
            (("nowhere", "2026-01-01", "2026-01-01"), "There is no calendar nowhere.\n"),
            (("24x7", "2026-01-02", "2026-01-01"), "Must not be before from_on.\n"),
        ],
    )
    async def test_are_refused_with_a_reason(
        self, app: TestApp, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], reason: str
    ) -> None:
        code = await run(app, "days", *arguments)

        assert (code, capsys.readouterr().err) == (1, reason)

    def test_take_dates_only(self) -> None:
        with pytest.raises(click.BadParameter, match="tomorrow is no date"):
            parsed("days", "24x7", "2026-01-01", "tomorrow")


class TestLoadHolidays:
    async def test_publishes_a_year_once(
        self, app: TestApp, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        file = tmp_path / "2027.json"
        file.write_bytes(THEIRS)
        await made(app, holiday_sets=["cn"])
        capsys.readouterr()

        for _ in range(2):
            assert await run(app, "load-holidays", "cn", str(file)) == 0

        assert capsys.readouterr().out.splitlines() == [
            "cn 2027, published, 1 days: is revision 1 now.",
            "cn 2027, published, 1 days: was known already.",
        ]
        assert (await calendar(app, "yard"))["revision"]["published_through"] == 2027

    async def test_of_what_was_shipped_changes_nothing(self, app: TestApp) -> None:
        for year in (2007, 2026):
            await run(app, "load-holidays", "cn", str(SHIPPED / f"{year}.json"))

        assert (await calendar(app))["revision"]["number"] == 1

    @pytest.mark.parametrize(
        ("file", "set_code", "reason"),
        [
            (b"{", "cn", "cannot be read"),
            (THEIRS, "mars", "There is no such holiday set."),
            (THEIRS.replace(b"2027-01-01", b"2020-01-01"), "cn", "/days/0"),
        ],
    )
    async def test_fails_with_a_reason(
        self, app: TestApp, capsys: pytest.CaptureFixture[str], file: bytes, set_code: str, reason: str
    ) -> None:
        ctx = await app.house.context("calendars", None)
        [command] = [each for each in COMMANDS if each.name == "load-holidays"]

        code = await command.run(ctx, code=set_code, file=named(file))

        assert code == 1
        assert reason in capsys.readouterr().err


def named(content: bytes) -> BytesIO:
    file = BytesIO(content)
    file.name = "2027.json"
    return file


def parsed(name: str, *arguments: str) -> click.Context:
    [command] = [each for each in COMMANDS if each.name == name]
    return click.Command(name, params=list(command.params)).make_context(name, list(arguments))


async def run(app: TestApp, name: str, *arguments: str) -> int:
    ctx = await app.house.context("calendars", None)
    [command] = [each for each in COMMANDS if each.name == name]
    with parsed(name, *arguments) as context:
        return await command.run(ctx, **context.params)
