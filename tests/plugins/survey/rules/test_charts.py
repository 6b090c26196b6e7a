import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, cast

import pytest

from wellkept_survey.rules.chart_words import Locale
from wellkept_survey.rules.charts import ChartKind, Drawing, chart
from wellkept_survey.rules.kinds import SurveyQuestionKind
from wellkept_survey.rules.scores import GroupScores, Measure, score_of_choices, score_of_numbers
from wellkept_survey.rules.statistics import recommendation

SPEED = Measure(code="speed", kind=SurveyQuestionKind.RATING, scale=5, dimension="response_speed")
OVERALL = Measure(code="overall", kind=SurveyQuestionKind.RATING, scale=10, dimension="overall")
WHY = Measure(code="why", kind=SurveyQuestionKind.CHOICE, scale=None, dimension=None)
ALL_KINDS = pytest.mark.parametrize("kind", ChartKind)


def group(label: str | None = None, *, times: int = 1) -> GroupScores:
    return GroupScores(
        key=label,
        label=label,
        asked=20 * times,
        answered=8 * times,
        suppressed={},
        scores=[
            score_of_numbers(SPEED, Counter([5, 4, 4, 2] * times)),
            score_of_numbers(OVERALL, {9: 1}),
            score_of_choices(WHY, times, {"slow": times}, options=["slow", "rude"]),
        ],
        nps=recommendation({10: 5, 8: 3, 0: 2}),
    )


def drawing(*groups: GroupScores, locale: Locale = Locale.EN, is_monthly: bool = False) -> Drawing:
    return Drawing(groups=groups, locale=locale, is_monthly=is_monthly)


def nodes(found: object) -> Iterator[dict[str, Any]]:
    if isinstance(found, dict):
        node = cast("dict[str, Any]", found)
        yield node
        found = list(node.values())
    if isinstance(found, list):
        for below in cast("list[object]", found):
            yield from nodes(below)


class TestChart:
    @ALL_KINDS
    def test_carries_its_data_and_fetches_nothing(self, kind: ChartKind) -> None:
        spec = chart(kind, drawing(group("A"), group("B")))

        assert spec["$schema"] == "https://vega.github.io/schema/vega-lite/v5.json"
        assert json.loads(json.dumps(spec)) == spec
        data = [node["data"] for node in nodes(spec) if "data" in node]
        assert data
        assert all(list(each) == ["values"] for each in data)
        assert not any("url" in node for node in nodes(spec))

    def test_has_a_title_in_the_language_that_is_asked_for(self) -> None:
        few, many = group(), group(times=5)

        assert chart(ChartKind.NPS, drawing(few))["title"] == {
            "text": "Net promoter score",
            "subtitle": "n = 8 · small sample",
        }
        assert chart(ChartKind.NPS, drawing(many, locale=Locale.ZH_CN))["title"] == {
            "text": "净推荐值",
            "subtitle": "n = 40",
        }

    def test_shows_means_of_dimensions_with_their_intervals(self) -> None:
        spec = chart(ChartKind.DIMENSIONS, drawing(group()))

        assert spec["data"]["values"] == [
            {
                "group": "All",
                "dimension": "Response speed",
                "scale": 5,
                "n": 4,
                "value": 3.75,
                "low": 2.5169,
                "high": 4.9831,
            },
            {"group": "All", "dimension": "Overall", "scale": 10, "n": 1, "value": 9.0, "low": None, "high": None},
        ]
        assert spec["layer"][0]["transform"] == [{"filter": "isValid(datum.low) && isValid(datum.high)"}]
        assert spec["layer"][1]["encoding"]["x"]["scale"]["domain"] == [1, 10]

    def test_shows_response_rates_of_groups(self) -> None:
        spec = chart(ChartKind.RESPONSE, drawing(group("North Yard")))

        assert spec["data"]["values"] == [
            {"group": "North Yard", "asked": 20, "answered": 8, "value": 0.4, "low": 0.2188, "high": 0.6134}
        ]

    def test_shows_recommendation_month_by_month_with_a_line(self) -> None:
        spec = chart(ChartKind.NPS, drawing(group("2026-01"), group("2026-02"), is_monthly=True))

        assert [value["group"] for value in spec["data"]["values"]] == ["2026-01", "2026-02"]
        assert spec["data"]["values"][0] == {"group": "2026-01", "n": 10, "value": 30.0, "low": -18.4, "high": 78.4}
        assert spec["layer"][1]["mark"]["type"] == "line"
        assert spec["encoding"]["x"]["title"] == "Month"

    def test_shows_both_as_a_trend(self) -> None:
        groups = (group("2026-01"), group("2026-02"))

        spec = chart(ChartKind.TREND, drawing(*groups, is_monthly=True))

        shown = [part["encoding"]["tooltip"][1]["field"] for part in spec["vconcat"]]
        assert shown == ["asked", "n"]

    def test_shows_how_answers_spread_question_by_question(self) -> None:
        spec = chart(ChartKind.HISTOGRAM, drawing(group("A"), group("B")))

        assert [part["title"] for part in spec["vconcat"]] == ["speed", "overall", "why"]
        assert spec["vconcat"][2]["data"]["values"] == [
            {"group": "A", "value": "slow", "answers": 1},
            {"group": "A", "value": "rude", "answers": 0},
            {"group": "B", "value": "slow", "answers": 1},
            {"group": "B", "value": "rude", "answers": 0},
        ]
        assert spec["vconcat"][0]["encoding"]["xOffset"] == {"field": "group", "sort": None}

    def test_names_dimensions_of_a_company_s_own_by_their_slug(self) -> None:
        cleanliness = Measure(code="clean", kind=SurveyQuestionKind.RATING, scale=5, dimension="cleanliness")
        only = GroupScores(
            key="x",
            label=None,
            asked=1,
            answered=1,
            suppressed={},
            scores=[score_of_numbers(cleanliness, {3: 1})],
            nps=None,
        )

        spec = chart(ChartKind.DIMENSIONS, drawing(only, locale=Locale.ZH_CN))

        assert [(value["group"], value["dimension"]) for value in spec["data"]["values"]] == [("x", "cleanliness")]

    @ALL_KINDS
    @pytest.mark.parametrize("groups", [(), (group(),), (group("2026-01"), group("2026-02"))], ids=["0", "1", "2"])
    def test_can_be_drawn(self, kind: ChartKind, groups: tuple[GroupScores, ...]) -> None:
        vl_convert = pytest.importorskip("vl_convert")
        spec = chart(kind, drawing(*groups, locale=Locale.ZH_CN, is_monthly=len(groups) > 1))

        assert vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]).startswith("<svg")
