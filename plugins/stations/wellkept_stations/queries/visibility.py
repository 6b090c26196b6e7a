"""Which tickets a partner sees because its people visit them."""

from datetime import datetime
from typing import Final

from wellkept_sdk.db import Clause
from wellkept_sdk.hooks import VisibilityQuestion
from wellkept_stations.tables import OPEN_OFFER

_VISITED: Final = (
    "SELECT visit.ticket_id FROM stations_engineer engineer"
    " JOIN stations_visit_member member ON member.engineer_id = engineer.id"
    " JOIN stations_visit visit ON visit.id = member.visit_id"
    " WHERE engineer.party_id = ? AND visit.status <> 'cancelled'"
)
_OFFERED: Final = (
    "SELECT offer.ticket_id FROM stations_engineer engineer JOIN stations_offer offer"
    f" ON offer.engineer_id = engineer.id AND offer.{OPEN_OFFER} WHERE engineer.party_id = ? AND offer.expires_at > ?"
)


def tickets(event: VisibilityQuestion, *, at: datetime) -> Clause | None:
    """Return the condition that a partner's engineers have made or will make visits, or are asked now."""
    return Clause(
        f"{event.table}.id IN ({_VISITED}) OR {event.table}.id IN ({_OFFERED})",
        (event.party_id, event.party_id, at),
    )
