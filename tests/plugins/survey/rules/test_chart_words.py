import pytest

from wellkept_survey.rules.chart_words import Locale, Word, dimension_name, word
from wellkept_survey.rules.charts import ChartKind


class TestLocale:
    @pytest.mark.parametrize(
        ("said", "found"),
        [
            ("zh-CN", Locale.ZH_CN),
            ("ZH-tw", Locale.ZH_CN),
            ("zh", Locale.ZH_CN),
            ("en-GB", Locale.EN),
            ("de", Locale.EN),
        ],
    )
    def test_is_the_nearest_that_there_is(self, said: str, found: Locale) -> None:
        assert Locale.nearest(said) is found


class TestWord:
    def test_is_that_of_the_language(self) -> None:
        assert word(Word.RESPONSE, Locale.ZH_CN) == "回复率"
        assert word(Word.RESPONSE, Locale.EN) == "Response rate"

    @pytest.mark.parametrize("locale", Locale)
    def test_is_there_for_everything_that_is_said(self, locale: Locale) -> None:
        assert all(word(said, locale) for said in Word)

    def test_is_there_for_every_kind_of_chart(self) -> None:
        assert {Word(kind.value) for kind in ChartKind} <= set(Word)


class TestNameOfADimension:
    def test_is_that_of_the_language(self) -> None:
        assert dimension_name("overall", Locale.ZH_CN) == "总体"
        assert dimension_name("overall", Locale.EN) == "Overall"

    def test_of_a_company_s_own_is_its_slug(self) -> None:
        assert dimension_name("cleanliness", Locale.ZH_CN) == "cleanliness"
