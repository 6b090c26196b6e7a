"""From measurements to figures that can be compared: ratios within each round, with their spread."""

from collections.abc import Sequence
from statistics import median

from msgspec import Struct

from benchmarks.rounds import Figure


class Spread(Struct, frozen=True, kw_only=True):
    """The least, the middle and the greatest of all rounds."""

    least: float
    middle: float
    most: float

    def text(self, digits: int = 2) -> str:
        """Return the middle with the extremes behind it."""
        return f"{self.middle:.{digits}f} ({self.least:.{digits}f}-{self.most:.{digits}f})"


def spread(values: Sequence[float]) -> Spread:
    """Return the spread of some values."""
    return Spread(least=min(values), middle=median(values), most=max(values))


def ratio(ours: Sequence[Figure], theirs: Sequence[Figure], *, of: str) -> Spread | None:
    """Return the ratio of one kind of figure, taken round by round; nothing where it was not measured."""
    pairs = [(getattr(our, of), getattr(their, of)) for our, their in zip(ours, theirs, strict=True)]
    if not all(their for _, their in pairs):
        return None
    return spread([our / their for our, their in pairs])
