from pathlib import Path

import pytest

from import_files import HEADER, TICKETS, cells, mapping_of
from wellkept.imports.errors import ImportColumnsMissing
from wellkept.imports.reading import batches
from wellkept.imports.reading.batches import Batch, ImportFile
from wellkept.imports.reading.csv_rows import FilePlace


def opened(folder: Path, *rows: list[str]) -> ImportFile:
    path = folder / "rows.csv"
    path.write_text("\n".join(",".join(row) for row in [HEADER, *rows]) + "\n")
    return ImportFile(path, mapping_of())


def walk(file: ImportFile, *, records_max: int) -> list[Batch]:
    found = [file.batch(FilePlace(), records_max=records_max)]
    while not found[-1].is_last:
        found.append(file.batch(found[-1].end, records_max=records_max))
    return found


class TestBatch:
    def test_holds_whole_records(self, tmp_path: Path) -> None:
        rows = [cells(number, step, "New") for number in "ABC" for step in (0, 1)]

        found = walk(opened(tmp_path, *rows), records_max=2)

        assert [list(batch.records) for batch in found] == [["A", "B"], ["C"]]
        assert [batch.rows for batch in found] == [4, 2]
        assert [len(record.rows) for batch in found for record in batch.records.values()] == [2, 2, 2]

    def test_gathers_scattered_rows_of_a_record(self, tmp_path: Path) -> None:
        rows = [cells("A", 0, "New"), cells("B", 0, "New"), cells("A", 1, "Active")]

        [batch] = walk(opened(tmp_path, *rows), records_max=2)

        assert [len(record.rows) for record in batch.records.values()] == [2, 1]

    def test_of_the_whole_file_has_no_bound(self, tmp_path: Path) -> None:
        file = opened(tmp_path, *(cells(f"A-{number}", 0, "New") for number in range(501)))

        assert len(file.batch(FilePlace(), records_max=None).records) == 501
        assert file.count() == 501

    def test_of_a_record_without_end_is_cut(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(batches, "BATCH_ROWS_MAX", 2)

        found = walk(opened(tmp_path, *(cells("A", step, "New") for step in range(3))), records_max=500)

        assert [batch.rows for batch in found] == [2, 1]

    def test_keeps_mistakes_with_their_record(self, tmp_path: Path) -> None:
        rows = [
            cells("A", 0, "New"),
            cells("A", 1, "Sleeping"),
            cells("A", 2, "New", priority="x"),
            cells("B", 0, "New"),
        ]

        [batch] = walk(opened(tmp_path, *rows), records_max=2)

        found = [(mistake.row, mistake.column, mistake.value) for mistake in batch.records["A"].mistakes]
        assert found == [(3, "state", "Sleeping"), (4, "priority", "x")]
        assert batch.records["B"].mistakes == []

    def test_sets_rows_apart_that_belong_to_no_record(self, tmp_path: Path) -> None:
        rows = [["too", "short"], cells("?", 0, "New"), cells("A", 0, "New")]

        [batch] = walk(opened(tmp_path, *rows), records_max=5)

        assert [(mistake.row, mistake.code) for mistake in batch.stray] == [
            (2, "imports.row.unreadable"), (3, "required"),
        ]  # fmt: skip
        assert list(batch.records) == ["A"]


class TestFile:
    def test_without_the_columns_of_the_mapping_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "rows.csv"
        path.write_text("number,step,text,opened\n")
        mapping = mapping_of(TICKETS.replace("[defaults]", '[texts]\nimpact = "{by} {number}"\n[defaults]'))

        with pytest.raises(ImportColumnsMissing) as refused:
            ImportFile(path, mapping)

        assert "'by', 'group', 'priority', 'state', 'updated'" in refused.value.detail
        assert {error.pointer for error in refused.value.errors} == {"/file"}
