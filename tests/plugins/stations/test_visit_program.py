"""Anything is done to the visits of two engineers: what happens is what a plain model of their diaries says."""

import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from msgspec import Struct

from stations_house import stations_app
from stations_visits import Scene, at, window
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, TestApp, dialects

LIVING = ("planned", "confirmed", "en_route", "on_site")
AHEAD = ("planned", "confirmed", "en_route")
#: From where each action leads to where, as the specification has it.
STEPS = {
    "confirm": (("planned",), "confirmed"),
    "depart": (("planned", "confirmed"), "en_route"),
    "check_in": (AHEAD, "on_site"),
    "check_out": (("on_site",), "completed"),
    "reschedule": (AHEAD, "planned"),
    "cancel": (AHEAD, "cancelled"),
}
SAID: dict[str, Json] = {"check_out": {"outcome": "done"}, "cancel": {"reason": "Sold."}}
CREWS = st.sampled_from([(0,), (1,), (0, 1)])
HOURS = st.integers(0, 5)
LENGTHS = st.integers(1, 3)


class Made(Struct, kw_only=True):
    """A visit as the model knows it; hours count from three o'clock."""

    visit: Json
    crew: tuple[int, ...]
    hours: range
    status: str = "planned"


class House:
    """The application on a loop of its own, which all examples share."""

    def __init__(self, dialect: Dialect) -> None:
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.app: TestApp = self.run(self.stack.enter_async_context(stations_app(dialect)))
        self.scene: Scene = self.run(Scene.make(self.app))
        self.engineers: list[str] = [self.scene.engineer["id"], self.run(self.scene.another("LI"))["id"]]

    def run(self, call: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(call)

    def close(self) -> None:
        self.run(self.stack.aclose())
        self.runner.close()


class Diaries(RuleBasedStateMachine):
    """Two engineers and a ticket of their own for each example."""

    house: House

    def __init__(self) -> None:
        super().__init__()
        scene = self.house.scene
        self.made: list[Made] = []
        self.run = self.house.run
        scene.ticket = self.run(self.house.app.ticket(project_id=scene.ticket["project_id"]))

    @rule(crew=CREWS, starts=HOURS, length=LENGTHS)
    def plan(self, crew: tuple[int, ...], starts: int, length: int) -> None:
        hours = range(starts, starts + length)
        names = [self.house.engineers[place] for place in crew]
        answer: httpx.Response = self.run(self.house.scene.plan(period(hours), engineer_ids=names))
        if self._is_busy(crew, hours):
            assert answer.json()["code"] == "stations.visit.engineer_busy"
        else:
            assert answer.status_code == 201, answer.text
            self.made.append(Made(visit=answer.json(), crew=crew, hours=hours))

    @rule(pick=st.integers(0, 50), action=st.sampled_from(["confirm", "depart", "check_in", "check_out", "cancel"]))
    def act(self, pick: int, action: str) -> None:
        if self.made:
            self._move(self.made[pick % len(self.made)], action, **SAID.get(action, {}))

    @rule(pick=st.integers(0, 50), starts=HOURS, length=LENGTHS)
    def reschedule(self, pick: int, starts: int, length: int) -> None:
        if not self.made:
            return
        made, hours = self.made[pick % len(self.made)], range(starts, starts + length)
        if made.status in AHEAD and self._is_busy(made.crew, hours, apart_from=made):
            answer = self._ask(made, "reschedule", window=window(period(hours)), reason="Strike.")
            assert answer.json()["code"] == "stations.visit.engineer_busy"
        elif self._move(made, "reschedule", window=window(period(hours)), reason="Strike."):
            made.hours = hours

    @invariant()
    def shows_what_the_model_says(self) -> None:
        scene = self.house.scene
        listed = self.run(self.house.app.client.get(scene.path, params={"limit": 200})).json()["items"]
        assert [(each["number"], each["status"], each["window"]) for each in listed] == [
            (made.visit["number"], made.status, window(period(made.hours))) for made in self.made
        ]
        living = [made for made in self.made if made.status in LIVING]
        shown = self.run(scene.shown())["extensions"]["stations"]
        assert shown["visits_open"] == len(living)
        first = min((made.hours.start for made in living if made.status in AHEAD), default=None)
        assert (shown["next_window"] and shown["next_window"]["from"]) == (None if first is None else clock(first))

    def teardown(self) -> None:
        # The next example has the same engineers.
        for made in self.made:
            if made.status == "on_site":
                self._move(made, "check_out", outcome="done")
            elif made.status in AHEAD:
                self._move(made, "cancel", reason="The end.")

    def _move(self, made: Made, action: str, **said: Any) -> bool:
        """Do an action, check the answer against the model, and return whether it happened."""
        sources, to = STEPS[action]
        answer = self._ask(made, action, **said)
        if made.status not in sources:
            assert (answer.status_code, answer.json()["code"]) == (409, "stations.visit.not_allowed")
            return False
        assert (answer.status_code, answer.json()["status"]) == (201, to), answer.text
        made.status = to
        return True

    def _ask(self, made: Made, action: str, **said: Any) -> httpx.Response:
        scene = self.house.scene
        return self.run(scene.move(made.visit, action, client=self.house.app.client, **said))

    def _is_busy(self, crew: tuple[int, ...], hours: range, *, apart_from: Made | None = None) -> bool:
        return any(
            other is not apart_from
            and other.status in LIVING
            and set(other.crew) & set(crew)
            and set(other.hours) & set(hours)
            for other in self.made
        )


def period(hours: range) -> tuple[str, str]:
    return clock(hours.start), clock(hours.stop)


def clock(hour: int) -> str:
    return f"2026-03-02T{hour + 3:02}:00:00Z"


class TestDiaries:
    @pytest.mark.parametrize("dialect", dialects(), ids=str)
    def test_agree_with_the_model(self, dialect: Dialect) -> None:
        class Opened(Diaries):
            house = House(dialect)

        try:
            at(Opened.house.app, "2026-03-02T02:00:00Z")
            run_state_machine_as_test(
                Opened,
                settings=settings(
                    max_examples=8,
                    stateful_step_count=20,
                    derandomize=True,
                    deadline=None,
                    suppress_health_check=[HealthCheck.too_slow],
                ),
            )
        finally:
            Opened.house.close()
