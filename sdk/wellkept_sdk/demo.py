"""What a plugin adds to the demo: deeds, each done at its own moment by somebody who may do it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from wellkept_sdk.actor import Actor
from wellkept_sdk.ctx import Ctx
from wellkept_sdk.ids import EquipmentId, PartyId, ProjectId, TicketId
from wellkept_sdk.records.references import RecordRef
from wellkept_sdk.records.tickets import TicketStatus


class DemoTicket(Struct, frozen=True, kw_only=True):
    """
    A ticket of the demo, whose story is told to its end.

    Args:
        project_code: of its project.
        family: what kind of item it is about, such as `pump` or `lift`.
        moved_at: when it came to its status.
    """

    id: TicketId
    project_code: str
    equipment_id: EquipmentId
    family: str
    status: TicketStatus
    moved_at: datetime


class DemoScene(Struct, frozen=True, kw_only=True):
    """
    What the demo has when plugins tell their part of it: every ticket's story is told.

    Args:
        at: the present, aware.
        dispatcher: an account of our house that may do what dispatchers may.
        engineer: an account of our house that may do what engineers may.
        party_id: the party for which the demo's partner acts; it is there only if a plugin makes it.
        project_ids: by code.
        tickets: those that the plugin serves, in the order of their reports.
    """

    at: datetime
    dispatcher: Actor
    engineer: Actor
    party_id: PartyId
    project_ids: Mapping[str, ProjectId]
    tickets: Sequence[DemoTicket]


class DemoDeed(Struct, frozen=True, kw_only=True):
    """
    One deed.

    Args:
        at: when it is done, not in the future; clocks say so while it is done.
        actor: who does it.
        run: does it, in one unit of work, through the plugin's own verbs.
        record: which record it is about. The deed is left out where the plugin does not serve that record.
    """

    at: datetime
    actor: Actor
    run: Callable[[Ctx], Awaitable[None]]
    record: RecordRef | None = None


class Demo(Struct, frozen=True, kw_only=True):
    """
    The plugin's part of the demo.

    Args:
        tell: returns the deeds in the order in which they are done; the same scene gives the same deeds.
    """

    tell: Callable[[DemoScene], Sequence[DemoDeed]]
