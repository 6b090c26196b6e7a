from wellkept.customers.schemas import CustomerCreate
from wellkept.imports.rules.cells import RowMistake, RowReader, SourceRow
from wellkept.imports.rules.documents import body, document, mistake_of
from wellkept.imports.rules.mapping import read_mapping
from wellkept_sdk.errors import FieldError
from wellkept_sdk.now import now

MAPPING = read_mapping("""
kind = "customers"
system = "crm"
source_id = "id"
[columns]
code = "id"
name = "name"
customer_type = "type"
contact.name = "person"
contact.phone = "phone"
metadata.region = "region"
""")
HEADER = ["id", "name", "type", "person", "phone", "region"]


def row(*cells: str) -> SourceRow:
    read = RowReader(MAPPING, HEADER, latest=now()).read(2, cells)
    assert isinstance(read, SourceRow)
    return read


class TestDocument:
    def test_gathers_dotted_names_and_leaves_out_what_is_not_said(self) -> None:
        found = document(row("C-1", "Customer", "plant", "Li", "", "North").values)

        assert found == {
            "code": "C-1",
            "name": "Customer",
            "customer_type": "plant",
            "metadata": {"region": "North"},
            "contacts": [{"name": "Li"}],
        }


class TestBody:
    def test_is_what_the_verb_takes(self) -> None:
        source = row("C-1", "Customer", "plant", "", "", "")

        made = body(source, CustomerCreate, document(source.values), MAPPING)

        assert made == CustomerCreate(code="C-1", name="Customer", customer_type="plant")

    def test_reports_what_is_wrong_at_the_column(self) -> None:
        source = row("C-1", "Customer", "plant", "", "123", "")

        made = body(source, CustomerCreate, document(source.values), MAPPING)

        assert made == [RowMistake(2, "person", None, "required", "Is required.")]


class TestMistake:
    def test_of_the_whole_row_has_no_column(self) -> None:
        source = row("C-1", "Customer", "plant", "", "", "")

        assert mistake_of(FieldError("", "not_found", "Gone."), source, MAPPING).column is None

    def test_of_a_reference_names_the_column_of_its_code(self) -> None:
        source = row("C-1", "Customer", "plant", "", "", "")

        found = mistake_of(FieldError("/customer_type", "unknown_reference", "No such."), source, MAPPING)

        assert (found.column, found.value) == ("type", "plant")
