"""What checks have found, and how it is shown."""

from collections.abc import Sequence

import click
from msgspec import Struct
from rich.table import Table

from wellkept.commands.deployment import EXIT_FAILED, print_table


class Finding(Struct, frozen=True, kw_only=True):
    """What one check found."""

    check: str
    healthy: bool
    detail: str


def show_findings(findings: Sequence[Finding]) -> None:
    """Print what was found, and end the command with 1 if anything is wrong."""
    table = Table("check", "", "what was found")
    for finding in findings:
        table.add_row(finding.check, "ok" if finding.healthy else "FAILED", finding.detail)
    print_table(table)
    if not all(finding.healthy for finding in findings):
        click.get_current_context().exit(EXIT_FAILED)
