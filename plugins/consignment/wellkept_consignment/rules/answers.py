"""What suppliers answer to the lines of a statement, and what becomes of a dispute."""

from enum import StrEnum


class Answer(StrEnum):
    """What the supplier says of a line."""

    PENDING = "pending"  #: Nothing yet.
    CONFIRMED = "confirmed"  #: It is right.
    DISPUTED = "disputed"  #: It is wrong.
    CARRIED = "carried"  #: It has left the statement for a later one.


class AnsweredHow(StrEnum):
    """Who has answered."""

    PARTY = "party"  #: The supplier itself.
    ON_BEHALF = "on_behalf"  #: Somebody of ours, who was told.
    SILENCE = "silence"  #: Nobody in time, which was agreed to confirm.


class Outcome(StrEnum):
    """How a dispute ended on its statement."""

    UPHELD = "upheld"  #: The line stands.
    CONCEDED = "conceded"  #: Another amount was agreed, by a correction.
