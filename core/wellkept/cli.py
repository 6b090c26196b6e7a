"""The command `wellkept`."""

import os
import sys
from pathlib import Path

import click

from wellkept import __version__
from wellkept.commands import accounts, backlog, files, serving, upkeep
from wellkept.commands.deployment import EXIT_USAGE
from wellkept.commands.plugins import group as plugins
from wellkept.commands.plugins.own_commands import WithPlugins
from wellkept.platform.settings import SettingsError, load

EPILOG = """
\b
Settings come from WELLKEPT_… variables, then from the file of --config, then from the defaults (docs/settings.md).

\b
Plugins add commands of their own: `wellkept PLUGIN --help`; `wellkept plugins list` shows which plugins there are.

\b
Exit codes: 0 done · 1 failed, the reason is on standard error · 2 wrong use or wrong settings · 3 done, but some rows
of a file were refused.
"""


@click.group(cls=WithPlugins, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="A TOML file with settings.")
@click.version_option(__version__, prog_name="wellkept")
@click.pass_context
def cli(context: click.Context, config: Path | None) -> None:
    """
    After-sales service of engineering projects, as a headless API.

    Begin with `wellkept run --demo`: it makes everything it needs in ./data, prints a key and a first call.
    """
    try:
        context.obj = load(os.environ, config)
    except SettingsError as error:
        click.echo(f"The settings cannot be used:\n{error}", err=True)
        context.exit(EXIT_USAGE)


FAMILIES = (serving, upkeep, plugins, backlog, accounts, files)
for command in (command for family in FAMILIES for command in family.COMMANDS):
    cli.add_command(command)


def main() -> None:
    """Run the command line; the exit code tells how it went."""
    sys.exit(cli.main(standalone_mode=True))
