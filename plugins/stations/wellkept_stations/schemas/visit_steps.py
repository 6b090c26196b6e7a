"""What is done to visits, as callers say it and as it is shown."""

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from msgspec import Meta, Struct

from wellkept_sdk.db import Row
from wellkept_sdk.ids import UserId
from wellkept_sdk.moment import Moment
from wellkept_sdk.services.stations import VisitOutcome, VisitStatus
from wellkept_stations.rules.visit_states import Hindrance, VisitAction
from wellkept_stations.schemas.visits import Reason, StationsVisitOverride, StationsVisitPeriod

_NOTE_LENGTH_MAX: Final = 2_000
#: A visit of more working time is no visit.
_WORK_MINUTES_MAX: Final = 100_000
#: Half around the earth.
_TRAVEL_KM_MAX: Final = 20_100

Note = Annotated[str, Meta(max_length=_NOTE_LENGTH_MAX)]
Longitude = Annotated[float, Meta(ge=-180, le=180)]
Latitude = Annotated[float, Meta(ge=-90, le=90)]
Kilometres = Annotated[float, Meta(ge=0, le=_TRAVEL_KM_MAX, description="A distance; kept in metres.", examples=[86])]


class _Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="action"):
    """
    What every action may say.

    Args:
        occurred_at: when it happened; now, if absent.
        note: kept with the step.
    """

    occurred_at: Moment | None = None
    note: Note | None = None


class StationsVisitConfirm(_Step, frozen=True, kw_only=True, tag=VisitAction.CONFIRM.value):
    """Let engineer and window stay."""


class StationsVisitDepart(_Step, frozen=True, kw_only=True, tag=VisitAction.DEPART.value):
    """Set out."""


class StationsVisitCheckIn(_Step, frozen=True, kw_only=True, tag=VisitAction.CHECK_IN.value):
    """Arrive on site; the ticket's work begins with it."""

    longitude: Longitude | None = None
    latitude: Latitude | None = None


class StationsVisitCheckOut(_Step, frozen=True, kw_only=True, tag=VisitAction.CHECK_OUT.value):
    """
    Leave the site; the ticket stays open, for resolving it needs cause and measure.

    Args:
        work_minutes: how long was worked; the minutes since the arrival, if absent.
        travel_km: how far they came, there and back.
        note: kept with the visit too.
    """

    outcome: VisitOutcome
    work_minutes: Annotated[int, Meta(ge=0, le=_WORK_MINUTES_MAX)] | None = None
    travel_km: Kilometres | None = None


class StationsVisitReschedule(_Step, frozen=True, kw_only=True, tag=VisitAction.RESCHEDULE.value):
    """Let it take place at another time; a confirmed one has to be confirmed again."""

    window: StationsVisitPeriod
    reason: Reason
    planned: StationsVisitPeriod | None = None
    override: StationsVisitOverride | None = None


class StationsVisitCancel(_Step, frozen=True, kw_only=True, tag=VisitAction.CANCEL.value):
    """Call it off."""

    reason: Reason


class StationsVisitMiss(_Step, frozen=True, kw_only=True, tag=VisitAction.MISS.value):
    """Say that nobody came in the window, which is over."""

    reason: Reason


StationsVisitTransition = (
    StationsVisitConfirm
    | StationsVisitDepart
    | StationsVisitCheckIn
    | StationsVisitCheckOut
    | StationsVisitReschedule
    | StationsVisitCancel
    | StationsVisitMiss
)


class StationsVisitActionRead(Struct, frozen=True, kw_only=True):
    """An action: whether it is possible now, where it leads, and why it is not."""

    action: VisitAction
    allowed: bool
    to: VisitStatus
    because: Hindrance | None


class StationsVisitActions(Struct, frozen=True, kw_only=True):
    """Every action, possible or not."""

    status: VisitStatus
    actions: list[StationsVisitActionRead]


class StationsVisitStep(Struct, frozen=True, kw_only=True):
    """One step in the life of a visit; `data` is what was said with the action."""

    id: UUID
    action: str
    from_status: VisitStatus | None
    to_status: VisitStatus
    occurred_at: datetime
    recorded_at: datetime
    actor_id: UserId | None
    note: str | None
    data: dict[str, Any]

    @classmethod
    def of(cls, row: Row) -> "StationsVisitStep":
        """Return a stored step as it is shown."""
        return cls(
            id=row["id"],
            action=row["action"],
            from_status=None if row["from_status"] is None else VisitStatus(row["from_status"]),
            to_status=VisitStatus(row["to_status"]),
            occurred_at=row["occurred_at"],
            recorded_at=row["recorded_at"],
            actor_id=row["actor_id"],
            note=row["note"],
            data=row["data"],
        )
