"""Who comes into question for a ticket, and why."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.ids import UserId
from wellkept_stations.rules.filters import Rejection
from wellkept_stations.rules.requirements import Required
from wellkept_stations.rules.scoring import ScorePart, Value

CANDIDATES_DEFAULT: Final = 50
CANDIDATES_MAX: Final = 200


class StationsChosenStation(Struct, frozen=True, kw_only=True):
    """The station that a ticket belongs to; `because` names the rule that covers its site, or says `root`."""

    id: UUID
    code: str
    because: str


class StationsSkillNeed(Struct, frozen=True, kw_only=True):
    """A skill that is needed at this level at least."""

    code: str
    level: int


class StationsRequired(Struct, frozen=True, kw_only=True):
    """What a ticket needs of whoever is sent: by its terms, and by itself."""

    skills: Sequence[StationsSkillNeed]
    certificates: Sequence[str]

    @classmethod
    def of(cls, required: Required) -> "StationsRequired":
        """Return the same in the order of the codes."""
        skills = [StationsSkillNeed(code=code, level=level) for code, level in required.skills.items()]
        return cls(skills=skills, certificates=required.certificates)


class StationsCandidate(Struct, frozen=True, kw_only=True):
    """
    Somebody who comes into question; `score` and `parts` are there for those who can be sent.

    Args:
        distance_m: from where he is that day, from home or from his station; null where a place is not known.
        open_tickets: that are his, without this one.
    """

    engineer_id: UUID
    user_id: UserId
    code: str
    name: str
    station_code: str
    eligible: bool
    score: Value | None
    distance_m: int | None
    open_tickets: int
    parts: Sequence[ScorePart]
    rejections: Sequence[Rejection]


class StationsCandidates(Struct, frozen=True, kw_only=True):
    """Those who come into question for a ticket at a moment, the best first; all of them are weighed."""

    computed_at: datetime
    at: datetime
    station: StationsChosenStation | None
    required: StationsRequired
    weights: Mapping[str, int]
    candidates: Sequence[StationsCandidate]
