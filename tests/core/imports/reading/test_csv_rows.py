from pathlib import Path

import pytest

from wellkept.imports.errors import ImportFileUnreadable
from wellkept.imports.reading.csv_rows import LINE_BYTES_MAX, CsvRows, FilePlace
from wellkept.imports.rules.mapping_file import FileShape


def opened(folder: Path, content: bytes | str, **shape: str) -> CsvRows:
    path = folder / "rows.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return CsvRows(path, FileShape(**shape))


def read(folder: Path, content: bytes | str, **shape: str) -> list[tuple[int, list[str], bool]]:
    return [(row.row, row.cells, row.problem is None) for row in opened(folder, content, **shape).rows()]


class TestRows:
    def test_have_the_number_that_a_spreadsheet_shows(self, tmp_path: Path) -> None:
        assert read(tmp_path, "a,b\n1,2\n\n3,4\n") == [(2, ["1", "2"], True), (4, ["3", "4"], True)]

    def test_may_hold_line_breaks_and_quotes(self, tmp_path: Path) -> None:
        assert read(tmp_path, 'a,b\r\n"x\r\ny","say ""hi"""\r\n') == [(2, ["x\r\ny", 'say "hi"'], True)]

    def test_are_read_without_a_byte_order_mark(self, tmp_path: Path) -> None:
        assert opened(tmp_path, b"\xef\xbb\xbfa,b\n1,2\n").header == ["a", "b"]

    def test_are_read_in_their_encoding(self, tmp_path: Path) -> None:
        rows = "编号;标题\n1;水泵跳闸\n".encode("gb18030")

        assert read(tmp_path, rows, encoding="gb18030", delimiter=";") == [(2, ["1", "水泵跳闸"], True)]

    def test_of_broken_bytes_keep_them_as_surrogates(self, tmp_path: Path) -> None:
        assert read(tmp_path, b"a,b\n1,\xff\n2,ok\n") == [(2, ["1", "\udcff"], True), (3, ["2", "ok"], True)]

    def test_with_another_number_of_cells_are_a_problem_of_their_own(self, tmp_path: Path) -> None:
        assert [good for _, _, good in read(tmp_path, "a,b\n1\n1,2,3\n1,2\n")] == [False, False, True]

    def test_that_are_no_csv_are_a_problem_of_their_own(self, tmp_path: Path) -> None:
        assert [good for _, _, good in read(tmp_path, 'a,b\n"x"y,2\n1,2\n')] == [False, True]

    def test_with_a_quote_that_never_ends_are_a_problem(self, tmp_path: Path) -> None:
        assert [good for _, _, good in read(tmp_path, 'a,b\n1,2\n"x,2\n3,4\n')] == [True, False]

    def test_with_an_endless_cell_are_a_problem(self, tmp_path: Path) -> None:
        content = "a,b\n" + "x" * 200_000 + ",2\n1,2\n"

        assert [good for _, _, good in read(tmp_path, content)] == [False, True]

    def test_with_nul_are_handed_on(self, tmp_path: Path) -> None:
        assert read(tmp_path, "a,b\n1,\x00\n") == [(2, ["1", "\x00"], True)]

    def test_go_on_from_any_place(self, tmp_path: Path) -> None:
        file = opened(tmp_path, 'a,b\n1,"x\ny"\n2,ü\n3,z\n')
        rows = list(file.rows())

        for index, row in enumerate(rows):
            assert [again.cells for again in file.rows(row.end)] == [later.cells for later in rows[index + 1 :]]
        assert list(file.rows(FilePlace())) == rows


class TestFile:
    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"", "no header"),
            (b"\n\n", "no header"),
            (b",,\n1,2,3\n", "no header"),
            (b"a,a\n1,2\n", "more than once"),
            (b'"a"b,c\n', "header cannot be read"),
            (b"\xff\xfe,b\n", "cannot be read as utf-8"),
            (b"a,\x00\n", "cannot be read as utf-8"),
            (b",".join(b"c%d" % number for number in range(1001)), "more than 1000 columns"),
        ],
    )
    def test_without_a_header_is_refused(self, tmp_path: Path, content: bytes, reason: str) -> None:
        with pytest.raises(ImportFileUnreadable, match=reason):
            opened(tmp_path, content)

    def test_with_an_endless_line_is_refused_there(self, tmp_path: Path) -> None:
        file = opened(tmp_path, b"a,b\n1,2\n" + b"x" * (LINE_BYTES_MAX + 1))
        rows = file.rows()

        assert next(rows).cells == ["1", "2"]
        with pytest.raises(ImportFileUnreadable, match="At byte 8 a line is longer"):
            next(rows)
