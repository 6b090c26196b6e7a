"""What the routes of the three kinds of record have in common."""

from typing import Final

from wellkept_parties import errors
from wellkept_parties.schemas.involvements import PartiesInvolvementRead
from wellkept_parties.service.involving import Involved
from wellkept_sdk.http import Response, ResponseSpec, tagged

OK, CREATED = 200, 201

INVOLVE_PROBLEMS: Final = (
    errors.RoleNotPlayed,
    errors.EmptyPeriod,
    errors.PartyBlocked,
    errors.PartyArchived,
)
UPDATE_PROBLEMS: Final = (
    errors.InvolvementNotFound,
    errors.InvolvementEnded,
    errors.EmptyPeriod,
    errors.InvolvementOverlaps,
)
INVOLVE_EXAMPLES: Final = {
    "supplier": {
        "party_id": "01a2008d-7400-7000-8000-000000000042",
        "role": "supplier",
        "scope": ["hvac"],
        "reference": "HT-2026-018",
    }
}
INVOLVED_ALREADY: Final = {
    OK: ResponseSpec(
        PartiesInvolvementRead,
        generate_examples=False,
        description="The party takes part already; it answers for the scope too.",
    )
}


def involved(made: Involved) -> Response[PartiesInvolvementRead]:
    """Return an involvement as the answer to whoever asked for it: 201 for a new one, else 200."""
    return tagged(made.involvement, status_code=CREATED if made.is_new else OK)
