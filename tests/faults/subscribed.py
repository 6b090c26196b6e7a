"""
The command line with one subscription more; run as a script, as `subscribed.py worker`.

The subscriber writes the delivery's key to the file `heard.txt` of the working directory, where it may stand twice,
and to the table `heard`, where it may not.
"""

import asyncio
import os
from functools import partial
from pathlib import Path

from wellkept import cli
from wellkept.app import build
from wellkept.commands import serving
from wellkept.platform.outbox.envelope import Envelope
from wellkept.platform.outbox.subscriptions import Subscription
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.unit_of_work import transaction

TYPES = frozenset({"tickets.ticket.opened", "tickets.ticket.started"})
WORK_SECONDS = float(os.environ.pop("WELLKEPT_TEST_WORK_SECONDS", "0.005"))


async def hear(event: Envelope, key: str) -> None:
    """Write the key down, outside and inside of the transaction, taking a little time in between."""
    write_down(f"{event.subject} {event.type} {key}")
    await asyncio.sleep(WORK_SECONDS)
    async with transaction():
        await database().execute(
            "INSERT INTO heard (key, subject, type) VALUES (?, ?, ?)", key, event.subject, event.type
        )
    write_down(f"done {key}")


def write_down(line: str) -> None:
    """Append a line; the system call makes it one piece, even if the process is killed right after."""
    with Path("heard.txt").open("ab", buffering=0) as file:
        file.write(f"{line}\n".encode())


if __name__ == "__main__":
    subscribed = partial(build, subscriptions=[Subscription(name="tests.hear", types=TYPES, handler=hear)])
    setattr(serving, build.__name__, subscribed)
    cli.main()
