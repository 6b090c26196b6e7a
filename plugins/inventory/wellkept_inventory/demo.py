"""A small store in the demo: ten parts in three places, parts used and waited for on its tickets, and when to order."""

from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_inventory.queries import locations, parts
from wellkept_inventory.rules.policies import ReplenishmentMethod
from wellkept_inventory.schemas.imports import InventoryImportFile
from wellkept_inventory.schemas.issues import InventoryIssueCreate, InventoryIssueLine
from wellkept_inventory.schemas.policies import InventoryPolicyCreate
from wellkept_inventory.schemas.reservations import InventoryReservationCreate, InventoryReservationLine
from wellkept_inventory.service.importing import take_file
from wellkept_inventory.service.issuing import issue
from wellkept_inventory.service.policies import create as create_policy
from wellkept_inventory.service.reserving import reserve
from wellkept_sdk import Ctx, RecordName, RecordRef
from wellkept_sdk.demo import Demo, DemoDeed, DemoScene, DemoTicket
from wellkept_sdk.records.tickets import TicketStatus

_STORE: Final = Path(__file__).parent / "data" / "demo_store.json"
_OPENED_BEFORE: Final = timedelta(days=180)
_AFTER_MOVE: Final = timedelta(minutes=20)


class Need(Struct, frozen=True, kw_only=True):
    """What a ticket needs of a part, and from which place; a serial number must be named."""

    part: str
    quantity: str
    place: str
    serial: str | None = None


class Policy(Struct, frozen=True, kw_only=True):
    """When more of a part is wanted at a place, and up to how much."""

    part: str
    place: str
    minimum: str
    maximum: str


#: What work in hand has used, by the family of the item that it is about: one ticket each.
USED: Final = {
    "pump": (
        Need(part="SEAL-PX200", quantity="1", place="NANJING"),
        Need(part="GREASE-EP2", quantity="0.75", place="NANJING"),
    ),
    "drive": (Need(part="VFD-HD45", quantity="1", place="NANJING", serial="HD45-70213"),),
    "chiller": (
        Need(part="OIL-POE32", quantity="18", place="SHANGHAI"),
        Need(part="FILTER-LP900", quantity="2", place="SHANGHAI"),
    ),
}
#: What tickets that are handed out or wait need: some of it is held for them, some is missing.
NEEDED: Final = {
    "pump": (Need(part="BRG-6314", quantity="2", place="NANJING"),),
    "lift": (Need(part="BELT-RD1050", quantity="2", place="SHANGHAI"),),
    "chiller": (Need(part="OIL-POE32", quantity="60", place="SHANGHAI"),),
}
POLICIES: Final = (
    Policy(part="SEAL-PX200", place="NANJING", minimum="4", maximum="8"),
    Policy(part="BELT-RD1050", place="SHANGHAI", minimum="1", maximum="4"),
)


def tell(scene: DemoScene) -> Sequence[DemoDeed]:
    """Return how the store was taken in, when more is wanted, and what tickets have used and need."""
    begin = scene.at - _OPENED_BEFORE
    opened = [
        DemoDeed(at=begin, actor=scene.dispatcher, run=_take_in),
        *(
            DemoDeed(at=begin + timedelta(hours=1), actor=scene.dispatcher, run=partial(_decide, policy=policy))
            for policy in POLICIES
        ),
    ]
    on_tickets = [*_used(scene), *_needed(scene)]
    return [*opened, *sorted(on_tickets, key=lambda deed: deed.at)]


def _used(scene: DemoScene) -> Iterator[DemoDeed]:
    for ticket in _each_first(scene, USED, (TicketStatus.IN_PROGRESS,)):
        yield _deed(scene, ticket, run=partial(_issue, ticket=ticket, needs=USED[ticket.family]))


def _needed(scene: DemoScene) -> Iterator[DemoDeed]:
    for ticket in _each_first(scene, NEEDED, (TicketStatus.ASSIGNED, TicketStatus.ON_HOLD)):
        yield _deed(scene, ticket, run=partial(_reserve, ticket=ticket, needs=NEEDED[ticket.family]))


def _each_first(
    scene: DemoScene, needs: Mapping[str, object], statuses: Collection[TicketStatus]
) -> Iterator[DemoTicket]:
    """Yield the first ticket of each family that stands so."""
    for family in needs:
        fitting = (each for each in scene.tickets if each.family == family and each.status in statuses)
        yield from islice(fitting, 1)


def _deed(scene: DemoScene, ticket: DemoTicket, *, run: Callable[[Ctx], Awaitable[None]]) -> DemoDeed:
    return DemoDeed(
        at=min(ticket.moved_at + _AFTER_MOVE, scene.at),
        actor=scene.engineer,
        record=RecordRef(RecordName.TICKET, ticket.id),
        run=run,
    )


async def _take_in(ctx: Ctx) -> None:
    await take_file(ctx, msgspec.json.decode(_STORE.read_bytes(), type=InventoryImportFile))


async def _decide(ctx: Ctx, *, policy: Policy) -> None:
    draft = InventoryPolicyCreate(
        part_id=await _part(ctx, policy.part),
        location_id=await _place(ctx, policy.place),
        method=ReplenishmentMethod.MIN_MAX,
        minimum=policy.minimum,
        maximum=policy.maximum,
        count_every_days=90,
    )
    await create_policy(ctx, draft)


async def _issue(ctx: Ctx, *, ticket: DemoTicket, needs: Sequence[Need]) -> None:
    lines = [
        InventoryIssueLine(part_id=await _part(ctx, need.part), quantity=need.quantity, serial=need.serial)
        for need in needs
    ]
    place_id = await _place(ctx, needs[0].place)
    await issue(
        ctx, ticket.id, InventoryIssueCreate(location_id=place_id, equipment_id=ticket.equipment_id, lines=lines)
    )


async def _reserve(ctx: Ctx, *, ticket: DemoTicket, needs: Sequence[Need]) -> None:
    lines = [
        InventoryReservationLine(
            part_id=await _part(ctx, need.part), quantity=need.quantity, location_id=await _place(ctx, need.place)
        )
        for need in needs
    ]
    await reserve(ctx, ticket.id, InventoryReservationCreate(lines=lines))


async def _part(ctx: Ctx, code: str) -> UUID:
    return (await parts.rows_by_code(ctx, [code]))[code]["id"]


async def _place(ctx: Ctx, code: str) -> UUID:
    return (await locations.rows_by_code(ctx, [code]))[code]["id"]


DEMO: Final = Demo(tell=tell)
