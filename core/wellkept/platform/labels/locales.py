"""Which language a caller reads."""

from enum import StrEnum
from typing import Final

_QUALITY_DEFAULT: Final = 1.0
_ANY: Final = "*"


class Locale(StrEnum):
    """A language that there are words for, as BCP 47 names it."""

    ZH_CN = "zh-CN"  #: Simplified Chinese.
    EN = "en"  #: English.


def preferred(accept_language: str | None) -> Locale:
    """
    Return the language that a caller likes best of ours, English if it names none of them.

    Args:
        accept_language: the header as RFC 9110 §12.5.4 writes it, such as `zh-CN,zh;q=0.9,en;q=0.8`.
    """
    best, best_quality = Locale.EN, 0.0
    for item in (accept_language or "").split(","):
        name, _, parameter = item.strip().partition(";")
        quality = _quality(parameter)
        locale = _locale_of(name.strip().lower())
        # Of equals the first counts, as browsers list them.
        if locale is not None and quality > best_quality:
            best, best_quality = locale, quality
    return best


def _locale_of(name: str) -> Locale | None:
    language = name.partition("-")[0]
    if language == "zh":
        return Locale.ZH_CN
    return Locale.EN if language in {"en", _ANY} else None


def _quality(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip().lower() != "q":
        return _QUALITY_DEFAULT
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
