import pytest

from wellkept_sla.rules.when_asked import WhenAsked


class TestWhenAsked:
    def test_is_made_once_and_not_before_somebody_looks(self):
        made: list[str] = []

        def make() -> list[int]:
            made.append("made")
            return [1, 2, 3]

        found = WhenAsked(make)
        before = list(made)

        assert (found[0], found[1:], len(found)) == (1, [2, 3], 3)
        assert (before, made) == ([], ["made"])

    def test_equals_any_sequence_of_the_same_items(self):
        found = WhenAsked(lambda: [1, 2])

        assert found == [1, 2]
        assert found == WhenAsked(lambda: (1, 2))
        assert found != [2, 1]
        assert found != {1, 2}

    def test_shows_its_items(self):
        assert repr(WhenAsked(lambda: [1])) == "[1]"

    def test_is_no_key(self):
        with pytest.raises(TypeError):
            hash(WhenAsked(lambda: [1]))
