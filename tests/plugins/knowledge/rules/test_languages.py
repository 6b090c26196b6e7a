import pytest

from wellkept_knowledge.rules.languages import canonical_tag, language_of


class TestTag:
    @pytest.mark.parametrize(
        ("given", "written"),
        [
            ("zh-CN", "zh-CN"),
            ("ZH-cn", "zh-CN"),
            ("en", "en"),
            ("zh-hans-cn", "zh-Hans-CN"),
            ("de-CH-1996", "de-CH-1996"),
            ("es-419", "es-419"),
            ("yue", "yue"),
        ],
    )
    def test_is_written_as_usual(self, given: str, written: str) -> None:
        assert canonical_tag(given) == written

    @pytest.mark.parametrize(
        "given", ["", "xx", "klingon", "zh_CN", "zh-", "-CN", "zh-CN\n", "zh-C", "中文", "en--US", "z", "zh-CN-CN"]
    )
    def test_names_a_language_that_there_is(self, given: str) -> None:
        assert canonical_tag(given) is None


class TestLanguageOfText:
    def test_is_chinese_where_there_is_a_han_character(self) -> None:
        assert language_of("Pump HP-200", "漏油") == "zh-CN"
        assert language_of("Pump \U00020000") == "zh-CN"

    def test_is_english_otherwise(self) -> None:
        assert language_of("Pump leaks") == "en"
        assert language_of() == "en"
