"""Beginning a plugin."""

from pathlib import Path

import click

from wellkept_sdk.now import now
from wellkept_sdk.scaffold import write_project


@click.command()
@click.argument("name")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="An empty folder for the project; by default one of the plugin's name, here.",
)
def new(*, name: str, into: Path | None) -> None:
    """
    Write the project of a new plugin NAME: a first version with its tests, which pass.

    NAME is in lower case, such as `spare_keys`; it will also be the prefix of its tables and the segment of its routes.
    """
    folder = into or Path(name)
    try:
        written = write_project(name, folder, at=now())
    except (ValueError, FileExistsError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Wrote {len(written)} files to {folder}. Go on with:\n")
    click.echo(f"  cd {folder}\n  pip install -e '.[dev]'\n  pytest")


COMMANDS = (new,)
