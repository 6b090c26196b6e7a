"""What the chapters of a story are written from: the item, the fault, the people, and the dice."""

from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Any, TypeVar

from msgspec import Struct

from wellkept.demo.cast import Cast
from wellkept.demo.catalogue import Catalogue, Fault, FaultWords, Phrases
from wellkept.demo.features import Features
from wellkept.demo.installed_base import Item
from wellkept.demo.story import Beat, Deed
from wellkept.tickets.schemas.record import LogEntryCreate
from wellkept_sdk.actor import Actor, Role
from wellkept_sdk.records.tickets import LogKind, Urgency, Visibility

_T = TypeVar("_T")


class World(Struct, frozen=True, kw_only=True):
    """What stories can be about, who can be in them, and when the present is."""

    items: list[Item]
    cast: Cast
    known: Catalogue
    at: datetime


class Scene(Struct, frozen=True, kw_only=True):
    """One story's people, words and dice."""

    item: Item
    fault: Fault
    words: FaultWords
    phrases: Phrases
    features: Features
    grade: int
    urgency: Urgency
    dispatcher: Actor
    engineers: list[Actor]
    #: The customer's own account, or the dispatcher who writes down what the customer says.
    speaker: Actor
    contact: dict[str, Any]
    gateway: Actor
    #: The present.
    at: datetime
    rng: Random

    @property
    def engineer(self) -> Actor:
        """Return who works on it first."""
        return self.engineers[0]

    @property
    def last_engineer(self) -> Actor:
        """Return who works on it after all handovers."""
        return self.engineers[self.features.handovers % len(self.engineers)]

    def beat(self, actor: Actor, deed: Deed, *, hours: tuple[float, float]) -> Beat:
        """Return a deed that comes after a number of hours between two bounds."""
        return Beat(hours=round(self.rng.uniform(*hours), 2), actor=actor, deed=deed)

    def line(
        self, actor: Actor, kind: LogKind, text: str, *, visibility: Visibility, hours: tuple[float, float] = (0.2, 2)
    ) -> Beat:
        """Return a line of the service record."""
        return self.beat(actor, LogEntryCreate(kind=kind, text=text, visibility=visibility), hours=hours)

    def happens(self, share: float) -> bool:
        """Return whether something happens that happens in this share of all stories."""
        return self.rng.random() < share

    def any_of(self, choices: Sequence[_T]) -> _T:
        """Return one of these."""
        return self.rng.choice(choices)


def set_scene(item: Item, fault: Fault, features: Features, *, world: World, rng: Random) -> Scene:
    """Return a scene with people who speak the customer's language."""
    language = item.place.customer.language
    dispatcher = world.cast.one(Role.DISPATCHER, language=language, rng=rng)
    engineers = world.cast.all(Role.ENGINEER, language=language)
    grade = rng.choice(fault.grades)
    return Scene(
        item=item,
        fault=fault,
        words=fault.words(language),
        phrases=world.known.phrases[language],
        features=features,
        grade=grade,
        urgency=_urgency(grade, rng),
        dispatcher=dispatcher,
        engineers=rng.sample(engineers, k=len(engineers)),
        speaker=world.cast.of_customer(item.place.customer_id) or dispatcher,
        contact=rng.choice(item.place.customer.contacts),
        gateway=world.cast.only(Role.INTEGRATION),
        at=world.at,
        rng=rng,
    )


def _urgency(grade: int, rng: Random) -> Urgency:
    choices = {1: [Urgency.EMERGENCY, Urgency.MAJOR], 2: [Urgency.MAJOR, Urgency.MAJOR, Urgency.MINOR]}
    return rng.choice(choices.get(grade, [Urgency.MINOR]))


def is_own_account(scene: Scene) -> bool:
    """Return whether the customer speaks for itself."""
    return scene.speaker is not scene.dispatcher
