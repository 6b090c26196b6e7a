"""Which of several languages somebody reads."""

import pytest

from wellkept_survey.rules.languages import best_language, wanted_languages, words_in


class TestHeader:
    @pytest.mark.parametrize(
        ("header", "wanted"),
        [
            ("", []),
            ("en", ["en"]),
            ("en;q=0.5, zh-CN, fr;q=0.8", ["zh-CN", "fr", "en"]),
            ("de;q=0, *;q=0.1, en", ["en"]),
            ("en;q=much, fr", ["fr"]),
            (",, ;", []),
        ],
    )
    def test_names_languages_the_best_first(self, header: str, wanted: list[str]) -> None:
        assert wanted_languages(header) == wanted

    def test_is_not_read_for_ever(self) -> None:
        assert len(wanted_languages(",".join(["en"] * 1000))) == 20


class TestLanguage:
    @pytest.mark.parametrize(
        ("wanted", "best"),
        [
            (["en"], "en"),
            (["EN"], "en"),
            (["en-GB"], "en"),
            (["zh"], "zh-CN"),
            (["fr", "en"], "en"),
            (["zh-TW", "en"], "zh-CN"),
            (["fr"], "zh-CN"),
            ([], "zh-CN"),
        ],
    )
    def test_is_the_first_that_fits(self, wanted: list[str], best: str) -> None:
        assert best_language(wanted, {"en", "zh-CN"}, default="zh-CN") == best


class TestWords:
    def test_are_those_of_the_language(self) -> None:
        assert words_in({"en": "Hello", "zh-CN": "您好"}, "en", default="zh-CN") == "Hello"

    def test_are_the_default_ones_where_the_language_has_none(self) -> None:
        assert words_in({"fr": "Bonjour", "zh-CN": "您好"}, "en", default="zh-CN") == "您好"

    def test_are_any_rather_than_none(self) -> None:
        assert words_in({"fr": "Bonjour"}, "en", default="zh-CN") == "Bonjour"
        assert words_in({}, "en", default="zh-CN") == ""
