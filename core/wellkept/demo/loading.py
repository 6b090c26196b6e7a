"""Loading the demo into an empty database, through the same services that serve requests."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from msgspec import Struct

from wellkept.demo.agreements import make_contracts, make_plans
from wellkept.demo.cast import make_cast
from wellkept.demo.catalogue import Catalogue, catalogue
from wellkept.demo.installed_base import Builder, make_customers, make_project
from wellkept.demo.parts_of_plugins import scene_of, tell_parts
from wellkept.demo.plan import stories
from wellkept.demo.scene import World
from wellkept.demo.telling import Teller
from wellkept.platform.object_store import ObjectStore
from wellkept.platform.storage.engines import database
from wellkept.tickets.rules.guards import CLOCK_SKEW_MAX
from wellkept_sdk.ids import CustomerId
from wellkept_sdk.moment import as_utc
from wellkept_sdk.now import now

#: Another seed would be another demo: whoever shows it relies on finding what was there the last time.
SEED = "wellkept demo"

#: How old the present may be; reopening is only possible for some days, and the demo has reopened tickets.
PRESENT_AGE_MAX = timedelta(days=2)

#: Called with what is being made, how many are done, and how many there will be.
Progress = Callable[[str, int, int], None]

_ANY_RECORD = """
SELECT EXISTS (SELECT 1 FROM customer_type) OR EXISTS (SELECT 1 FROM customer) OR EXISTS (SELECT 1 FROM ticket) AS found
"""


class DatabaseNotEmptyError(Exception):
    """The database holds customers or tickets already; the demo is only loaded into an empty one."""


class DemoSummary(Struct, frozen=True, kw_only=True):
    """How much was loaded."""

    customers: int
    users: int
    projects: int
    equipment: int
    tickets: int
    attachments: int


async def is_empty() -> bool:
    """Return whether the database holds no customers and no tickets; accounts do not count."""
    row = await database().fetch_one(_ANY_RECORD)
    assert row is not None, "a question without a table has one row"
    return not row["found"]


async def load_demo(*, at: datetime, progress: Progress, store: ObjectStore | None = None) -> DemoSummary:
    """
    Load the demo; the same moment gives the same codes, names, titles and histories, under other ids.

    Args:
        at: aware, the present, or at most two days ago; all histories lie in the 180 days before it.
        progress: hears after each record.
        store: where attachments go; without one there are none.

    Raises:
        DatabaseNotEmptyError: there are customers or tickets already.
        ValueError: the moment is not the present.
    """
    if not -CLOCK_SKEW_MAX <= now() - at <= PRESENT_AGE_MAX:
        raise ValueError("The demo is told from the present: tickets of old could not have been reopened.")
    if not await is_empty():
        raise DatabaseNotEmptyError(DatabaseNotEmptyError.__doc__)
    moment = as_utc(at, pointer="").replace(microsecond=0)
    known = catalogue()
    await make_plans(known.agreements)
    customer_ids = await make_customers(known.customers)
    cast = await make_cast(known.people, customer_ids=customer_ids)
    builders = await _projects(known, customer_ids=customer_ids, at=moment, progress=progress)
    project_ids = {sheet.code: builder.project_id for sheet, builder in zip(known.projects, builders, strict=True)}
    await make_contracts(known.agreements, customer_ids=customer_ids, project_ids=project_ids, today=moment.date())
    items = [item for builder in builders for item in builder.items]
    world = World(items=items, cast=cast, known=known, at=moment)
    told = stories(world, rng=Random(f"{SEED}: stories"))  # noqa: S311 - dice, not secrets
    teller = Teller(store=store)
    for done, story in enumerate(told, 1):
        await teller.tell(story)
        progress("tickets", done, len(told))
    await tell_parts(scene_of(told, teller=teller, cast=cast, project_ids=project_ids, at=moment))
    return DemoSummary(
        customers=len(customer_ids),
        users=len(known.people),
        projects=len(builders),
        equipment=sum(builder.made for builder in builders),
        tickets=len(told),
        attachments=teller.attachments,
    )


async def _projects(
    known: Catalogue, *, customer_ids: dict[str, CustomerId], at: datetime, progress: Progress
) -> list[Builder]:
    rng = Random(f"{SEED}: installed base")  # noqa: S311 - dice, not secrets
    builders: list[Builder] = []
    for sheet in known.projects:
        customer_id = customer_ids[sheet.customer]
        builders.append(await make_project(sheet, known=known, customer_id=customer_id, today=at.date(), rng=rng))
        progress("projects", len(builders), len(known.projects))
    return builders
