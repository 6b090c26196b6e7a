"""What plans and contracts promise: who is sent, how he is chosen, and in which team."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct, field

from wellkept_sdk import Terms
from wellkept_sdk.text import Code

REQUIREMENTS_MAX: Final = 100
TEAM_MAX: Final = 500

Grade = Literal["1", "2", "3"]
SkillCode = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,63}\Z", examples=["hydraulics"])]
Level = Annotated[int, Meta(ge=1, le=5)]
Weight = Annotated[int, Meta(le=1_000)]


class Mode(StrEnum):
    """What happens with a ticket that somebody has to be sent for."""

    PROPOSE = "propose"  #: A dispatcher decides; candidates are there for him.
    AUTO = "auto"  #: The best candidate is assigned after the triage.
    OFFER = "offer"  #: The best candidates are asked after the triage, in waves.


class Enforcement(StrEnum):
    """What becomes of core's `assign` of somebody who is not eligible."""

    ADVISE = "advise"  #: It is done; candidates tell what speaks against it.
    REFUSE = "refuse"  #: It is refused.


class Criterion(StrEnum):
    """What is weighed."""

    SKILL_FIT = "skill_fit"  #: How close the skills are to those that are required; too much skill costs.
    DISTANCE = "distance"  #: How near.
    LOAD = "load"  #: How much room is left.
    SLA_SLACK = "sla_slack"  #: How much time is left on arrival.
    PARTS_ON_HAND = "parts_on_hand"  #: How many of the parts lie with the engineer or at the station.
    CONTINUITY = "continuity"  #: Who knows the equipment or the site.


class OfferTerms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How tickets are offered: to how many at a time, for how long, and how often."""

    size: Annotated[int, Meta(ge=1, le=20)] = 3
    expires_after_minutes: Annotated[int, Meta(ge=1, le=1_440)] = 15
    waves: Annotated[int, Meta(ge=1, le=10)] = 3


class RequirementCase(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a requirement applies; what is absent does not matter."""

    model: str | None = None
    fault_code_prefix: str | None = None


class Requirement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Skills with their least levels, and certificates, that some tickets need."""

    when: RequirementCase = RequirementCase()
    skills: Mapping[SkillCode, Level] = {}
    certificates: tuple[SkillCode, ...] = ()


WEIGHTS: Final[dict[str, int]] = {
    "skill_fit": 30,
    "distance": 25,
    "load": 15,
    "sla_slack": 15,
    "parts_on_hand": 10,
    "continuity": 5,
}


class StationsTerms(Terms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    How somebody is chosen for the tickets of a plan or contract.

    Args:
        mode: what happens after the triage.
        mode_by_grade: the same by grade, instead.
        weights: of the criteria, whole numbers; one that is absent keeps its default, 0 takes a criterion out.
        distance_max_km: who is farther away is not sent.
        speed_kmh: of a trip, as the crow flies.
        slack_horizon_hours: how much time left is as good as any more.
        offer: how tickets are offered.
        requirements: what some tickets need.
        only_engineers: codes of the customer's own team; empty means everybody.
        never_engineers: codes of those who are not sent.
        allow_parent: whether engineers of the stations above come into question.
        window_minutes: how long a visit lasts for the question who is busy.
        check_in_radius_m: farther from the site, a check-in is marked.
        enforce: what becomes of an assignment of somebody who is not eligible.
    """

    mode: Mode = Mode.PROPOSE
    mode_by_grade: Mapping[Grade, Mode] = {}
    weights: Mapping[str, Weight] = field(default_factory=WEIGHTS.copy)
    distance_max_km: Annotated[int, Meta(ge=1, le=20_100)] = 200
    speed_kmh: Annotated[int, Meta(ge=1, le=1_000)] = 40
    slack_horizon_hours: Annotated[int, Meta(ge=1, le=8_760)] = 24
    offer: OfferTerms = OfferTerms()
    requirements: Annotated[tuple[Requirement, ...], Meta(max_length=REQUIREMENTS_MAX)] = ()
    only_engineers: Annotated[tuple[Code, ...], Meta(max_length=TEAM_MAX)] = ()
    never_engineers: Annotated[tuple[Code, ...], Meta(max_length=TEAM_MAX)] = ()
    allow_parent: bool = True
    window_minutes: Annotated[int, Meta(ge=30, le=1_440)] = 240
    check_in_radius_m: Annotated[int, Meta(ge=10, le=100_000)] = 500
    enforce: Enforcement = Enforcement.ADVISE

    def mode_of(self, grade: int) -> Mode:
        """Return what happens with a ticket of this grade."""
        by_grade: dict[str, Mode] = {**self.mode_by_grade}
        return by_grade.get(str(grade), self.mode)
