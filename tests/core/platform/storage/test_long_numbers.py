import msgspec
import pytest

from wellkept.platform.storage.long_numbers import as_they_were, may_be_in


class TestLongNumbers:
    @pytest.mark.parametrize("number", [1e19, -1e19, 1e300, 1.7e308, -1.7e308])
    def test_become_the_floats_that_they_were(self, number: float) -> None:
        written = b'{"a": [%d]}' % int(number)

        assert may_be_in(written)
        assert as_they_were(msgspec.json.decode(written)) == {"a": [number]}

    @pytest.mark.parametrize("value", [2**63 - 1, -(2**63), 0, True, None, 0.5, "9" * 30, [], {"a": {}}])
    def test_are_no_others(self, value: object) -> None:
        assert as_they_were(value) == value
        assert type(as_they_were(value)) is type(value)

    def test_are_not_looked_for_in_short_documents(self) -> None:
        assert not may_be_in(b'{"a": 123456789012345678}')
