import pytest

from wellkept.platform.storage.placeholders import numbered


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("SELECT 1", "SELECT 1"),
        ("a = ? AND b = ?", "a = $1 AND b = $2"),
        ("a = 'what?' AND b = ?", "a = 'what?' AND b = $1"),
        ("a = 'it''s ?' AND b = ?", "a = 'it''s ?' AND b = $1"),
        ('"odd?" = ?', '"odd?" = $1'),
        ("a = ? -- really?\nAND b = ?", "a = $1 -- really?\nAND b = $2"),
        ("/* why? */ a = ?", "/* why? */ a = $1"),
    ],
)
def test_numbers_only_placeholders(written: str, expected: str) -> None:
    assert numbered(written) == expected
