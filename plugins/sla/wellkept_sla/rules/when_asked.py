"""Sequences that are made when somebody looks at them."""

from collections.abc import Callable, Sequence
from typing import TypeVar, overload

T = TypeVar("T")


class WhenAsked(Sequence[T]):
    """
    A sequence that is made when it is first looked at, and equals any sequence of the same items.

    Every change of a ticket folds its clocks; only who explains them asks for every stretch of their time.

    Args:
        make: gives the items; pure, so that it does not matter when it is called.
    """

    __slots__ = ("_items", "_make")

    def __init__(self, make: Callable[[], Sequence[T]]) -> None:
        """Make nothing yet."""
        self._make = make
        self._items: Sequence[T] | None = None

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...

    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        return self._made()[index]

    def __len__(self) -> int:
        return len(self._made())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)  # pyright: ignore[reportUnknownArgumentType] - compared item by item

    __hash__ = None  # pyright: ignore[reportAssignmentType] - like a list

    def __repr__(self) -> str:
        return repr(self._made())

    def _made(self) -> Sequence[T]:
        if self._items is None:
            self._items = self._make()
        return self._items
