from import_files import TICKETS, mapping_of


class TestMapping:
    def test_knows_which_fields_get_a_value(self) -> None:
        mapping = mapping_of(TICKETS.replace("[defaults]", '[texts]\nimpact = "{priority}!"\n[defaults]'))

        given = [mapping.gives(name) for name in ("title", "impact", "channel", "fault_code")]

        assert given == [True, True, True, False]
