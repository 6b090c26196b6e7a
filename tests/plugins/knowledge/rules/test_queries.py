"""What a caller types, read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_knowledge.rules.queries import TOKENS_MAX, Known, Query, asked, kept, parsed
from wellkept_sdk.errors import Invalid


def known(documents: int, **having: int) -> Known:
    return Known(documents=documents, length_total=100, having=having)


class TestParsed:
    def test_has_distinct_tokens(self) -> None:
        assert parsed("Pump pumps 泵") == Query(tokens=("pump", "泵"))

    def test_has_quoted_parts_with_single_spaces(self) -> None:
        assert parsed('hot "Pump   LEAKS" "压力"') == Query(
            tokens=("hot", "pump", "leak", "压", "力", "压力"),
            phrases=("pump leaks", "压力"),
            required=("pump", "leak", "压", "力", "压力"),
        )

    @pytest.mark.parametrize("text", ['"unclosed pump', 'unclosed" pump', '"" unclosed pump', '"--" unclosed pump'])
    def test_takes_other_quotation_marks_for_separators(self, text: str) -> None:
        assert parsed(text) == Query(tokens=("unclos", "pump"))

    def test_quotes_in_full_width_too(self) -> None:
        assert parsed("＂泵＂").phrases == ("泵",)


class TestAsked:
    @pytest.mark.parametrize("text", [" ", "!?", '""', "。，、", "---", "\u200b", "%_"])
    def test_needs_a_letter_or_digit(self, text: str) -> None:
        with pytest.raises(Invalid) as refusal:
            asked(text)

        assert [(error.pointer, error.code) for error in refusal.value.errors] == [("query/q", "too_short")]

    def test_is_what_was_parsed(self) -> None:
        assert asked("泵") == Query(tokens=("泵",))


class TestKept:
    def test_are_the_rarest_first(self) -> None:
        assert kept(Query(tokens=("a", "b", "c")), known(10, a=5, b=1, c=3)) == ["b", "c", "a"]

    def test_are_none_that_no_document_has(self) -> None:
        assert kept(Query(tokens=("a", "b")), known(10, a=5)) == ["a"]
        assert kept(Query(tokens=("a", "b")), known(10)) == []

    def test_are_none_that_most_documents_have(self) -> None:
        assert kept(Query(tokens=("a", "b")), known(10, a=6, b=5)) == ["b"]

    def test_are_the_rarest_one_where_all_are_common(self) -> None:
        assert kept(Query(tokens=("a", "b")), known(10, a=9, b=8)) == ["b"]

    def test_are_required_ones_however_common(self) -> None:
        query = Query(tokens=("a", "b"), phrases=("a",), required=("a",))

        assert kept(query, known(10, a=9, b=1)) == ["b", "a"]

    def test_are_no_more_than_count(self) -> None:
        having = {f"t{number:02}": 1 + number for number in range(40)}

        found = kept(Query(tokens=tuple(reversed(having))), Known(documents=1_000, length_total=1, having=having))

        assert found == list(having)[:TOKENS_MAX]

    @given(st.permutations(["a", "b", "c", "d", "e"]))
    def test_do_not_depend_on_the_order_of_the_words(self, words: list[str]) -> None:
        assert kept(Query(tokens=tuple(words)), known(10, a=2, b=2, c=2, d=9, e=1)) == ["e", "a", "b", "c"]


class TestKnown:
    def test_tells_the_mean_length(self) -> None:
        assert known(8).length_mean == 12.5

    def test_is_one_where_there_is_nothing(self) -> None:
        assert Known(documents=0, length_total=0, having={}).length_mean == 1.0
        assert Known(documents=3, length_total=0, having={}).length_mean == 1.0
