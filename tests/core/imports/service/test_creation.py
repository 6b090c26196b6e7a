from import_files import TICKETS, Importer, cells
from installed_base import make_customer, make_customer_type
from wellkept.imports.tables import RunStatus
from wellkept.platform.storage.engines import database


class TestCreation:
    async def test_makes_what_is_missing_once(self, importer: Importer) -> None:
        await importer.rows(cells("A", 0, "New"))
        await importer.rows(cells("B", 0, "New"))

        [project] = await database().fetch(
            "SELECT p.*, c.code AS customer FROM project p JOIN customer c ON c.id = customer_id"
        )
        assert (project["code"], project["customer"]) == ("DESK", "US")
        assert len(await database().fetch("SELECT * FROM customer_type")) == 1

    async def test_uses_what_is_there(self, importer: Importer) -> None:
        await make_customer_type("internal")
        await make_customer("US", customer_type="internal", time_zone="Europe/Rome")

        await importer.rows(cells("A", 0, "New"))

        [customer] = await database().fetch("SELECT * FROM customer")
        assert customer["time_zone"] == "Europe/Rome"

    async def test_of_a_project_without_its_customer_fails_the_run(self, importer: Importer) -> None:
        mapping = TICKETS.replace('customer_code = "US"', 'customer_code = "THEM"')

        run = await importer.rows(cells("A", 0, "New"), mapping=mapping)

        assert run.status is RunStatus.FAILED
        assert run.failure == "/create/project/customer_code: There is no such customer."
        assert await database().fetch("SELECT * FROM customer_type") == []
