"""Which chapters lead to which status, and how a ticket begins."""

from collections.abc import Callable

import msgspec

from wellkept.demo import chapters
from wellkept.demo.scene import Scene, is_own_account
from wellkept.demo.story import Beat
from wellkept.tickets.schemas.tickets import Reporter, TicketCreate
from wellkept_sdk.actor import Actor
from wellkept_sdk.records.tickets import HoldReason, TicketStatus

MONITORING = "monitoring"
TRIAGED_BEFORE_CANCELLED_SHARE = 0.6
_CUSTOMERS_CHANNELS = ("portal", "mini_program")
_CHANNELS = ("phone", "phone", "phone", "email", "portal", "mini_program", "mini_program", MONITORING, "visit")


def channel_of(scene: Scene) -> str:
    """Return how the report came in; repeats come from machines only."""
    return MONITORING if scene.features.repeats else scene.any_of(_CHANNELS)


def reporter_of(scene: Scene, channel: str) -> Actor:
    """Return with whose account the report came in."""
    if channel == MONITORING:
        return scene.gateway
    if channel in _CUSTOMERS_CHANNELS:
        return scene.speaker if is_own_account(scene) else scene.gateway
    return scene.engineer if channel == "visit" else scene.dispatcher


def report(scene: Scene, channel: str) -> TicketCreate:
    """Return the report, its moment not set; what a machine reports has a code and a key, what people report a name."""
    words = scene.words
    plain = TicketCreate(
        title=scene.phrases.title.format(item=scene.item.name, fault=words.title),
        description=words.description,
        project_id=scene.item.place.project_id,
        equipment_id=scene.item.equipment_id,
        channel=channel,
        metadata={"demo": True},
    )
    if channel == MONITORING:
        key = f"{scene.item.code}/{scene.fault.code}"
        return msgspec.structs.replace(plain, grade=scene.grade, fault_code=scene.fault.code, dedup_key=key)
    contact = {name: scene.contact[name] for name in ("name", "phone", "email") if name in scene.contact}
    return msgspec.structs.replace(plain, reporter=Reporter(**contact))


def beats_to(ending: TicketStatus, scene: Scene) -> list[Beat]:
    """Return everything between the report and this status."""
    return _BEATS[ending](scene)


def _new(scene: Scene) -> list[Beat]:
    return chapters.escalated(scene) if scene.features.is_escalated else []


def _assigned(scene: Scene) -> list[Beat]:
    beats = [*chapters.judged(scene), *chapters.handed_out(scene), *chapters.passed_on(scene)]
    return [*beats, *chapters.escalated(scene)] if scene.features.is_escalated else beats


def _in_progress(scene: Scene) -> list[Beat]:
    beats = [*_assigned(scene), *chapters.worked_on(scene)]
    if scene.features.hold is None:
        return beats
    return [*beats, *chapters.held(scene, scene.features.hold, lasts=False)]


def _on_hold(scene: Scene) -> list[Beat]:
    reason = scene.features.hold or HoldReason.PARTS
    return [*_assigned(scene), *chapters.worked_on(scene), *chapters.held(scene, reason, lasts=True)]


def _resolved(scene: Scene) -> list[Beat]:
    beats = [*_in_progress(scene), *chapters.put_right(scene)]
    return [*beats, *chapters.rejected(scene)] if scene.features.is_rejected else beats


def _confirmed(scene: Scene) -> list[Beat]:
    beats = [*_resolved(scene), *chapters.confirmed(scene)]
    return [*beats, *chapters.reopened(scene), *chapters.confirmed(scene)] if scene.features.is_reopened else beats


def _closed(scene: Scene) -> list[Beat]:
    if scene.features.closes_itself:
        return [*_resolved(scene), *chapters.closed_by_itself()]
    if not scene.features.is_reopened:
        return [*_confirmed(scene), *chapters.closed(scene)]
    once = [*_resolved(scene), *chapters.confirmed(scene), *chapters.closed(scene)]
    return [*once, *chapters.reopened(scene), *chapters.confirmed(scene), *chapters.closed(scene)]


def _cancelled(scene: Scene) -> list[Beat]:
    before = chapters.judged(scene) if scene.happens(TRIAGED_BEFORE_CANCELLED_SHARE) else []
    return [*before, *chapters.cancelled(scene)]


_BEATS: dict[TicketStatus, Callable[[Scene], list[Beat]]] = {
    TicketStatus.NEW: _new,
    TicketStatus.TRIAGED: chapters.judged,
    TicketStatus.ASSIGNED: _assigned,
    TicketStatus.IN_PROGRESS: _in_progress,
    TicketStatus.ON_HOLD: _on_hold,
    TicketStatus.RESOLVED: _resolved,
    TicketStatus.CONFIRMED: _confirmed,
    TicketStatus.CLOSED: _closed,
    TicketStatus.CANCELLED: _cancelled,
}
