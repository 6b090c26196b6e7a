from wellkept.imports.rules.cells import RowMistake
from wellkept.imports.service.tally import Tally


class TestTally:
    def test_counts_a_record_once_however_many_mistakes_it_has(self) -> None:
        tally = Tally()

        tally.refuse([RowMistake(2, "a", None, "required", ""), RowMistake(2, "b", None, "required", "")])

        assert (tally.failed, len(tally.mistakes)) == (1, 2)
