"""What is added to the terminal."""

from typing import BinaryIO

import click
import msgspec

from wellkept_inventory.schemas.imports import InventoryImportFile, InventoryImportRead, InventoryImportTally
from wellkept_inventory.service import importing
from wellkept_sdk import Command, Ctx
from wellkept_sdk.errors import WellkeptError

_FAILED = 1


async def import_file(ctx: Ctx, *, file: BinaryIO, dry_run: bool) -> int:
    """Take parts, places and opening stock in from a file; what is there already changes nothing."""
    try:
        said = msgspec.json.decode(file.read(), type=InventoryImportFile)
        read = await (importing.take(ctx, said, dry_run=True) if dry_run else importing.take_file(ctx, said))
    except (OSError, msgspec.DecodeError) as refusal:
        return _fail(f"{file.name} cannot be read: {refusal}")
    except WellkeptError as refusal:
        return _fail("\n".join([refusal.detail, *(f"{each.pointer}: {each.message}" for each in refusal.errors)]))
    click.echo("\n".join(_lines(read)))
    return 0


def _lines(read: InventoryImportRead) -> list[str]:
    return [
        *(["Nothing of this was kept."] if read.dry_run else []),
        f"Places: {_told(read.locations)}.",
        f"Parts: {_told(read.parts)}.",
        f"Stock: {read.posted} lines posted, {read.already_posted} were there before.",
        *(f"Line {each.line}: {each.given} is {each.taken} here." for each in read.rounded),
    ]


def _told(tally: InventoryImportTally) -> str:
    return f"{tally.created} made, {tally.updated} changed, {tally.unchanged} as they were"


def _fail(reason: str) -> int:
    click.echo(reason, err=True)
    return _FAILED


COMMANDS = (
    Command(
        name="import",
        help="Take in parts, places and opening stock from a JSON file; a second time changes nothing.",
        run=import_file,
        params=[
            click.Argument(["file"], type=click.File("rb")),
            click.Option(["--dry-run"], is_flag=True, help="Check everything, keep nothing."),
        ],
    ),
)
