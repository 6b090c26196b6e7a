import pytest

from wellkept_sdk.http.etags import matches_weakly, tags_of


class TestTagsOf:
    @pytest.mark.parametrize(
        ("line", "tags"),
        [("*", ["*"]), (' "3" ', ['"3"']), ('"3", W/"4"', ['"3"', 'W/"4"'])],
    )
    def test_names_each(self, line: str, tags: list[str]) -> None:
        assert tags_of(line) == tags

    @pytest.mark.parametrize("line", ["", "3", '"3"x', '*, "3"', '"3" "4"'])
    def test_refuses_what_is_no_list_of_tags(self, line: str) -> None:
        with pytest.raises(ValueError, match="Expected entity tags"):
            tags_of(line)


class TestMatchesWeakly:
    def test_takes_weak_and_strong_as_the_same(self) -> None:
        assert matches_weakly('W/"3"', '"3"')
        assert matches_weakly('"2", "3"', 'W/"3"')
        assert matches_weakly("*", '"3"')
        assert not matches_weakly('"2"', '"3"')

    def test_finds_nothing_in_rubbish(self) -> None:
        assert not matches_weakly("3", '"3"')
