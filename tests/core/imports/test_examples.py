"""Every mapping that we show works."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from import_files import Importer, counts, facts
from installed_base import make_customer_type, make_project
from wellkept.imports.rules.mapping import read_mapping
from wellkept.platform.storage.engines import database

ROOT = Path(__file__).parents[3]
MAPPINGS = sorted((ROOT / "examples" / "mappings").glob("*.toml"))
SHOWN = re.findall(r"```toml\n(.*?)```", (ROOT / "docs" / "import.md").read_text(encoding="utf-8"), re.DOTALL)


def example(name: str) -> str:
    return (ROOT / "examples" / "mappings" / f"{name}.toml").read_text(encoding="utf-8")


class TestMapping:
    @pytest.mark.parametrize("path", MAPPINGS, ids=lambda path: path.stem)
    def test_of_the_examples_is_valid(self, path: Path) -> None:
        assert read_mapping(path.read_text(encoding="utf-8")).source_id

    @pytest.mark.parametrize("text", SHOWN, ids=range(len(SHOWN)))
    def test_of_the_guide_is_valid(self, text: str) -> None:
        assert read_mapping(text).source_id


class TestExample:
    async def test_of_a_ticket_list_imports_tickets_as_they_stand(self, importer: Importer) -> None:
        await make_project("LINE-1")
        header = [
            "Call", "Subject", "Description", "Project no.", "Tag", "Reported by way of", "Severity", "Fault",
            "Reported", "Repaired", "Closed", "Caller", "Caller's phone", "Status", "Cause", "Measure", "Engineer",
        ]  # fmt: skip
        rows = [
            ["1", "Pump trips", "-", "LINE-1", "-", "Phone", "A", "E-501", "2026-03-01 08:00", "2026-03-02 09:00",
             "2026-03-05 10:00", "Li", "123", "Closed", "Worn seal", "Replaced", "Wang"],
            ["2", "Belt slips", "-", "LINE-1", "-", "Fax", "C", "-", "2026-03-03 08:00", "-", "-", "-", "-",
             "Waiting for parts", "-", "-", "-"],
        ]  # fmt: skip

        run = await importer.run(importer.file(rows, header=header), example("tickets"))

        closed, held = await database().fetch("SELECT * FROM ticket ORDER BY number_seq")
        assert counts(run) == (2, 0, 0, 0)
        assert (closed["status"], closed["grade"], closed["resolution"]["cause"]) == ("closed", 1, "Worn seal")
        assert closed["closed_at"] == closed["moved_at"] == datetime(2026, 3, 5, 2, tzinfo=UTC)
        moments = [fact["occurred_at"].day for fact in await facts(closed["id"])]
        assert moments == [1, 2, 5]
        assert (held["status"], held["hold_reason"], held["held_from"]) == ("on_hold", "parts", "new")

    async def test_of_customers_projects_and_equipment_build_on_each_other(self, importer: Importer) -> None:
        await make_customer_type("process-industry")
        customers = importer.file(
            [["C-1", "Acme", "Food", "Asia/Shanghai", "Li", "123", "-", "North"]],
            header=["Customer no.", "Company", "Segment", "Time zone", "Contact", "Phone", "Mail", "Region"],
            name="customers.csv",
        )
        projects = importer.file(
            [["P-1", "Line 1", "C-1", "Line", "In operation", "01.03.2020", "-", "Road 1", "-", "-"]],
            header=["Project no.", "Title", "Customer no.", "Type", "Stage", "Acceptance", "Handover", "Address",
                    "Region", "Time zone"],
            name="projects.csv",
        )  # fmt: skip
        equipment = importer.folder / "equipment.csv"
        equipment.write_text(
            "位号,名称,项目编号,上级位号,制造商,型号,出厂编号,安装日期,安装位置,重要性,功率kW\n"
            "P101,给水泵,P-1,/,上泵,SB-75,001,2020-03-01,一号厂房,A类,75\n"
            "M101,电机,P-1,P101,/,/,/,/,/,B类,75\n",
            encoding="gb18030",
        )

        runs = [
            await importer.run(customers, example("customers")),
            await importer.run(projects, example("projects")),
            await importer.run(equipment, example("equipment")),
        ]

        assert [counts(run) for run in runs] == [(1, 0, 0, 0), (1, 0, 0, 0), (2, 0, 0, 0)]
        motor, pump = await database().fetch("SELECT * FROM equipment ORDER BY code")
        assert (pump["name"], pump["criticality"], motor["parent_id"]) == ("给水泵", "a", pump["id"])
