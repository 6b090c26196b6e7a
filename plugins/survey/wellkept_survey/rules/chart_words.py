"""The words on charts, in both languages."""

from enum import StrEnum
from typing import Final


class Locale(StrEnum):
    """A language of titles and axes."""

    ZH_CN = "zh-CN"  #: Chinese.
    EN = "en"  #: English.

    @classmethod
    def nearest(cls, locale: str) -> "Locale":
        """Return the language of a locale; English for all that are not Chinese."""
        return cls.ZH_CN if locale.casefold().partition("-")[0] == "zh" else cls.EN


class Word(StrEnum):
    """What is said on a chart; the first five are the kinds of charts."""

    DIMENSIONS = "dimensions"
    TREND = "trend"
    NPS = "nps"
    RESPONSE = "response"
    HISTOGRAM = "histogram"
    ALL = "all"
    ANSWERS = "answers"
    DIMENSION = "dimension"
    GROUP = "group"
    MEAN = "mean"
    MONTH = "month"
    SMALL_SAMPLE = "small_sample"
    VALUE = "value"


_WORDS: Final = {
    Word.DIMENSIONS: ("各维度平均分", "Mean of each dimension"),
    Word.TREND: ("回复率与净推荐值走势", "Response rate and net promoter score over time"),
    Word.NPS: ("净推荐值", "Net promoter score"),
    Word.RESPONSE: ("回复率", "Response rate"),
    Word.HISTOGRAM: ("评分分布", "How answers spread"),
    Word.ALL: ("全部", "All"),
    Word.ANSWERS: ("回答数", "Answers"),
    Word.DIMENSION: ("维度", "Dimension"),
    Word.GROUP: ("分组", "Group"),
    Word.MEAN: ("平均分", "Mean"),
    Word.MONTH: ("月份", "Month"),
    Word.SMALL_SAMPLE: ("样本较少", "small sample"),
    Word.VALUE: ("分值", "Value"),
}
#: The dimensions of the shipped template; others are shown as they are written.
_DIMENSIONS: Final = {
    "response_speed": ("响应速度", "Response speed"),
    "attitude": ("服务态度", "Attitude"),
    "competence": ("技术能力", "Competence"),
    "quality": ("质量", "Quality"),
    "overall": ("总体", "Overall"),
}


def word(said: Word, locale: Locale) -> str:
    """Return a word in a language."""
    return _in(locale, _WORDS[said])


def dimension_name(dimension: str, locale: Locale) -> str:
    """Return what a dimension is called; one that a company has made is called by its own slug."""
    return _in(locale, _DIMENSIONS.get(dimension, (dimension, dimension)))


def _in(locale: Locale, both: tuple[str, str]) -> str:
    chinese, english = both
    return chinese if locale is Locale.ZH_CN else english
