"""What other plugins are told of candidates."""

from typing import Final

from wellkept_sdk import Ctx
from wellkept_sdk.hooks.ticket_questions import Candidate, Candidates, CandidatesQuestion
from wellkept_stations.rules.scoring import VALUE_MAX
from wellkept_stations.schemas.candidates import CANDIDATES_MAX, StationsCandidate
from wellkept_stations.service.choosing import choose

_UNKNOWN: Final = "unknown"


async def candidates(ctx: Ctx, event: CandidatesQuestion) -> Candidates | None:
    """Return who could be sent, the best first, with a score from 0 to 1 and what each criterion comes to."""
    choice = await choose(ctx, event.ticket, at=ctx.at)
    return Candidates(items=[_told(candidate) for candidate in choice.eligible[:CANDIDATES_MAX]])


def _told(candidate: StationsCandidate) -> Candidate:
    return Candidate(
        user_id=candidate.user_id,
        score=(candidate.score or 0) / VALUE_MAX,
        reasons=[
            f"{part.criterion} {_UNKNOWN if part.value is None else part.value}: {part.detail}"
            for part in candidate.parts
        ],
    )
