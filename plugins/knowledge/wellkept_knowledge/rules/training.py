"""An article as training material: a file of Markdown that people read without Wellkept."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

NAME_LENGTH_MAX: Final = 60

_UNNAMED: Final = re.compile(r"[\W_]+")
_ENGLISH: Final = ("Models", "Fault codes", "Categories", "Symptom", "Cause", "Remedy", "Safety", "Tools", "Parts")
_CHINESE: Final = ("型号", "故障代码", "类别", "现象", "原因", "处理", "安全", "工具", "备件")
_NUMBERS: Final = {"zh": "编号 {number} · 第 {revision} 版"}
_NUMBER: Final = "Article {number}, revision {revision}"
_HEADINGS: Final[Mapping[str, Sequence[str]]] = {"zh": _CHINESE}
#: So that no reader takes a part of a text for a command to the browser.
_PLAIN: Final = str.maketrans({"&": "&amp;", "<": "&lt;"})


class Lesson(Struct, frozen=True, kw_only=True):
    """What an article teaches, and for what."""

    number: int
    revision: int
    language: str
    title: str
    symptom: str = ""
    cause: str = ""
    remedy: str = ""
    body: str = ""
    models: Sequence[str] = ()
    fault_codes: Sequence[str] = ()
    categories: Sequence[str] = ()
    safety: Sequence[str] = ()
    tools: Sequence[str] = ()
    parts: Sequence[str] = ()


def file_name(lesson: Lesson) -> str:
    """Return a name that no other article has and every system takes: the number, then the title's letters."""
    words = _UNNAMED.sub("-", lesson.title)[:NAME_LENGTH_MAX].strip("-")
    return "-".join(filter(None, (f"{lesson.number:06d}", words))) + ".md"


def markdown(lesson: Lesson) -> str:
    """Return the article with headings in its own language, Chinese or else English; what is empty is left out."""
    return "\n\n".join(_blocks(lesson)) + "\n"


def _blocks(lesson: Lesson) -> Iterator[str]:
    language = lesson.language.partition("-")[0].lower()
    headings = _HEADINGS.get(language, _ENGLISH)
    number = _NUMBERS.get(language, _NUMBER).format(number=lesson.number, revision=lesson.revision)
    labels = (lesson.models, lesson.fault_codes, lesson.categories)
    texts = (lesson.symptom, lesson.cause, lesson.remedy)
    lists = (lesson.safety, lesson.tools, lesson.parts)
    yield f"# {_plain(' '.join(lesson.title.split()))}"
    yield "\n".join((f"- {number}", *_labels(headings[:3], labels)))
    for heading, text in zip(headings[3:6], texts, strict=True):
        if text.strip():
            yield f"## {heading}\n\n{_plain(text)}"
    if lesson.body.strip():
        yield _plain(lesson.body)
    for heading, items in zip(headings[6:], lists, strict=True):
        if items:
            yield f"## {heading}\n\n" + "\n".join(f"- {_plain(' '.join(item.split()))}" for item in items)


def _labels(headings: Sequence[str], labels: Sequence[Sequence[str]]) -> Iterator[str]:
    for heading, values in zip(headings, labels, strict=True):
        if values:
            yield f"- {heading}: {_plain(', '.join(values))}"


def _plain(text: str) -> str:
    return text.translate(_PLAIN).strip()
