"""A use is one with all that changes what it costs, as far back as it goes."""

from datetime import date
from uuid import UUID

from wellkept_consignment.rules.groups import OwedLine, groups_of
from wellkept_consignment.rules.lines import NIL
from wellkept_sdk.services.consignment import LineKind


def owed(number: int, kind: str, minor: int, milli: int = 0, *, corrects: int | None = None) -> OwedLine:
    return OwedLine(
        id=UUID(int=number),
        kind=LineKind(kind),
        agreement_id=UUID(int=901),
        party_id=UUID(int=902),
        part_id=UUID(int=903),
        lot_id=NIL,
        lot=None,
        serial=None,
        location_id=None,
        move_id=None,
        corrects_line_id=None if corrects is None else UUID(int=corrects),
        price_id=UUID(int=904),
        share_percent=None,
        price_on=date(2026, 1, 20),
        quantity_milli=milli,
        amount_minor=minor,
        currency="CNY",
        ticket_id=None,
    )


def test_what_goes_out_again_belongs_to_the_first_use() -> None:
    lines = [
        owed(1, "withdrawal", 7_500, 3_000),
        owed(2, "reversal", -2_500, -1_000, corrects=1),
        owed(3, "withdrawal", 2_500, 1_000, corrects=2),
        owed(4, "correction", -90, corrects=3),
    ]

    [group] = groups_of(lines)

    assert [line.id.int for line in group.members] == [1, 2, 3]
    assert (group.left_milli, group.net_minor) == (3_000, 7_410)
    assert [member.undoes_id and member.undoes_id.int for member in group.as_members()] == [None, 1, 2]
    assert not group.is_borne_by_supplier
