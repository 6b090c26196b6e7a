"""What the lines of a body about a ticket name: parts, lots and quantities, all mistakes of all lines at once."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, Protocol
from uuid import UUID

from msgspec import Struct

from wellkept_inventory.errors import LotExpired, LotUnknown
from wellkept_inventory.queries.names import LotName, Names, PartName, PlaceName, lots_by_number
from wellkept_inventory.rules.picking import has_expired
from wellkept_inventory.rules.tracking import Named, mistakes_of
from wellkept_sdk import Ctx
from wellkept_sdk.errors import FieldError, Invalid, invalid, unknown_reference
from wellkept_sdk.local_days import local_day
from wellkept_sdk.quantity import milli_of
from wellkept_sdk.services.stock import Tracking

#: Where a day ends last.
_LAST_TIME_ZONE: Final = "Etc/GMT+12"

LotsByNumber = Mapping[tuple[UUID, str], LotName]


class SaidLine(Protocol):
    """A line of a body."""

    @property
    def part_id(self) -> UUID:
        """Of which part."""
        ...

    @property
    def quantity(self) -> str:
        """How much, as a decimal number."""
        ...

    @property
    def lot(self) -> str | None:
        """The number of a lot."""
        ...

    @property
    def serial(self) -> str | None:
        """A serial number."""
        ...


class ReadLine(Struct, frozen=True, kw_only=True):
    """What a line means; `lot` is the lot or serial that it names."""

    position: int
    part: PartName
    quantity_milli: int
    lot: LotName | None

    @property
    def pointer(self) -> str:
        """Return where the line stands."""
        return pointer_of(self.position)

    @property
    def lot_id(self) -> UUID | None:
        """Return the lot or serial that it names."""
        return None if self.lot is None else self.lot.id


def pointer_of(position: int) -> str:
    """Return where a line stands in the body."""
    return f"/lines/{position}"


def part_ids_of(lines: Collection[SaidLine]) -> set[UUID]:
    """Return the parts that lines name."""
    return {line.part_id for line in lines}


async def named_lots(ctx: Ctx, lines: Sequence[SaidLine]) -> dict[tuple[UUID, str], LotName]:
    """Return the lots and serials that lines name, as far as they are known; at most one statement."""
    return await lots_by_number(ctx, {(line.part_id, number) for line in lines if (number := _number(line))})


def line_mistakes(
    lines: Iterable[tuple[int, SaidLine]], names: Names, lots: LotsByNumber, *, any_serial: bool
) -> Iterator[Invalid]:
    """
    Find what is wrong with the parts, quantities and lots of lines.

    Args:
        lines: with their positions in the body.
        names: of their parts.
        lots: by part and number.
        any_serial: whether a part that is tracked by serial number may be wanted without naming one.
    """
    for position, line in lines:
        pointer = pointer_of(position)
        part = names.parts.get(line.part_id)
        if part is None:
            yield unknown_reference(f"{pointer}/part_id", "part")
            continue
        found = list(_mistakes(line, part, pointer, any_serial=any_serial))
        yield from found
        if not found and _number(line) and (part.id, _number(line)) not in lots:
            yield LotUnknown.at(f"{pointer}/{'lot' if line.serial is None else 'serial'}")


def read(lines: Iterable[tuple[int, SaidLine]], names: Names, lots: LotsByNumber) -> list[ReadLine]:
    """Return what lines without mistakes mean, which come with their positions in the body."""
    return [
        ReadLine(
            position=position,
            part=names.parts[line.part_id],
            quantity_milli=milli_of(line.quantity),
            lot=lots.get((line.part_id, _number(line))),
        )
        for position, line in lines
    ]


def require_usable(ctx: Ctx, lot: LotName, *, place: PlaceName | None, pointer: str) -> None:
    """
    Refuse a lot that has expired.

    Args:
        ctx: tells the time.
        lot: as a line names it.
        place: by whose own day it has; None for anywhere on Earth.
        pointer: of the line.

    Raises:
        LotExpired: it has.
    """
    time_zone = _LAST_TIME_ZONE if place is None else place.time_zone
    if has_expired(lot.expires_on, today=local_day(ctx.at, time_zone=time_zone)):
        found = FieldError(f"{pointer}/{'serial' if lot.is_serial else 'lot'}", LotExpired.code, LotExpired.title())
        raise LotExpired(errors=[found], part_id=lot.part_id, lot=lot.number)


def _mistakes(line: SaidLine, part: PartName, pointer: str, *, any_serial: bool) -> Iterator[Invalid]:
    quantity_milli = milli_of(line.quantity)
    if quantity_milli <= 0:
        yield invalid(f"{pointer}/quantity", "too_small", "Must be more than zero.")
        return
    is_any_piece = any_serial and part.tracking is Tracking.SERIAL and line.serial is None
    yield from mistakes_of(
        Named(quantity_milli=quantity_milli, lot=line.lot, serial=line.serial),
        pointer,
        tracking=Tracking.NONE if is_any_piece else part.tracking,
        whole_units=part.whole_units or is_any_piece,
        lot_required=False,
    )


def _number(line: SaidLine) -> str:
    return line.lot or line.serial or ""
