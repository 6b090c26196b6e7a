"""What came of a batch."""

from msgspec import Struct

from wellkept.imports.rules.cells import RowMistake


class Tally(Struct):
    """How many records were made, changed, known already or refused, and why the last."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    mistakes: list[RowMistake] = []

    def refuse(self, mistakes: list[RowMistake]) -> None:
        """Count one record as refused."""
        self.failed += 1
        self.mistakes += mistakes
