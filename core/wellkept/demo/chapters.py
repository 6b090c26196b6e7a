"""The chapters of a ticket's life, each a few beats: judged, handed out, worked on, held, put right, settled."""

from datetime import timedelta

from wellkept.demo.papers import notes, trend
from wellkept.demo.scene import Scene, is_own_account
from wellkept.demo.story import Beat, Repeat
from wellkept.tickets.rules.actions import (
    AssignAction,
    CancelAction,
    CloseAction,
    ConfirmAction,
    EscalateAction,
    Evidence,
    HoldAction,
    RejectAction,
    ReopenAction,
    ResolveAction,
    RespondAction,
    ResumeAction,
    StartAction,
    TriageAction,
)
from wellkept_sdk.actor import SYSTEM
from wellkept_sdk.ids import UserId
from wellkept_sdk.records.tickets import EvidenceKind, HoldReason, LogKind, Visibility

INTERNAL, PARTNER, CUSTOMER = Visibility
#: Holds that have an end from the start; the core ends them by itself.
DATED_HOLDS = (HoldReason.WEATHER, HoldReason.SCHEDULED)
DATED_HOLD_DAYS = (1.0, 6.0)
AUTO_CLOSE_HOURS = 240.0
#: In which share of stories somebody asks for advice, or the customer asks a question.
ADVICE_SHARE, QUESTION_SHARE = 0.3, 0.25
_COMPLEXITIES = ("simple", "moderate", "complex")
_SPOKEN = (EvidenceKind.SIGNATURE, EvidenceKind.PHONE, EvidenceKind.EMAIL, EvidenceKind.MESSAGE)


def judged(scene: Scene) -> list[Beat]:
    """Return further reports of the same matter, then its triage."""
    words = scene.words
    again = Repeat(description=scene.phrases.repeat.format(fault=words.title))
    triage = TriageAction(
        grade=scene.grade,
        urgency=scene.urgency,
        complexity=scene.any_of(_COMPLEXITIES),
        fault_code=scene.fault.code,
        operating_state=words.operating_state,
        impact=words.impact,
    )
    repeats = [scene.beat(scene.gateway, again, hours=(0.1, 0.8)) for _ in range(scene.features.repeats)]
    return [*repeats, scene.beat(scene.dispatcher, triage, hours=(0.1, 2))]


def handed_out(scene: Scene) -> list[Beat]:
    """Return the first assignment and the answer to the customer."""
    message = scene.any_of(scene.phrases.respond).format(name=scene.engineer.name)
    respond = RespondAction(channel="phone", message=message)
    return [
        scene.beat(scene.dispatcher, AssignAction(assignee_id=_id(scene, 0)), hours=(0.1, 1)),
        scene.beat(scene.dispatcher, respond, hours=(0.1, 0.6)),
    ]


def passed_on(scene: Scene) -> list[Beat]:
    """Return the handovers from one engineer to the next."""
    notes_by_turn = scene.phrases.handover
    beats: list[Beat] = []
    for turn in range(1, scene.features.handovers + 1):
        note = notes_by_turn[(turn - 1) % len(notes_by_turn)]
        assign = AssignAction(assignee_id=_id(scene, turn), note=note)
        beats.append(scene.beat(scene.dispatcher, assign, hours=(2, 9)))
    return beats


def worked_on(scene: Scene) -> list[Beat]:
    """Return the work up to the diagnosis."""
    phrases, engineer = scene.phrases, scene.last_engineer
    beats = [
        scene.beat(engineer, StartAction(), hours=(0.5, 6)),
        *(scene.line(engineer, LogKind.STEP, text, visibility=PARTNER) for text in phrases.remote_step[:2]),
        scene.line(engineer, LogKind.DIAGNOSIS, scene.words.diagnosis, visibility=CUSTOMER),
    ]
    if scene.features.has_files:
        beats.append(scene.beat(engineer, notes(scene), hours=(0.1, 0.5)))
    if scene.happens(ADVICE_SHARE):
        advice = scene.any_of(phrases.consultation)
        beats.append(scene.line(engineer, LogKind.CONSULTATION, advice, visibility=INTERNAL, hours=(1, 5)))
    if scene.happens(QUESTION_SHARE):
        question = scene.any_of(phrases.customer_message)
        beats.append(scene.line(scene.speaker, LogKind.MESSAGE, question, visibility=CUSTOMER))
    return beats


def escalated(scene: Scene) -> list[Beat]:
    """Return the call for attention."""
    return [scene.beat(scene.dispatcher, EscalateAction(reason=scene.any_of(scene.phrases.escalate)), hours=(2, 8))]


def held(scene: Scene, reason: HoldReason, *, lasts: bool) -> list[Beat]:
    """Return the hold and, unless it lasts until now, its end."""
    # When a hold ended that is over is known once the beats have moments.
    ends_on = scene.at + timedelta(days=scene.rng.uniform(*DATED_HOLD_DAYS)) if reason in DATED_HOLDS else None
    hold = HoldAction(reason=reason, note=scene.phrases.hold[reason], until=ends_on if lasts else None)
    begin = scene.beat(scene.last_engineer, hold, hours=(0.5, 3))
    if lasts:
        return [begin]
    ends_itself = reason in DATED_HOLDS
    resumer = SYSTEM if ends_itself else scene.last_engineer
    return [begin, scene.beat(resumer, ResumeAction(), hours=(20, 120))]


def put_right(scene: Scene, *, again: bool = False) -> list[Beat]:
    """Return the repair, its test and the resolution."""
    words, phrases, engineer = scene.words, scene.phrases, scene.last_engineer
    measure = phrases.second_measure.format(measure=words.measure) if again else words.measure
    resolve = ResolveAction(
        cause=words.cause,
        measure=measure,
        cause_code=scene.fault.cause_code,
        test_result=words.test,
        explanation=phrases.explanation,
    )
    beats = [
        scene.line(engineer, LogKind.STEP, scene.any_of(phrases.repair_step), visibility=PARTNER, hours=(1, 6)),
        *([] if again or words.part is None else [scene.line(engineer, LogKind.PART, words.part, visibility=PARTNER)]),
        scene.line(engineer, LogKind.TEST, words.test, visibility=CUSTOMER, hours=(1, 4)),
    ]
    if scene.features.has_files and not again:
        beats.append(scene.beat(engineer, trend(scene), hours=(0.1, 0.4)))
    return [*beats, scene.beat(engineer, resolve, hours=(0.1, 1))]


def rejected(scene: Scene) -> list[Beat]:
    """Return the customer's no, and a second repair."""
    reject = RejectAction(reason=scene.any_of(scene.phrases.reject))
    return [scene.beat(scene.speaker, reject, hours=(4, 30)), *put_right(scene, again=True)]


def confirmed(scene: Scene) -> list[Beat]:
    """Return the customer's yes: its own, or one that the dispatcher has evidence of."""
    statement = scene.any_of(scene.phrases.statement)
    evidence = Evidence(kind=scene.any_of(_SPOKEN), contact_name=scene.contact["name"], statement=statement)
    confirm = ConfirmAction(note=statement) if is_own_account(scene) else ConfirmAction(evidence=evidence)
    return [scene.beat(scene.speaker, confirm, hours=(3, 48))]


def closed(scene: Scene) -> list[Beat]:
    """Return the end of a confirmed ticket."""
    return [scene.beat(scene.dispatcher, CloseAction(note=scene.phrases.close), hours=(2, 40))]


def closed_by_itself() -> list[Beat]:
    """Return the end of a ticket that nobody answered."""
    return [Beat(hours=AUTO_CLOSE_HOURS, actor=SYSTEM, deed=CloseAction())]


def reopened(scene: Scene) -> list[Beat]:
    """Return the return of a finished ticket up to its second repair."""
    reopen = ReopenAction(reason=scene.any_of(scene.phrases.reopen))
    return [
        scene.beat(scene.speaker, reopen, hours=(30, 150)),
        scene.beat(scene.dispatcher, AssignAction(assignee_id=_id(scene, scene.features.handovers)), hours=(0.2, 2)),
        scene.beat(scene.last_engineer, StartAction(), hours=(1, 8)),
        *put_right(scene, again=True),
    ]


def cancelled(scene: Scene) -> list[Beat]:
    """Return the withdrawal."""
    return [scene.beat(scene.dispatcher, CancelAction(reason=scene.any_of(scene.phrases.cancel)), hours=(1, 12))]


def _id(scene: Scene, turn: int) -> UserId:
    engineer = scene.engineers[turn % len(scene.engineers)]
    assert engineer.id is not None, "an engineer has an account"
    return engineer.id
