"""
Results as charts: specifications of Vega-Lite 5 that carry their data and fetch nothing.

Numbers are fractions here, for drawing only. What has no interval, such as the mean of one answer, is drawn without.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from msgspec import Struct

from wellkept_survey.rules.chart_words import Locale, Word, dimension_name, word
from wellkept_survey.rules.scores import GroupScores, by_dimension
from wellkept_survey.rules.statistics import UNKNOWN, Estimate

SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v5.json"
Specification = dict[str, Any]

_WIDTH: Final = 480
_HEIGHT: Final = 220
_BARS_HEIGHT: Final = 80
_SCALE_DEFAULT: Final = 5
_FONT: Final = "Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif"
_WITH_INTERVAL: Final = [{"filter": "isValid(datum.low) && isValid(datum.high)"}]
_POINT: Final = {"type": "point", "filled": True, "size": 80, "opacity": 1}
_WHISKER: Final = {"type": "rule", "strokeWidth": 2}


class ChartKind(StrEnum):
    """What a chart shows."""

    DIMENSIONS = "dimensions"  #: The mean of each dimension with its interval.
    TREND = "trend"  #: Response rate and recommendation, month by month.
    NPS = "nps"  #: The recommendation score of each group with its interval.
    RESPONSE = "response"  #: The response rate of each group with its interval.
    HISTOGRAM = "histogram"  #: How many gave each value, question by question.


class Drawing(Struct, frozen=True, kw_only=True):
    """
    What is drawn.

    Args:
        groups: the results, in the order in which they are drawn.
        locale: of titles and axes.
        is_monthly: whether each group is a month, so that a line leads from one to the next.
    """

    groups: Sequence[GroupScores]
    locale: Locale
    is_monthly: bool

    def word(self, said: Word) -> str:
        """Return a word in the language of the chart."""
        return word(said, self.locale)

    def label(self, group: GroupScores) -> str:
        """Return what a group is called on the chart."""
        return group.label or group.key or self.word(Word.ALL)

    @property
    def by(self) -> str:
        """What the groups are."""
        return self.word(Word.MONTH if self.is_monthly else Word.GROUP)


def chart(kind: ChartKind, drawing: Drawing) -> Specification:
    """Return the specification of a chart; a trend is drawn of groups by month."""
    subtitle = f"n = {sum(group.answered for group in drawing.groups)}"
    if any(group.is_small_sample for group in drawing.groups):
        subtitle += f" · {drawing.word(Word.SMALL_SAMPLE)}"
    return {
        "$schema": SCHEMA,
        "title": {"text": drawing.word(Word(kind.value)), "subtitle": subtitle},
        "config": {"font": _FONT},
        **_SHOWN[kind](drawing),
    }


def _dimensions(drawing: Drawing) -> Specification:
    scored = [(group, score) for group in drawing.groups for score in by_dimension(group.scores) if score.n]
    values = [
        {
            "group": drawing.label(group),
            "dimension": dimension_name(score.measure.code, drawing.locale),
            "scale": score.measure.scale,
            "n": score.n,
            **_numbers(score.mean),
        }
        for group, score in scored
    ]
    position = {"y": _names("dimension", drawing.word(Word.DIMENSION)), **_beside(drawing, "yOffset")}
    domain = [1, max((score.measure.scale or _SCALE_DEFAULT for _, score in scored), default=_SCALE_DEFAULT)]
    along = {"type": "quantitative", "title": drawing.word(Word.MEAN), "scale": {"domain": domain, "zero": False}}
    return {
        "width": _WIDTH,
        "data": {"values": values},
        "encoding": {**position, "tooltip": _tooltip("group", "dimension", "scale", "n", "value", "low", "high")},
        "layer": [
            {
                "mark": _WHISKER,
                "transform": _WITH_INTERVAL,
                "encoding": {"x": {**along, "field": "low"}, "x2": {"field": "high"}},
            },
            {"mark": _POINT, "encoding": {"x": {**along, "field": "value"}}},
        ],
    }


def _response(drawing: Drawing) -> Specification:
    values = [
        {
            "group": drawing.label(group),
            "asked": group.asked,
            "answered": group.answered,
            **_numbers(group.response_rate),
        }
        for group in drawing.groups
        if group.asked
    ]
    axis = {"title": drawing.word(Word.RESPONSE), "axis": {"format": "%"}, "scale": {"domain": [0, 1]}}
    return _with_intervals(drawing, values, axis, tooltip=("group", "asked", "answered", "value", "low", "high"))


def _nps(drawing: Drawing) -> Specification:
    values = [
        {
            "group": drawing.label(group),
            "n": group.nps.n,
            "value": float(group.nps.score),
            "low": float(group.nps.low),
            "high": float(group.nps.high),
        }
        for group in drawing.groups
        if group.nps is not None
    ]
    axis = {"title": drawing.word(Word.NPS)}
    return _with_intervals(drawing, values, axis, tooltip=("group", "n", "value", "low", "high"))


def _trend(drawing: Drawing) -> Specification:
    return {"vconcat": [_response(drawing), _nps(drawing)]}


def _histogram(drawing: Drawing) -> Specification:
    codes = dict.fromkeys(score.measure.code for group in drawing.groups for score in group.scores if score.histogram)
    return {"vconcat": [_bars(drawing, code) for code in codes]}


def _bars(drawing: Drawing, code: str) -> Specification:
    values = [
        {"group": drawing.label(group), "value": value, "answers": answers}
        for group in drawing.groups
        for score in group.scores
        if score.measure.code == code
        for value, answers in score.histogram.items()
    ]
    return {
        "title": code,
        "width": _WIDTH,
        "height": _BARS_HEIGHT,
        "data": {"values": values},
        "mark": "bar",
        "encoding": {
            "x": {**_names("value", drawing.word(Word.VALUE)), "axis": {"labelAngle": 0}},
            "y": {"field": "answers", "type": "quantitative", "title": drawing.word(Word.ANSWERS)},
            "tooltip": _tooltip("group", "value", "answers"),
            **_beside(drawing, "xOffset"),
        },
    }


def _with_intervals(
    drawing: Drawing, values: Sequence[Mapping[str, Any]], axis: Mapping[str, Any], *, tooltip: Sequence[str]
) -> Specification:
    """Return points above the groups, each with its interval, and a line through months."""
    upright = {"type": "quantitative", **axis}
    mark = {"type": "line", "point": _POINT} if drawing.is_monthly else _POINT
    return {
        "width": _WIDTH,
        "height": _HEIGHT,
        "data": {"values": list(values)},
        "encoding": {"x": _names("group", drawing.by), "tooltip": _tooltip(*tooltip)},
        "layer": [
            {
                "mark": _WHISKER,
                "transform": _WITH_INTERVAL,
                "encoding": {"y": {**upright, "field": "low"}, "y2": {"field": "high"}},
            },
            {"mark": mark, "encoding": {"y": {**upright, "field": "value"}}},
        ],
    }


def _names(field: str, title: str) -> Specification:
    """Return an axis of names, in the order of the data."""
    return {"field": field, "type": "nominal", "sort": None, "title": title}


def _beside(drawing: Drawing, channel: str) -> Specification:
    """Return what sets several groups side by side, in colours of their own."""
    if len(drawing.groups) < 2:  # noqa: PLR2004 - one group stands alone
        return {}
    return {channel: {"field": "group", "sort": None}, "color": _names("group", drawing.by)}


def _numbers(estimate: Estimate | None) -> dict[str, float | None]:
    known = estimate or UNKNOWN
    texts = {"value": known.value, "low": known.low, "high": known.high}
    return {name: None if text is None else float(text) for name, text in texts.items()}


def _tooltip(*fields: str) -> list[Specification]:
    return [{"field": field} for field in fields]


_SHOWN: Final[Mapping[ChartKind, Callable[[Drawing], Specification]]] = {
    ChartKind.DIMENSIONS: _dimensions,
    ChartKind.TREND: _trend,
    ChartKind.NPS: _nps,
    ChartKind.RESPONSE: _response,
    ChartKind.HISTOGRAM: _histogram,
}
