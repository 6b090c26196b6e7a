import pytest

from wellkept_sdk.errors import Invalid
from wellkept_sdk.json import document_mistakes, require_document_size

# {"text":"…"} takes eleven bytes beside the text.
LONGEST = {"text": "x" * (16_384 - 11)}
TOO_LONG = {"text": "x" * (16_384 - 10)}


class TestDocumentMistakes:
    def test_are_none_up_to_sixteen_kibibytes(self) -> None:
        assert document_mistakes(LONGEST, pointer="/metadata") == []

    def test_point_at_a_document_that_is_longer(self) -> None:
        [mistake] = document_mistakes(TOO_LONG, pointer="/metadata")

        assert [(error.pointer, error.code) for error in mistake.errors] == [("/metadata", "too_long")]

    def test_count_bytes_not_letters(self) -> None:
        assert document_mistakes({"text": "泵" * 5_457}, pointer="/metadata") == []
        assert len(document_mistakes({"text": "泵" * 5_458}, pointer="/metadata")) == 1


class TestRequireDocumentSize:
    def test_lets_pass_what_fits(self) -> None:
        require_document_size(LONGEST, pointer="/metadata")

    def test_refuses_what_does_not(self) -> None:
        with pytest.raises(Invalid):
            require_document_size(TOO_LONG, pointer="/metadata")
