import pytest

from wellkept_sdk.errors import Invalid
from wellkept_sdk.http import PageRequest
from wellkept_sla.service.pages import page_of

LETTERS = ["b", "a", "é", "c"]


def same(letter: str) -> str:
    return letter


class TestPage:
    @pytest.mark.parametrize("limit", [1, 2, 3, 4, 5])
    def test_follows_page_in_the_order_of_the_list(self, limit: int) -> None:
        shown: list[str] = []
        cursor = None
        while True:
            page = page_of(LETTERS, PageRequest(limit, cursor), name_of=same)
            shown += page.items
            cursor = page.next_cursor
            if cursor is None:
                break

        assert shown == LETTERS

    def test_of_nothing_is_empty(self) -> None:
        page = page_of([], PageRequest(), name_of=same)

        assert (page.items, page.next_cursor) == ([], None)

    @pytest.mark.parametrize("cursor", ["", "zzz", "YQ==", "\N{SNOWMAN}"])
    def test_is_refused_after_what_is_no_item(self, cursor: str) -> None:
        with pytest.raises(Invalid) as refusal:
            page_of(LETTERS, PageRequest(2, cursor), name_of=same)

        assert [error.code for error in refusal.value.errors] == ["cursor_invalid"]
