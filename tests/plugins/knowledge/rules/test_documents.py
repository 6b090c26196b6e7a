"""What the index knows of an article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_knowledge.rules import documents
from wellkept_knowledge.rules.documents import Content, Document


class TestDocument:
    def test_has_four_columns_with_weights(self) -> None:
        document = Document.of(
            Content(
                title="Pump pump",
                keys=["HP-2"],
                symptom="泵 pump",
                cause="Seal",
                remedy="pump",
                body="b",
                safety=["Power off"],
                tools=["Wrench"],
            )
        )

        assert document.columns == ("pump pump", "hp 2 hp2", "泵 pump", "seal pump b power off wrench")
        assert document.length == 13
        assert document.frequencies == {
            "pump": 3 + 3 + 2 + 1,
            **dict.fromkeys(("hp", "2", "hp2"), 4),
            "泵": 2,
            **dict.fromkeys(("seal", "b", "power", "off", "wrench"), 1),
        }

    def test_keeps_the_text_in_one_form_with_fields_apart(self) -> None:
        document = Document.of(Content(title="Ａ  B", symptom="c\n\nd"))

        assert document.plain.split("\n") == ["a b", "c d", "", "", ""]

    def test_leaves_out_what_comes_after_as_much_as_can_be_indexed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(documents, "BYTES_MAX", 8)

        document = Document.of(Content(title="abc 泵", symptom="de f abc"))

        assert document.columns == ("abc 泵", "", "de abc", "")
        assert document.frequencies == {"abc": 5, "泵": 3, "de": 2}
        assert document.length == 4

    @given(st.text(), st.text(), st.text())
    def test_counts_all_that_it_has(self, title: str, symptom: str, body: str) -> None:
        document = Document.of(Content(title=title, symptom=symptom, body=body))

        assert document.length == sum(len(column.split()) for column in document.columns)
        assert set(document.frequencies) == set(" ".join(document.columns).split())
