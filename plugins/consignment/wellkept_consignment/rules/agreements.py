"""What an agreement covers, and what may be done to it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_consignment.rules.lines import NIL
from wellkept_sdk.local_days import local_day


class AgreementStatus(StrEnum):
    """Where an agreement stands."""

    DRAFT = "draft"  #: Is being written.
    ACTIVE = "active"  #: Stock comes in under it.
    SUSPENDED = "suspended"  #: No stock comes in; use goes on.
    ENDED = "ended"  #: No stock comes in any more; what is left is used, given back or bought out.


class AgreementAction(StrEnum):
    """What may be done to an agreement."""

    ACTIVATE = "activate"
    SUSPEND = "suspend"
    RESUME = "resume"
    END = "end"


class LossRule(StrEnum):
    """Who bears what is scrapped or missing."""

    US = "us"  #: We pay it.
    SUPPLIER = "supplier"  #: The supplier bears it.


DESTINATION: Final = {
    AgreementAction.ACTIVATE: AgreementStatus.ACTIVE,
    AgreementAction.SUSPEND: AgreementStatus.SUSPENDED,
    AgreementAction.RESUME: AgreementStatus.ACTIVE,
    AgreementAction.END: AgreementStatus.ENDED,
}
_ALLOWED: Final = {
    AgreementStatus.DRAFT: (AgreementAction.ACTIVATE,),
    AgreementStatus.ACTIVE: (AgreementAction.SUSPEND, AgreementAction.END),
    AgreementStatus.SUSPENDED: (AgreementAction.RESUME, AgreementAction.END),
    AgreementStatus.ENDED: (),
}


class Item(Struct, frozen=True, kw_only=True):
    """A part of an agreement; the nil location stands for every place, quantities are thousandths."""

    part_id: UUID
    location_id: UUID
    minimum_milli: int | None = None
    maximum_milli: int | None = None

    def covers(self, part_id: UUID, location_id: UUID) -> bool:
        """Return whether it names a part at a place."""
        return self.part_id == part_id and self.location_id in {NIL, location_id}


class Agreement(Struct, frozen=True, kw_only=True):
    """What stock movements need to know of an agreement; `ends_on` is its first day without it."""

    id: UUID
    party_id: UUID
    status: AgreementStatus
    currency: str
    time_zone: str
    starts_on: date
    ends_on: date | None
    loss_rule: LossRule
    items: Sequence[Item]

    def day_of(self, moment: datetime) -> date:
        """Return the local day of a moment."""
        return local_day(moment, time_zone=self.time_zone)

    def is_in_force(self, moment: datetime) -> bool:
        """Return whether stock may come in under it at a moment."""
        return self.status is AgreementStatus.ACTIVE and self.spans(self.day_of(moment))

    def spans(self, day: date) -> bool:
        """Return whether a day lies within its dates."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)

    def item_of(self, part_id: UUID, location_id: UUID) -> Item | None:
        """Return its item for a part at a place, the one that names the place before the one for all."""
        found = [item for item in self.items if item.covers(part_id, location_id)]
        return max(found, key=lambda item: item.location_id == location_id, default=None)

    def overlaps(self, other: "Agreement") -> bool:
        """Return whether another one has a day, a part and a place in common with it."""
        apart = (self.ends_on is not None and self.ends_on <= other.starts_on) or (
            other.ends_on is not None and other.ends_on <= self.starts_on
        )
        return not apart and any(_meet(mine, its) for mine in self.items for its in other.items)


def allowed_actions(status: AgreementStatus) -> Sequence[AgreementAction]:
    """Return what may be done to an agreement of this status."""
    return _ALLOWED[status]


def receiving(
    agreements: Iterable[Agreement], *, part_id: UUID, location_id: UUID, moment: datetime
) -> Agreement | None:
    """Return the agreement under which a party's part may come in at a place; None where there is none."""
    found = (each for each in agreements if each.is_in_force(moment) and each.item_of(part_id, location_id))
    return next(found, None)


def using(agreements: Iterable[Agreement], *, part_id: UUID, location_id: UUID, moment: datetime) -> Agreement | None:
    """
    Return the agreement under which the use of a party's part is owed; None where the party has none at all.

    Stock may lie at another place than was agreed, and longer: then the nearest agreement counts, one that names the
    part before one of that day, that place, one that stands, and the latest.
    """

    def nearness(each: Agreement) -> tuple[bool, bool, bool, bool, date, UUID]:
        return (
            any(item.part_id == part_id for item in each.items),
            each.spans(each.day_of(moment)),
            each.item_of(part_id, location_id) is not None,
            each.status is not AgreementStatus.ENDED,
            each.starts_on,
            each.id,
        )

    return max((each for each in agreements if each.status is not AgreementStatus.DRAFT), key=nearness, default=None)


def _meet(mine: Item, other: Item) -> bool:
    return mine.part_id == other.part_id and (
        mine.location_id == other.location_id or NIL in {mine.location_id, other.location_id}
    )
