from uuid import UUID

from wellkept.equipment.rules.tree import depth, is_within, parent_path, path_of, range_end

LINE = UUID("01920000-0000-7000-8000-000000000001")
PUMP = UUID("01920000-0000-7000-8000-000000000002")


class TestPath:
    def test_of_a_root_is_its_own_id(self) -> None:
        assert path_of(LINE) == "01920000-0000-7000-8000-000000000001/"

    def test_of_a_child_begins_with_its_parents(self) -> None:
        assert path_of(PUMP, parent_path=path_of(LINE)) == (
            "01920000-0000-7000-8000-000000000001/01920000-0000-7000-8000-000000000002/"
        )

    def test_without_the_last_item_is_the_parents(self) -> None:
        assert parent_path(path_of(PUMP, parent_path=path_of(LINE))) == path_of(LINE)

    def test_of_a_root_without_its_last_item_is_empty(self) -> None:
        assert parent_path(path_of(LINE)) == ""


class TestDepth:
    def test_counts_from_one_at_the_root(self) -> None:
        assert [depth(""), depth(path_of(LINE)), depth(path_of(PUMP, parent_path=path_of(LINE)))] == [0, 1, 2]


class TestIsWithin:
    def test_holds_for_the_item_itself_and_for_what_is_below(self) -> None:
        line = path_of(LINE)

        assert is_within(line, of=line)
        assert is_within(path_of(PUMP, parent_path=line), of=line)

    def test_does_not_hold_for_what_is_above_or_beside(self) -> None:
        assert not is_within(path_of(LINE), of=path_of(PUMP, parent_path=path_of(LINE)))
        assert not is_within(path_of(PUMP), of=path_of(LINE))


class TestRangeEnd:
    def test_lies_after_everything_below_and_before_every_other_item(self) -> None:
        below = path_of(PUMP, parent_path=path_of(LINE))

        assert path_of(LINE) < below < range_end(path_of(LINE)) < path_of(PUMP)
