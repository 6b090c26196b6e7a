from uuid import UUID

from wellkept_inventory.rules.asked import AskedEnd, AskedLine

NANJING = AskedEnd(UUID(int=2), "/location_id")


class TestAskedLine:
    def test_tells_where_it_stands_and_which_places_the_request_names(self) -> None:
        line = AskedLine(line=3, part_id=UUID(int=1), quantity_milli=1_000, source=None, target=NANJING)

        assert line.pointer == "/lines/3"
        assert list(line.ends) == [NANJING]
