"""What charges have become."""

from typing import Any
from uuid import UUID

from msgspec.structs import replace

from costs_lines import LINE
from wellkept_costs.rules.charges import ChargeKey, Taken, ended_charges, key_of, part_keys, taken_charges
from wellkept_costs.rules.lines import Line

KEY = ChargeKey("meter", "1")
FIRST = replace(LINE, corrects_line_id=None, split_from_id=None)


def line(number: int, **values: Any) -> Line:
    return replace(FIRST, id=UUID(int=number), **values)


def by_people(number: int, corrects: int, **values: Any) -> Line:
    return line(
        number, source="manual", source_key=None, collected=False, corrects_line_id=UUID(int=corrects), **values
    )


def reversed_by(each: Line, number: int, *, collected: bool) -> Line:
    return replace(each, reversed_by_line_id=UUID(int=number), reversal_collected=collected)


def taken(*lines: Line) -> Taken:
    [(key, found)] = taken_charges(lines).items()
    assert key == KEY
    return found


def ids(lines: Any) -> list[int]:
    return [each.id.int for each in lines]


class TestKeys:
    def test_tell_the_parts_of_a_split_line_apart(self) -> None:
        assert part_keys("a", parts=2) == ("a#contract", "a#rest")
        assert part_keys("a", parts=1) == ("a",)
        assert part_keys(None, parts=2) == (None, None)

    def test_are_numbered_from_the_second_on(self) -> None:
        assert key_of(KEY, None) == "1"
        assert key_of(KEY, taken(line(1))) == "1#2"


class TestATakenCharge:
    def test_stands_by_its_line(self) -> None:
        found = taken(line(1))

        assert (ids(found.latest), ids(found.standing), found.generation, found.ended) == ([1], [1], 1, False)
        assert found.is_still(found.stated)
        assert not found.is_still(replace(found.stated, cost_minor=1))

    def test_stands_by_both_parts_of_a_split(self) -> None:
        found = taken(line(1, source_key="1#contract"), line(2, source_key="1#rest", split_from_id=UUID(int=1)))

        assert ids(found.standing) == [1, 2]
        assert (found.stated.quantity_milli, found.stated.price_minor) == (5000, 150000)

    def test_keeps_its_key_over_generations(self) -> None:
        first = reversed_by(line(1), 9, collected=True)
        second = line(2, source_key="1#2", corrects_line_id=UUID(int=1))

        found = taken(first, second)

        assert (ids(found.latest), ids(found.standing), found.generation) == ([2], [2], 2)

    def test_stands_by_what_people_have_made_of_it(self) -> None:
        first = reversed_by(line(1), 8, collected=False)
        second = reversed_by(by_people(2, 1), 9, collected=False)
        third, rest = (
            by_people(3, 2),
            line(4, source="manual", source_key=None, collected=False, split_from_id=UUID(int=3)),
        )

        found = taken(first, second, third, rest)

        assert (ids(found.latest), ids(found.standing)) == ([1], [3, 4])

    def test_has_ended_where_its_end_has_taken_it_back(self) -> None:
        by_end, by_wish = (taken(reversed_by(line(1), 9, collected=collected)) for collected in (True, False))

        assert (by_end.standing, by_end.ended) == ([], True)
        assert (by_wish.standing, by_wish.ended) == ([], False)
        assert not by_end.is_still(by_end.stated)
        assert by_wish.is_still(by_wish.stated)

    def test_is_none_of_what_people_or_services_have_added(self) -> None:
        manual = by_people(1, 0, reverses_line_id=None)
        served = line(2, collected=False)

        assert taken_charges([manual, served, line(3, reverses_line_id=UUID(int=1))]) == {}


class TestAnEndedCharge:
    def test_stands_and_is_not_stated_by_a_plugin_that_has_answered(self) -> None:
        found = taken_charges([line(1)])

        assert ended_charges(found, stated=set(), answered={"meter"}) == [KEY]
        assert ended_charges(found, stated={KEY}, answered={"meter"}) == []
        assert ended_charges(found, stated=set(), answered=set()) == []
        gone = taken_charges([reversed_by(line(1), 9, collected=True)])
        assert ended_charges(gone, stated=set(), answered={"meter"}) == []
