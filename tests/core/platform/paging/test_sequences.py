import pytest

from wellkept.platform.paging.sequences import page_of
from wellkept_sdk.errors import Invalid
from wellkept_sdk.http.paging import PageRequest

NAMES = ["sla", "calendars", "parties"]


class TestPageOf:
    def test_walks_through_all_names_in_order(self):
        first = page_of(NAMES, PageRequest(limit=2), name_of=str)
        second = page_of(NAMES, PageRequest(limit=2, cursor=first.next_cursor), name_of=str)

        assert (first.items, second.items) == (["calendars", "parties"], ["sla"])
        assert second.next_cursor is None

    def test_ends_where_a_page_is_just_full(self):
        assert page_of(NAMES, PageRequest(limit=3), name_of=str).next_cursor is None

    def test_refuses_the_cursor_of_another_list(self):
        with pytest.raises(Invalid):
            page_of(NAMES, PageRequest(cursor="abc"), name_of=str)
