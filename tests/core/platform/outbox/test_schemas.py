import pytest

from wellkept.platform.outbox.schemas import cursor_of, position_of
from wellkept_sdk.errors import Invalid


class TestCursor:
    @pytest.mark.parametrize("position", [0, 1, 41, 2**63 - 1])
    def test_names_the_position_it_was_made_of(self, position: int) -> None:
        assert position_of(cursor_of(position)) == position

    def test_that_is_absent_names_the_beginning(self) -> None:
        assert position_of(None) == 0

    @pytest.mark.parametrize(
        "cursor",
        ["", "7", "zzzz", "ZTE6", "ZTE6LTE", "ZTE6wrI", "e1:7", "é", "ZTE6OTIyMzM3MjAzNjg1NDc3NTgwOA", "A" * 64],
    )
    def test_of_another_making_is_refused(self, cursor: str) -> None:
        with pytest.raises(Invalid) as refusal:
            position_of(cursor)

        assert [(error.pointer, error.code) for error in refusal.value.errors] == [("query/cursor", "cursor_invalid")]
