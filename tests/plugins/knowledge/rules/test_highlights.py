"""Where words of a query stand in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_knowledge.rules.highlights import CUT_LENGTH, Highlight, highlights
from wellkept_knowledge.rules.words import normal, tokens


def ranges(text: str, *found: str) -> list[tuple[int, int]]:
    return [place for highlight in highlights([("body", text)], set(found)) for place in highlight.ranges]


class TestRanges:
    @pytest.mark.parametrize(
        ("text", "found", "expected"),
        [
            ("泵启动后压力低于 8 MPa", ("压", "力", "压力"), [(4, 6)]),
            ("Pumps and a pump", ("pump",), [(0, 5), (12, 16)]),
            ("Code E-501!", ("e501",), [(5, 10)]),
            ("Code E-501!", ("501",), [(7, 10)]),
            ("ＰＵＭＰ ﬁlter", ("pump", "filter"), [(0, 4), (5, 10)]),
            ("e\u0301te\u0301 ｶﾞ", ("été", "ガ"), [(0, 5), (6, 8)]),
            ("\u1112\u1161\u11ab", ("한",), [(0, 3)]),
            ("<script>alert(1)</script>", ("script",), [(1, 7), (18, 24)]),
            ("nothing", ("pump",), []),
            ("", ("pump",), []),
            ("👷泵", ("泵",), [(1, 2)]),
        ],
    )
    def test_are_code_points_of_the_stored_text(
        self, text: str, found: tuple[str, ...], expected: list[tuple[int, int]]
    ) -> None:
        assert ranges(text, *found) == expected

    @given(st.text(max_size=400), st.data())
    def test_stand_within_the_cut_in_order_and_apart(self, text: str, data: st.DataObject) -> None:
        known = sorted(set(tokens(normal(text)))) or ["none"]
        found = data.draw(st.sets(st.sampled_from(known), min_size=1))

        for highlight in highlights([("body", text)], found):
            assert highlight.text in text
            assert len(highlight.text) <= CUT_LENGTH
            edges = [edge for place in highlight.ranges for edge in place]
            assert edges == sorted(set(edges))
            assert 0 <= edges[0] < edges[-1] <= len(highlight.text)


class TestFields:
    def test_are_the_first_three_that_have_a_word(self) -> None:
        fields = [("title", "泵"), ("symptom", "电机"), ("cause", "泵"), ("remedy", "泵"), ("body", "泵")]

        assert [each.field for each in highlights(fields, {"泵"})] == ["title", "cause", "remedy"]

    def test_are_cut_around_the_first_hit(self) -> None:
        [highlight] = highlights([("body", "a " * 100 + "pump " + "b " * 100 + "pump")], {"pump"})

        assert highlight.ranges == [(40, 44)]
        assert len(highlight.text) == CUT_LENGTH
        assert highlight.text[40:44] == "pump"

    def test_are_cut_at_their_end(self) -> None:
        [highlight] = highlights([("body", "a " * 200 + "pump")], {"pump"})

        assert highlight == Highlight(field="body", text="a " * 78 + "pump", ranges=[(156, 160)])

    def test_cut_a_hit_that_reaches_beyond(self) -> None:
        [highlight] = highlights([("body", "x" * 300)], {"x" * 64})

        assert highlight.ranges == [(0, CUT_LENGTH)]
