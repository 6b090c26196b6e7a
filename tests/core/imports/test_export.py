import csv
import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from import_files import Importer, cells
from installed_base import make_equipment, make_project
from wellkept.imports import export
from wellkept.imports.export import ExportFormat, export_file
from wellkept.imports.rules.targets import Kind
from wellkept.platform.exports import forms
from wellkept.platform.exports.forms import TooManyRowsError


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class TestExport:
    @pytest.mark.parametrize("kind", Kind)
    async def test_of_every_kind_has_its_codes(self, importer: Importer, tmp_path: Path, kind: Kind) -> None:
        await importer.rows(cells("A", 0, "New"))
        project = await make_project("PLANT", metadata={"wing": "north"})
        await make_equipment("P-1", project_id=project["id"])

        count = await export_file(kind, tmp_path / "out.csv", form=ExportFormat.CSV)

        found = rows(tmp_path / "out.csv")
        assert len(found) == count > 0
        assert found[0]["id"]

    async def test_of_tickets_is_what_the_api_shows(self, importer: Importer, tmp_path: Path) -> None:
        await importer.rows(cells("A", 0, "Resolved"))

        await export_file(Kind.TICKETS, tmp_path / "out.csv", form=ExportFormat.CSV)

        [ticket] = rows(tmp_path / "out.csv")
        assert (ticket["number"], ticket["project_code"], ticket["status"]) == ("T-00000001", "DESK", "resolved")
        assert ticket["reported_at"] == "2026-03-01T08:00:00Z"
        assert json.loads(ticket["metadata"]) == {"group": "Group 1"}
        assert (ticket["grade"], ticket["closed_at"]) == ("3", "")

    async def test_goes_through_all_batches(
        self, importer: Importer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await importer.rows(*(cells(f"A-{number}", 0, "New") for number in range(7)))
        monkeypatch.setattr(export, "BATCH_ROWS", 3)
        seen: list[int] = []

        await export_file(Kind.TICKETS, tmp_path / "out.ndjson", form=ExportFormat.NDJSON, progress=seen.append)

        lines = [json.loads(line) for line in (tmp_path / "out.ndjson").read_text().splitlines()]
        assert seen == [3, 6, 7]
        assert [line["number"] for line in lines] == [f"T-{number:08}" for number in range(1, 8)]
        assert lines[0]["metadata"] == {"group": "Group 1"}

    async def test_to_a_workbook_makes_no_formulas(self, importer: Importer, tmp_path: Path) -> None:
        await importer.rows(cells("A", 0, "New", text="=1+1"))

        await export_file(Kind.TICKETS, tmp_path / "out.xlsx", form=ExportFormat.XLSX)
        await export_file(Kind.TICKETS, tmp_path / "out.csv", form=ExportFormat.CSV)

        book = CalamineWorkbook.from_path(str(tmp_path / "out.xlsx"))  # pyright: ignore[reportUnknownMemberType]
        sheet = book.get_sheet_by_index(0).to_python()
        assert sheet[1][sheet[0].index("title")] == "=1+1"
        assert rows(tmp_path / "out.csv")[0]["title"] == "'=1+1"

    async def test_of_nothing_is_an_empty_file(self, importer: Importer, tmp_path: Path) -> None:
        assert importer
        assert await export_file(Kind.TICKETS, tmp_path / "out.csv", form=ExportFormat.CSV) == 0

    async def test_of_more_than_a_sheet_is_refused(
        self, importer: Importer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await importer.rows(cells("A", 0, "New"), cells("B", 0, "New"))
        monkeypatch.setattr(forms, "SHEET_ROWS_MAX", 1)

        with pytest.raises(TooManyRowsError):
            await export_file(Kind.TICKETS, tmp_path / "out.xlsx", form=ExportFormat.XLSX)
