"""Charts as callers see them."""

from typing import Any

from msgspec import Struct, field


class SurveyChart(Struct, frozen=True, kw_only=True):
    """A specification of Vega-Lite 5 with its data; beside these members it has those that draw it."""

    schema: str = field(name="$schema")
    title: dict[str, Any]
    config: dict[str, Any]
