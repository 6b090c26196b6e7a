"""What is added to the terminal."""

import click

from weather_hold import queries
from wellkept_sdk import Command, Ctx
from wellkept_sdk.http import PageRequest

_NOT_FOUND = 1


async def print_readings(ctx: Ctx, *, project: str) -> int:
    """Print the last readings of a project, newest first."""
    project_id = await queries.project_by_code(ctx, project)
    if project_id is None:
        click.echo(f"There is no project {project}.", err=True)
        return _NOT_FOUND
    for reading in (await queries.reading_page(ctx, project_id, PageRequest())).items:
        wind, gust = reading["wind_dmps"] / 10, reading["gust_dmps"] / 10
        click.echo(f"{reading['measured_at']:%Y-%m-%d %H:%M}  {wind:5.1f} m/s, gusts {gust:5.1f} m/s")
    return 0


COMMANDS = (
    Command(
        name="readings",
        help="Show the last readings of a project.",
        run=print_readings,
        params=[click.Option(["--project"], required=True, metavar="CODE", help="The project's code.")],
    ),
)
