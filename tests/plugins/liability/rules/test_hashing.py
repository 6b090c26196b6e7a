"""Digests that anybody can work out again."""

from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from wellkept_liability.rules.hashing import canonical_json, digest, evidence_root, text_digest

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
FIRST, SECOND = UUID(int=1), UUID(int=2)


class TestDigest:
    def test_is_the_sha_256_of_bytes_and_of_a_texts_utf_8(self) -> None:
        assert digest(b"") == text_digest("") == EMPTY
        assert text_digest("密封槽太浅") == sha256("密封槽太浅".encode()).hexdigest()


class TestCanonicalJson:
    def test_has_names_in_order_and_no_blanks(self) -> None:
        at = datetime(2026, 3, 2, 4, tzinfo=UTC)

        said = canonical_json({"text": "密封", "id": FIRST, "actor": {"name": "Li", "kind": "user"}, "at": at})

        assert said.decode() == (
            '{"actor":{"kind":"user","name":"Li"},"at":"2026-03-02T04:00:00Z",'
            '"id":"00000000-0000-0000-0000-000000000001","text":"密封"}'
        )

    @given(st.dictionaries(st.text(), st.integers(-(2**53), 2**53) | st.text() | st.booleans()))
    def test_is_the_same_for_equal_documents(self, document: dict[str, object]) -> None:
        backwards = dict(reversed(document.items()))

        assert canonical_json(document) == canonical_json(backwards)


class TestEvidenceRoot:
    def test_is_that_of_the_lines_in_the_order_of_ids(self) -> None:
        lines = f"{EMPTY} {FIRST}\n{'0' * 64} {SECOND}\n"

        assert evidence_root([(SECOND, "0" * 64), (FIRST, EMPTY)]) == text_digest(lines)

    def test_of_no_evidence_is_that_of_nothing(self) -> None:
        assert evidence_root([]) == EMPTY

    @given(st.dictionaries(st.uuids(), st.text("0123456789abcdef", min_size=64, max_size=64), max_size=5), st.data())
    def test_changes_with_every_piece(self, evidence: dict[UUID, str], data: st.DataObject) -> None:
        extra = data.draw(st.uuids().filter(lambda each: each not in evidence))

        assert evidence_root(evidence.items()) != evidence_root([*evidence.items(), (extra, EMPTY)])
