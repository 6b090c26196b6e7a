import pytest

from import_files import Importer, counts, refusals
from installed_base import announced, make_customer_type
from wellkept.customers.service import customers
from wellkept.platform.storage.driver_errors import LockTimeout
from wellkept.platform.storage.engines import database

CUSTOMERS = """
kind = "customers"
system = "crm"
source_id = "id"
[columns]
code = "id"
name = "name"
contact.name = "person"
contact.phone = "phone"
metadata.region = "region"
[defaults]
customer_type = "plant"
time_zone = "Asia/Shanghai"
"""
CUSTOMER_HEADER = ["id", "name", "person", "phone", "region"]
PROJECTS = """
kind = "projects"
system = "crm"
source_id = "id"
[columns]
code = "id"
name = "name"
customer_code = "customer"
site.address = "address"
site.longitude = "east"
accepted_on = "accepted"
[defaults]
kind = "line"
"""
PROJECT_HEADER = ["id", "name", "customer", "address", "east", "accepted"]
EQUIPMENT = """
kind = "equipment"
system = "plm"
source_id = "id"
[columns]
code = "id"
name = "name"
parent_code = "parent"
specifications.power = "power"
project_code = "project"
"""
EQUIPMENT_HEADER = ["id", "name", "parent", "power", "project"]


async def import_customers(importer: Importer, *rows: list[str], dry_run: bool = False) -> tuple[int, int, int, int]:
    return counts(await importer.run(importer.file(rows, header=CUSTOMER_HEADER), CUSTOMERS, dry_run=dry_run))


async def import_projects(importer: Importer, *rows: list[str]) -> tuple[int, int, int, int]:
    return counts(await importer.run(importer.file(rows, header=PROJECT_HEADER), PROJECTS))


async def import_equipment(importer: Importer, *rows: list[str], dry_run: bool = False) -> tuple[int, int, int, int]:
    return counts(await importer.run(importer.file(rows, header=EQUIPMENT_HEADER), EQUIPMENT, dry_run=dry_run))


@pytest.fixture
async def plant_type(importer: Importer) -> None:
    assert importer
    await make_customer_type("plant")


@pytest.fixture
async def line(importer: Importer, plant_type: None) -> None:
    await import_customers(importer, ["C1", "Acme", "", "", ""])
    await import_projects(importer, ["L1", "Line 1", "C1", "", "", ""])


@pytest.mark.usefixtures("plant_type")
class TestCustomers:
    async def test_are_made_changed_and_left_alone(self, importer: Importer) -> None:
        first = await import_customers(importer, ["C1", "Acme", "Li Na", "123", "North"], ["C2", "Bolt", "", "", ""])
        second = await import_customers(importer, ["C1", "Acme", "Li Na", "123", "North"], ["C2", "Bolts", "", "", ""])

        rows = await database().fetch("SELECT * FROM customer ORDER BY code")
        assert (first, second) == ((2, 0, 0, 0), (0, 1, 1, 0))
        assert [row["name"] for row in rows] == ["Acme", "Bolts"]
        assert rows[0]["contacts"][0]["phone"] == "123"
        assert (rows[0]["metadata"], rows[0]["time_zone"]) == ({"region": "North"}, "Asia/Shanghai")
        assert [kind for kind, _, _ in await announced()][1:] == [
            "customers.customer.created", "customers.customer.created", "customers.customer.updated",
        ]  # fmt: skip

    async def test_that_are_refused_leave_the_others(self, importer: Importer) -> None:
        found = await import_customers(
            importer,
            ["C 1", "Acme", "", "", ""],
            ["C2", "Bolt", "", "123", ""],
            ["C3", "Cog", "", "", ""],
            ["C3", "Cog", "", "", ""],
        )
        again = await import_customers(importer, ["X-1", "Twin", "", "", ""])
        await database().execute("UPDATE customer SET code = 'C9' WHERE code = 'X-1'")
        taken = await import_customers(importer, ["C9", "Other", "", "", ""])

        assert (found, again, taken) == ((1, 0, 0, 2), (1, 0, 0, 0), (0, 0, 0, 1))
        assert await refusals() == [
            (2, "id", "C 1", "pattern"),
            (2, "id", "C9", "code_taken"),
            (3, "person", None, "required"),
        ]

    async def test_that_were_deleted_are_refused(self, importer: Importer) -> None:
        await import_customers(importer, ["C1", "Acme", "", "", ""])
        await database().execute("DELETE FROM customer")

        assert await import_customers(importer, ["C1", "Acme 2", "", "", ""]) == (0, 0, 0, 1)
        assert await refusals() == [(2, None, None, "not_found")]

    async def test_are_not_made_by_a_trial(self, importer: Importer) -> None:
        assert await import_customers(importer, ["C1", "Acme", "", "", ""], dry_run=True) == (1, 0, 0, 0)
        assert await database().fetch("SELECT * FROM customer") == []
        assert await import_customers(importer, ["C1", "Acme", "", "", ""]) == (1, 0, 0, 0)

    async def test_are_not_blamed_for_a_busy_database(
        self, importer: Importer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def busy(*_: object, **__: object) -> None:
            raise LockTimeout

        monkeypatch.setattr(customers, "create", busy)

        with pytest.raises(LockTimeout):
            await import_customers(importer, ["C1", "Acme", "", "", ""])


@pytest.mark.usefixtures("plant_type")
class TestProjects:
    async def test_hang_on_their_customer(self, importer: Importer) -> None:
        await import_customers(importer, ["C1", "Acme", "", "", ""])

        first = await import_projects(
            importer, ["L1", "Line 1", "C1", "Road 1", "121.5", "2026-03-01"], ["L2", "Line 2", "C9", "", "", ""]
        )
        second = await import_projects(importer, ["L1", "Line one", "C1", "Road 2", "121.5", "2026-03-01"])

        [row] = await database().fetch("SELECT * FROM project")
        assert (first, second) == ((1, 0, 0, 1), (0, 1, 0, 0))
        assert (row["name"], row["address"], row["longitude"]) == ("Line one", "Road 2", 121.5)
        assert await refusals() == [(3, "customer", "C9", "unknown_reference")]


@pytest.mark.usefixtures("line")
class TestEquipment:
    ROWS = (["P1", "Pump", "", "75", "L1"], ["M1", "Motor", "P1", "", "L1"])

    async def test_hangs_below_its_parent(self, importer: Importer) -> None:
        first = await import_equipment(importer, *self.ROWS)
        second = await import_equipment(importer, ["P1", "Pump", "", "90", "L1"], ["M1", "Motor", "", "", "L1"])

        pump, motor = await database().fetch("SELECT * FROM equipment ORDER BY code DESC")
        assert (first, second) == ((2, 0, 0, 0), (0, 2, 0, 0))
        assert pump["specifications"] == {"power": "90"}
        # An empty cell says nothing, so the motor stays where it is.
        assert motor["parent_id"] == pump["id"]

    async def test_of_unknown_projects_or_parents_is_refused(self, importer: Importer) -> None:
        found = await import_equipment(importer, ["P1", "Pump", "", "", "L9"], ["P2", "Pump", "P9", "", "L1"])

        assert found == (0, 0, 0, 2)
        assert await refusals() == [
            (2, "project", "L9", "unknown_reference"), (3, "parent", "P9", "unknown_reference"),
        ]  # fmt: skip

    async def test_moves_to_the_parent_that_it_names(self, importer: Importer) -> None:
        await import_equipment(importer, *self.ROWS, ["P2", "Pump", "", "", "L1"])

        assert await import_equipment(importer, ["M1", "Motor", "P2", "", "L1"]) == (0, 1, 0, 0)

        rows = {row["code"]: row for row in await database().fetch("SELECT * FROM equipment")}
        assert rows["M1"]["parent_id"] == rows["P2"]["id"]

    async def test_is_tried_with_parents_of_the_same_file(self, importer: Importer) -> None:
        assert await import_equipment(importer, *self.ROWS, dry_run=True) == (2, 0, 0, 0)
        assert await database().fetch("SELECT * FROM equipment") == []
