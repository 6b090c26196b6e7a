import csv
import gzip
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

import pytest
import xlsxwriter  # pyright: ignore[reportMissingTypeStubs] - it has none

from wellkept.imports.errors import ImportFileUnreadable
from wellkept.imports.reading import plain_file
from wellkept.imports.reading.plain_file import digest_of, is_plain, make_plain
from wellkept.imports.rules.mapping_file import FileShape


def workbook(path: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    """Write a workbook; a pair of a formula and a number is a formula with its stored result."""
    book = cast("Any", xlsxwriter).Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, tuple):
                    formula, result = cast("tuple[str, object]", cell)
                    sheet.write_formula(row, column, formula, None, result)
                else:
                    sheet.write(row, column, cell)
    book.close()
    return path


def plain(path: Path, **shape: str) -> list[list[str]]:
    target = path.with_name("plain.csv")
    make_plain(path, target, shape=FileShape(**shape))
    with target.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=shape.get("delimiter", ",")))


class TestPlainFile:
    def test_of_csv_is_the_same(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_text("a,b\n1,2\n")

        assert is_plain(path)
        assert plain(path) == [["a", "b"], ["1", "2"]]

    def test_of_gzip_is_unpacked(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv.gz"
        path.write_bytes(gzip.compress(b"a,b\n1,2\n"))

        assert not is_plain(path)
        assert plain(path) == [["a", "b"], ["1", "2"]]

    def test_of_a_workbook_has_its_cells_as_text(self, tmp_path: Path) -> None:
        cells = ["text", 7, 7.5, True, date(2026, 3, 1), datetime(2026, 3, 1, 8, 30), "=no formula"]  # noqa: DTZ001 - as in a sheet
        path = workbook(tmp_path / "a.xlsx", One=[["a", "b", "c", "d", "e", "f", "g"], cells[:6]])

        assert not is_plain(path)
        assert plain(path)[1] == ["text", "7", "7.5", "true", "2026-03-01", "2026-03-01T08:30:00", ""]

    def test_of_formulas_has_the_stored_results(self, tmp_path: Path) -> None:
        path = workbook(tmp_path / "a.xlsx", One=[["a", "b"], [("=1+1", 2), ('=WEBSERVICE("http://x")', "stored")]])

        assert plain(path) == [["a", "b"], ["2", "stored"]]

    def test_of_a_workbook_is_the_sheet_that_is_named(self, tmp_path: Path) -> None:
        path = workbook(tmp_path / "a.xlsx", One=[["a"], [1]], Two=[["b"], [2]])

        assert plain(path) == [["a"], ["1"]]
        assert plain(path, sheet="Two", delimiter=";") == [["b"], ["2"]]
        with pytest.raises(ImportFileUnreadable, match="no sheet 'Three'"):
            plain(path, sheet="Three")

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"", "empty"),
            (b"\x28\xb5\x2f\xfd....", "zstd"),
            (b"\xd0\xcf\x11\xe0....", "old format"),
            (b"PK\x03\x04 and then nothing", "damaged"),
            (gzip.compress(b"a,b\n" * 1000, mtime=0)[:40], "damaged"),
            (b"\x1f\x8b and then nothing", "damaged"),
        ],
    )
    def test_of_anything_else_is_refused(self, tmp_path: Path, content: bytes, reason: str) -> None:
        path = tmp_path / "a.bin"
        path.write_bytes(content)

        with pytest.raises(ImportFileUnreadable, match=reason):
            plain(path)
        assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.bin"]

    def test_that_grows_beyond_all_bounds_is_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        packed = tmp_path / "a.gz"
        packed.write_bytes(gzip.compress(b"x" * 1000))
        book = workbook(tmp_path / "a.xlsx", One=[["a"], [1]])
        monkeypatch.setattr(plain_file, "EXPANDED_BYTES_MAX", 100)
        monkeypatch.setattr(plain_file, "WORKBOOK_BYTES_MAX", 100)

        for path in (packed, book):
            with pytest.raises(ImportFileUnreadable, match="unpacks to more than 100 bytes"):
                plain(path)


class TestDigest:
    def test_is_the_sha256_of_the_file(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_bytes(b"abc")

        assert digest_of(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
