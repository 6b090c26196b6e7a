"""What is wrong with lists of skills and certificates."""

from collections.abc import Iterable, Sequence
from datetime import date

from wellkept_sdk.errors import Invalid, invalid

#: The first and the last valid day.
Validity = tuple[date | None, date | None]


def repeated_codes(codes: Iterable[str], *, pointer: str, member: str = "/code") -> list[Invalid]:
    """
    Return the mistake of every code that stands in a list a second time.

    Args:
        codes: in the order of the list.
        pointer: where the request gave the list.
        member: where the code stands in each item.
    """
    seen: set[str] = set()
    mistakes: list[Invalid] = []
    for place, code in enumerate(codes):
        if code in seen:
            mistakes.append(invalid(f"{pointer}/{place}{member}", "duplicate", "Is given before."))
        seen.add(code)
    return mistakes


def validity_mistakes(validities: Sequence[Validity], *, pointer: str) -> list[Invalid]:
    """Return the mistake of every certificate that ends before it begins."""
    return [
        invalid(f"{pointer}/{place}/valid_until", "too_small", "Must not be before valid_from.")
        for place, (first, last) in enumerate(validities)
        if first is not None and last is not None and last < first
    ]
