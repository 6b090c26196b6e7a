"""A budget, and how a figure measures up to it."""

from msgspec import Struct


class Budget(Struct, frozen=True, kw_only=True):
    """One promise of the design and what was measured; `kept` is judged by the middle of the rounds."""

    what: str
    promised: str
    measured: str
    kept: bool | None


def most_of(what: str, *, most: float, measured: float, unit: str, text: str = "") -> Budget:
    """Return how a figure measures up to the most that was promised."""
    return Budget(
        what=what, promised=f"≤ {most:g}{unit}", measured=f"{text or f'{measured:.4g}'}{unit}", kept=measured <= most
    )
