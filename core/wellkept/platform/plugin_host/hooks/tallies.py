"""What hooks cost and how they ended, counted by plugin and hook for as long as the process lives."""

from bisect import bisect_left
from enum import StrEnum

SECONDS_BUCKETS = (0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
#: What is shorter is not measured, only counted.
QUICK_SECONDS = SECONDS_BUCKETS[0]


class Outcome(StrEnum):
    """How a call of a hook ended."""

    DONE = "done"  #: It answered, a veto included.
    FAILED = "failed"  #: It raised, took too long or answered what it must not.
    SKIPPED = "skipped"  #: It was not called, because it had failed too often.


class Tally:
    """
    The counts of one hook of one plugin.

    Attributes:
        seconds: how long all calls took that answered.
        buckets: the i-th counts those that took at most `SECONDS_BUCKETS[i]` and longer than the one before.
        quick: those that took less than `QUICK_SECONDS`; counted apart, for counting must not take longer than they.
    """

    __slots__ = ("buckets", "outcomes", "quick", "seconds")

    def __init__(self) -> None:
        """Count nothing yet."""
        self.seconds = 0.0
        self.quick = 0
        self.buckets = [0] * (len(SECONDS_BUCKETS) + 1)
        self.outcomes = dict.fromkeys(Outcome, 0)

    def add(self, seconds: float) -> None:
        """Count a call that answered."""
        self.seconds += seconds
        self.buckets[bisect_left(SECONDS_BUCKETS, seconds)] += 1

    def count(self, outcome: Outcome) -> None:
        """Count a call that did not answer."""
        self.outcomes[outcome] += 1

    def counted(self, outcome: Outcome) -> int:
        """Return how many calls ended so."""
        return sum(self.all_buckets()) if outcome is Outcome.DONE else self.outcomes[outcome]

    def all_buckets(self) -> list[int]:
        """Return the counts of calls that answered, by how long they took."""
        return [self.quick + self.buckets[0], *self.buckets[1:]]


def tally_of(plugin: str, hook: str) -> Tally:
    """Return the counts of a hook of a plugin."""
    return tallies.setdefault((plugin, hook), Tally())


#: By plugin and hook; read by `/metrics`.
tallies: dict[tuple[str, str], Tally] = {}
