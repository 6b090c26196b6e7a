"""How much is measured: the whole bench, or the short one that only shows that everything works."""

from pathlib import Path

from msgspec import Struct

CONNECTIONS = 32
PAGE_SIZE = 50


class Plan(Struct, frozen=True, kw_only=True):
    """
    One run.

    Args:
        rounds: how often each server is measured, in turns.
        seconds: length of one measurement of reads; writes may run out of tickets before.
        warm_up_seconds: what is sent before each measurement and not counted.
        tickets: how many are in the database; half of them wait to be started.
        imports: whether the import of the real incidents is a part of it.
        postgres_url: a server on which databases may be made, or nothing.
        output: the folder of the report.
    """

    rounds: int = 4
    seconds: float = 1.5
    warm_up_seconds: float = 0.4
    tickets: int = 50_000
    imports: bool = True
    postgres_url: str | None
    output: Path


def short(*, postgres_url: str | None, output: Path) -> Plan:
    """Return a plan whose figures mean nothing."""
    return Plan(
        rounds=1,
        seconds=0.3,
        warm_up_seconds=0.1,
        tickets=2_000,
        imports=False,
        postgres_url=postgres_url,
        output=output,
    )
