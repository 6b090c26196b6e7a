"""Plugins that check the terms which plans and contracts would give them, over HTTP and on both databases."""

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec import Struct

from api import Api, Json, api_as
from made_plugins import made_plugin, plugins_bound
from plans_house import HOUSE, SHELF, ClockTerms
from wellkept.activation.service.default_plan import ensure_default_plan
from wellkept.app import Wellkept
from wellkept.platform.storage.engines import PgEngine, SqliteEngine, bind
from wellkept_sdk import ActivationLevel, Ctx, FailurePolicy, Plugin
from wellkept_sdk.actor import Role
from wellkept_sdk.errors import FieldError
from wellkept_sdk.hooks.contracts import TermsChecking, TermsFaults

START = "2026-01-01"
UNKNOWN = "clock.calendar.unknown"


class Asked(Struct):
    """What a plugin was asked, and with which context."""

    questions: list[TermsChecking] = []
    contexts: list[Ctx] = []


def checking(asked: Asked, name: str = "clock", *, activation: ActivationLevel = ActivationLevel.CONTRACT) -> Plugin:
    """Return a plugin that keeps no calendar `moon` and counts no grade 9; a `bang` makes it fail."""

    async def check(_self: Plugin, ctx: Ctx, event: TermsChecking) -> TermsFaults | None:
        asked.questions.append(event)
        asked.contexts.append(ctx)
        assert await ctx.db.fetch_one("SELECT 1 AS one") == {"one": 1}
        terms = event.plugins["clock"]
        assert terms["calendar"] != "bang"
        items = [FieldError("/calendar", UNKNOWN, "Nobody keeps it.")] if terms["calendar"] == "moon" else []
        items += [FieldError("/by_grade/9", "clock.grade.unknown", "None.")] if "9" in terms["by_grade"] else []
        return TermsFaults(items=items) if items else None

    return made_plugin(
        name,
        failure=FailurePolicy.REQUIRED,
        activation=activation,
        members={"terms": ClockTerms},
        terms_checking=check,
    )


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def app(composed_app: Wellkept, database: SqliteEngine | PgEngine, asked: Asked) -> Iterator[Wellkept]:
    """Return the application on an empty database, with a plugin that checks its terms."""
    bind(database)
    with plugins_bound(HOUSE, SHELF, checking(asked)):
        yield composed_app


@pytest.fixture
async def customer(admin: Api) -> Json:
    return await admin.customer()


def plan_of(code: str = "GOLD", **plugins: Json) -> Json:
    return {"code": code, "name": "Gold", "plugins": plugins}


def contract_of(customer: Json, plan_code: str = "GOLD", **values: Any) -> Json:
    body = {"number": "K-1", "customer_id": customer["id"], "plan_code": plan_code, "starts_on": START}
    return {**body, **values}


def mistakes(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 422, answer.text
    return [(each["pointer"], each["code"]) for each in answer.json()["errors"]]


class TestPlan:
    async def test_is_refused_with_all_faults_at_their_places(self, admin: Api) -> None:
        body = plan_of(clock={"calendar": "moon", "by_grade": {"9": 1}})

        answer = await admin.post("/v1/service-plans", body)

        assert answer.json()["code"] == "validation_failed"
        assert mistakes(answer) == [
            ("/plugins/clock/calendar", UNKNOWN),
            ("/plugins/clock/by_grade/9", "clock.grade.unknown"),
        ]
        assert await admin.all_items("/v1/service-plans") == []

    async def test_is_asked_about_with_its_merged_terms_and_no_record(self, admin: Api, asked: Asked) -> None:
        await admin.created("/v1/service-plans", plan_of(clock={"by_grade": {"2": None}}, shelf={}))

        [question], [ctx] = asked.questions, asked.contexts
        assert set(question.plugins) == {"clock", "shelf"}
        assert question.plugins["clock"]["by_grade"] == {"1": 2}
        assert (ctx.record, ctx.actor.role, ctx.terms(ClockTerms).by_grade) == (None, Role.ADMIN, {"1": 2})
        assert ctx.activation.plugins == {"clock", "shelf", "house"}

    async def test_is_not_asked_about_while_it_has_other_mistakes(self, admin: Api, asked: Asked) -> None:
        answer = await admin.post("/v1/service-plans", plan_of(clock={"calendar": "moon"}, ghost={}))

        assert mistakes(answer) == [("/plugins/ghost", "activation.plugin.unknown")]
        assert asked.questions == []

    async def test_without_the_plugin_is_not_its_matter(self, admin: Api, asked: Asked) -> None:
        await admin.created("/v1/service-plans", plan_of(shelf={}))

        assert asked.questions == []

    async def test_is_refused_where_a_plugin_cannot_tell(self, admin: Api) -> None:
        answer = await admin.post("/v1/service-plans", plan_of(clock={"calendar": "bang"}))

        assert (answer.status_code, answer.json()["code"]) == (409, "plugin_failed")
        assert (answer.json()["plugin"], answer.json()["hook"]) == ("clock", "terms_checking")
        assert await admin.all_items("/v1/service-plans") == []

    @pytest.mark.usefixtures("app")
    async def test_of_the_first_start_is_not_asked_about(self, asked: Asked) -> None:
        assert await ensure_default_plan("default")

        assert asked.questions == []


class TestRevision:
    @pytest.mark.parametrize("route", ["revisions", "preview"])
    async def test_is_refused_at_the_same_places(self, admin: Api, route: str) -> None:
        plan = await admin.created("/v1/service-plans", plan_of(clock={}))

        answer = await admin.post(
            f"/v1/service-plans/{plan['id']}/{route}", {"plugins": {"clock": {"calendar": "moon"}}}
        )

        assert mistakes(answer) == [("/plugins/clock/calendar", UNKNOWN)]
        assert (await admin.found(f"/v1/service-plans/{plan['id']}"))["revision"] == 1

    @pytest.mark.parametrize("route", ["revisions", "preview"])
    async def test_goes_on_without_an_optional_plugin_that_fails(
        self, admin: Api, database: SqliteEngine | PgEngine, route: str
    ) -> None:
        async def scribble(_self: Plugin, ctx: Ctx, _event: TermsChecking) -> None:
            await ctx.db.execute("UPDATE service_plan SET name = 'scribbled'")
            raise ZeroDivisionError

        plan = await admin.created("/v1/service-plans", plan_of(shelf={}))
        with plugins_bound(HOUSE, SHELF, made_plugin("careless", terms_checking=scribble)):
            answer = await admin.post(f"/v1/service-plans/{plan['id']}/{route}", {"plugins": {}})

        assert answer.is_success
        assert (await admin.found(f"/v1/service-plans/{plan['id']}"))["name"] == "Gold"
        [failure] = await database.fetch("SELECT plugin, hook FROM plugin_failure")
        assert failure == {"plugin": "careless", "hook": "terms_checking"}


class TestContract:
    @pytest.mark.parametrize("path", ["/v1/contracts", "/v1/contracts/preview"])
    async def test_is_refused_at_the_override_or_at_the_plan(self, admin: Api, customer: Json, path: str) -> None:
        await admin.created("/v1/service-plans", plan_of(clock={"by_grade": {"1": 3}}))
        terms = {"calendar": "moon", "by_grade": {"9": 4}}

        answer = await admin.post(path, contract_of(customer, overrides={"clock": {"terms": terms}}))

        assert mistakes(answer) == [
            ("/overrides/clock/terms/calendar", UNKNOWN),
            ("/overrides/clock/terms/by_grade/9", "clock.grade.unknown"),
        ]
        assert await admin.all_items("/v1/contracts") == []

    async def test_is_asked_about_for_its_customer_or_project(self, admin: Api, customer: Json, asked: Asked) -> None:
        await admin.created("/v1/service-plans", plan_of(clock={}))
        project = await admin.project(customer_id=customer["id"])
        asked.contexts.clear()

        await admin.created("/v1/contracts", contract_of(customer))
        await admin.created("/v1/contracts", contract_of(customer, number="K-2", project_id=project["id"]))

        assert [ctx.record and (str(ctx.record.name), str(ctx.record.id)) for ctx in asked.contexts] == [
            ("customer", customer["id"]),
            ("project", project["id"]),
        ]

    async def test_is_refused_at_the_plan_that_has_become_wrong(self, admin: Api, customer: Json) -> None:
        with plugins_bound(HOUSE, SHELF, made_clock()):
            await admin.created("/v1/service-plans", plan_of(clock={"calendar": "moon"}))

        answer = await admin.post("/v1/contracts", contract_of(customer))

        assert mistakes(answer) == [("/plan_code", UNKNOWN)]
        assert answer.json()["errors"][0]["message"] == "In the terms of clock, at /calendar: Nobody keeps it."

    async def test_is_asked_about_again_when_it_gets_other_terms(self, admin: Api, customer: Json) -> None:
        await admin.created("/v1/service-plans", plan_of(clock={}))
        made = await admin.created("/v1/contracts", contract_of(customer))
        patch = {"overrides": {"clock": {"terms": {"calendar": "moon"}}}}

        answer = await admin.patch(f"/v1/contracts/{made['id']}", patch)

        assert mistakes(answer) == [("/overrides/clock/terms/calendar", UNKNOWN)]

    async def test_can_be_ended_whatever_has_become_of_its_terms(self, admin: Api, customer: Json) -> None:
        with plugins_bound(HOUSE, SHELF, made_clock()):
            await admin.created("/v1/service-plans", plan_of(clock={"calendar": "moon"}))
            made = await admin.created("/v1/contracts", contract_of(customer))

        ended = await admin.patch(f"/v1/contracts/{made['id']}", {"ends_on": "2027-01-01"})

        assert (ended.status_code, ended.json()["ends_on"]) == (200, "2027-01-01")


def made_clock() -> Plugin:
    """Return the plugin as a version that does not look at its terms."""
    return made_plugin("clock", activation=ActivationLevel.CONTRACT, members={"terms": ClockTerms})


class TestPluginOfTheDeployment:
    async def test_may_find_faults_too(
        self, composed_app: Wellkept, database: SqliteEngine | PgEngine, asked: Asked
    ) -> None:
        bind(database)
        watching = checking(asked, "watch", activation=ActivationLevel.DEPLOYMENT)
        with plugins_bound(HOUSE, SHELF, made_clock(), watching):
            admin = await api_as(composed_app, Role.ADMIN)

            answer = await admin.post("/v1/service-plans", plan_of(clock={"calendar": "moon"}))

        assert mistakes(answer) == [("/plugins", UNKNOWN)]
        assert answer.json()["errors"][0]["message"] == "In the terms of watch, at /calendar: Nobody keeps it."


class TestNobody:
    async def test_costs_nothing(self, composed_app: Wellkept, database: SqliteEngine | PgEngine, asked: Asked) -> None:
        bind(database)
        spent: list[int] = []
        for clock in (made_clock(), checking(asked)):
            with plugins_bound(HOUSE, SHELF, clock):
                admin = await api_as(composed_app, Role.ADMIN)
                before = database.statements
                await admin.created("/v1/service-plans", plan_of(f"PLAN-{len(spent)}", clock={}))
                spent.append(database.statements - before)

        # The one statement is that of the plugin itself.
        assert spent[1] - spent[0] == 1
