"""Warranties: given and received, held to the law, and taken back."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from liability_house import asked_to_promise, liability_app, party, promised, promises, site
from parties_house import events, involved, mistakes, moved, partner_of, refusal
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects

NOBODY = "00000000-0000-7000-8000-000000000000"
FOUR_YEARS: Json = {"kind": "calendar", "years": 4}
FIVE_YEARS: Json = {"kind": "calendar", "years": 5}
WATERPROOFING: Json = {"scope": "waterproofing", "length": FIVE_YEARS}
HEATING: Json = {"kind": "seasons", "season": "heating", "count": 2}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    terms = {"warning": {"statutory_floor": "warn"}, "careless": {"statutory_floor": "off"}}
    async with liability_app(request.param, terms=terms) as app:
        yield app


@pytest.fixture
async def project(app: TestApp) -> Json:
    return await site(app)


async def revoked(app: TestApp, project: Json, term: Json) -> Any:
    path = f"/v1/projects/{project['id']}/liability/warranty-terms/{term['id']}/revocation"
    return await app.client.post(path, json={"reason": "Entered twice."})


class TestWarranty:
    async def test_is_shown_as_it_was_given(self, app: TestApp, project: Json) -> None:
        made = await promised(
            app,
            project,
            **WATERPROOFING,
            obligor_party_id=None,
            equipment_id=None,
            fixed_on=None,
            exclusions=["misuse", "force_majeure"],
            reference="Contract 2024-17, 8.2",
        )

        assert made == {
            "id": made["id"],
            "project_id": project["id"],
            "equipment_id": None,
            "scope": "waterproofing",
            "side": "given",
            "obligor_party_id": None,
            "start_rule": "acceptance",
            "fixed_on": None,
            "length": {"kind": "calendar", "years": 5},
            "exclusions": ["misuse", "force_majeure"],
            "reference": "Contract 2024-17, 8.2",
            "status": "running",
            "starts_on": "2024-03-01",
            "ends_on": "2029-03-02",
            "statutory": {"rule": "CN-279-40-2", "minimum_ends_on": "2029-03-02", "satisfied": True},
            "replaces_id": None,
            "revoked_at": None,
            "revoked_reason": None,
            "actor_id": made["actor_id"],
            "created_at": "2026-03-02T02:00:00Z",
            "updated_at": made["updated_at"],
        }
        assert await promises(app, project) == [made]

    async def test_of_a_received_one_names_the_party(self, app: TestApp, project: Json) -> None:
        supplier = await party(app, "PUMPCO")

        made = await promised(app, project, side="received", obligor_party_id=supplier["id"], scope="equipment")

        assert (made["obligor_party_id"], made["statutory"]) == (supplier["id"], None)

    @pytest.mark.parametrize(
        ("accepted_on", "length", "ends_on"),
        [
            ("2024-01-10", HEATING, "2026-03-16"),
            ("2024-11-15", HEATING, "2026-03-16"),
            ("2024-11-16", HEATING, "2027-03-16"),
            ("2024-07-01", {"kind": "seasons", "season": "cooling", "count": 2}, "2026-09-16"),
        ],
    )
    async def test_may_count_seasons(self, app: TestApp, accepted_on: str, length: Json, ends_on: str) -> None:
        made = await promised(app, await site(app, accepted_on=accepted_on), scope="hvac", length=length)

        assert (made["ends_on"], made["statutory"]["satisfied"]) == (ends_on, True)

    async def test_counts_the_seasons_of_its_region(self, app: TestApp) -> None:
        said = {"season": "heating", "starts_md": "10-20", "ends_md": "04-20", "source": "The city"}
        await app.created("/v1/liability/seasons", {"region_prefix": "23", **said})
        harbin = await site(app, accepted_on="2024-01-10", site={"region_code": "230102"})

        assert (await promised(app, harbin, scope="hvac", length=HEATING))["ends_on"] == "2026-04-21"

    async def test_waits_for_the_day_from_which_it_runs(self, app: TestApp) -> None:
        made = await promised(app, await site(app, accepted_on=None), **WATERPROOFING)

        assert (made["status"], made["starts_on"], made["ends_on"]) == ("pending", None, None)
        assert made["statutory"] == {"rule": "CN-279-40-2", "minimum_ends_on": None, "satisfied": None}

    @pytest.mark.parametrize(
        ("fixed_on", "status"), [("2024-01-01", "expired"), ("2025-01-01", "running"), ("2026-03-03", "upcoming")]
    )
    async def test_stands_where_today_finds_it(self, app: TestApp, project: Json, fixed_on: str, status: str) -> None:
        made = await promised(app, project, scope="control", start_rule="fixed", fixed_on=fixed_on)

        assert made["status"] == status

    async def test_of_an_item_runs_from_the_items_days(self, app: TestApp, project: Json) -> None:
        pump = await app.equipment(project_id=project["id"], commissioned_on="2024-05-01", installed_on="2024-04-01")

        commissioned = await promised(
            app, project, equipment_id=pump["id"], start_rule="commissioning", scope="equipment"
        )
        installed = await promised(app, project, equipment_id=pump["id"], start_rule="installation", scope="equipment")

        assert [each["starts_on"] for each in (commissioned, installed)] == ["2024-05-01", "2024-04-01"]

    async def test_is_announced(self, app: TestApp, project: Json) -> None:
        made = await promised(app, project)

        [(kind, data)] = await events(app, "liability.")
        assert kind == "liability.warranty_term.created"
        assert data["warranty_term_id"] == made["id"]
        assert (data["starts_on"], data["ends_on"]) == ("2024-03-01", "2026-03-02")

    async def test_is_listed_by_scope_side_and_item(self, app: TestApp, project: Json) -> None:
        pump = await app.equipment(project_id=project["id"])
        supplier = await party(app, "PUMPCO")
        ours = await promised(app, project)
        theirs = await promised(
            app, project, side="received", obligor_party_id=supplier["id"], equipment_id=pump["id"], scope="equipment"
        )
        path = f"/v1/projects/{project['id']}/liability/warranty-terms"

        async def found(**query: str) -> list[str]:
            return [each["id"] for each in (await app.client.get(path, params=query)).json()["items"]]

        assert await found() == [ours["id"], theirs["id"]]
        assert await found(side="given") == [ours["id"]]
        assert await found(scope="equipment") == [theirs["id"]]
        assert await found(equipment_id=pump["id"]) == [theirs["id"]]

    async def test_is_listed_with_as_many_statements_however_many_there_are(self, app: TestApp, project: Json) -> None:
        async def statements() -> int:
            counts: list[int] = []
            for _ in range(3):
                before = app.house.statements
                await promises(app, project)
                counts.append(app.house.statements - before)
            # Now and then a key is looked up anew.
            return min(counts)

        await promised(app, project)
        one = await statements()
        for _ in range(9):
            await promised(app, project)

        assert await statements() == one

    async def test_is_rescheduled_with_as_many_statements_however_many_stay(self, app: TestApp, project: Json) -> None:
        async def statements(*days: str) -> int:
            counts: list[int] = []
            for day in days:
                before = app.house.statements
                await app.client.patch(f"/v1/projects/{project['id']}", json={"accepted_on": day})
                counts.append(app.house.statements - before)
            return min(counts)

        await promised(app, project)
        one = await statements("2024-04-01", "2024-05-01", "2024-06-01")
        for _ in range(9):
            await promised(app, project, scope="control", start_rule="fixed", fixed_on="2024-01-01")

        assert await statements("2024-07-01", "2024-08-01", "2024-09-01") == one


class TestFloor:
    async def test_refuses_what_is_shorter_than_the_law_allows(self, app: TestApp, project: Json) -> None:
        answer = await asked_to_promise(app, project, scope="waterproofing", length=FOUR_YEARS)

        assert answer.status_code == 422
        problem = answer.json()
        assert problem["code"] == "liability.warranty_term.below_floor"
        assert (problem["rule"], problem["minimum"]) == ("CN-279-40-2", FIVE_YEARS)
        assert mistakes(answer) == [("/length", "liability.warranty_term.below_floor")]
        assert await promises(app, project) == []

    async def test_warns_where_the_terms_say_so(self, app: TestApp) -> None:
        made = await promised(app, await site(app, contract="warning"), scope="waterproofing", length=FOUR_YEARS)

        assert made["statutory"] == {"rule": "CN-279-40-2", "minimum_ends_on": "2029-03-02", "satisfied": False}
        assert [kind for kind, _ in await events(app, "liability.")] == [
            "liability.warranty_term.created",
            "liability.warranty_term.below_floor",
        ]

    async def test_is_not_looked_at_where_the_terms_say_so(self, app: TestApp) -> None:
        made = await promised(app, await site(app, contract="careless"), scope="waterproofing", length=FOUR_YEARS)

        assert made["statutory"] is None

    async def test_counts_from_the_acceptance(self, app: TestApp) -> None:
        project = await site(app, handed_over_on="2024-05-01")

        made = await promised(app, project, **WATERPROOFING, start_rule="handover")

        assert (made["ends_on"], made["statutory"]["minimum_ends_on"]) == ("2029-05-02", "2029-03-02")
        assert made["statutory"]["satisfied"] is True

    async def test_of_structure_asks_for_a_design_life(self, app: TestApp, project: Json) -> None:
        refused = await asked_to_promise(app, project, scope="structure", length={"kind": "calendar", "years": 100})
        made = await promised(app, project, scope="structure", length={"kind": "design_life", "years": 50})

        assert (refused.status_code, refused.json()["rule"]) == (422, "CN-279-40-1")
        assert (made["ends_on"], made["statutory"]["satisfied"]) == ("2074-03-02", True)

    async def test_is_nothing_to_what_we_receive(self, app: TestApp, project: Json) -> None:
        supplier = await party(app, "ROOFCO")

        made = await promised(
            app,
            project,
            scope="waterproofing",
            length=FOUR_YEARS,
            side="received",
            obligor_party_id=supplier["id"],
        )

        assert made["statutory"] is None


class TestMistakes:
    @pytest.mark.parametrize(
        ("values", "found"),
        [
            ({"side": "received"}, [("/obligor_party_id", "required")]),
            ({"start_rule": "fixed"}, [("/fixed_on", "required")]),
            ({"fixed_on": "2024-01-01"}, [("/fixed_on", "unexpected")]),
            ({"start_rule": "commissioning"}, [("/equipment_id", "required")]),
            ({"length": {"kind": "calendar"}}, [("/length", "required")]),
            ({"length": {"kind": "calendar", "years": 0}}, [("/length", "required")]),
            ({"length": {"kind": "running_hours", "hours": 1, "within": {}}}, [("/length/within", "required")]),
            ({"exclusions": ["misuse", "misuse"]}, [("/exclusions", "duplicate")]),
            ({"obligor_party_id": NOBODY}, [("/obligor_party_id", "unknown_reference")]),
            ({"equipment_id": NOBODY}, [("/equipment_id", "unknown_reference")]),
            (
                {"side": "received", "start_rule": "fixed"},
                [("/obligor_party_id", "required"), ("/fixed_on", "required")],
            ),
        ],
    )
    async def test_are_told_with_their_places(
        self, app: TestApp, project: Json, values: Json, found: list[tuple[str, str]]
    ) -> None:
        assert mistakes(await asked_to_promise(app, project, **values)) == found

    @pytest.mark.parametrize(
        "values",
        [
            {"scope": "roof"},
            {"side": "taken"},
            {"start_rule": "birth"},
            {"length": {"kind": "eternal"}},
            {"length": {"kind": "calendar", "years": -1}},
            {"length": {"kind": "calendar", "years": 2.5}},
            {"length": {"kind": "seasons", "season": "rain", "count": 1}},
            {"length": {"kind": "design_life", "years": 0}},
            {"length": {"kind": "running_hours", "hours": 8000}},
            {"fixed_on": "2024-02-30"},
            {"exclusions": [""]},
            {"colour": "red"},
        ],
    )
    async def test_of_form_are_refused(self, app: TestApp, project: Json, values: Json) -> None:
        assert (await asked_to_promise(app, project, **values)).status_code == 422

    async def test_of_equipment_that_stands_elsewhere_are_told(self, app: TestApp, project: Json) -> None:
        elsewhere = await app.equipment(project_id=(await site(app))["id"])

        assert mistakes(await asked_to_promise(app, project, equipment_id=elsewhere["id"])) == [
            ("/equipment_id", "unknown_reference")
        ]

    async def test_of_a_blocked_obligor_are_a_conflict(self, app: TestApp, project: Json) -> None:
        supplier = await party(app, "PUMPCO")
        await moved(app, supplier, "block")

        answer = await asked_to_promise(app, project, side="received", obligor_party_id=supplier["id"])

        assert answer.status_code == 409


class TestRevocation:
    async def test_leaves_the_warranty_to_be_read(self, app: TestApp, project: Json) -> None:
        made = await promised(app, project)

        answer = await revoked(app, project, made)

        assert answer.status_code == 201
        found = answer.json()
        assert (found["status"], found["revoked_reason"]) == ("revoked", "Entered twice.")
        assert found["revoked_at"] == "2026-03-02T02:00:00Z"
        assert await promises(app, project) == [found]
        [*_, (kind, data)] = await events(app, "liability.")
        assert (kind, data["reason"]) == ("liability.warranty_term.revoked", "Entered twice.")

    async def test_is_made_once(self, app: TestApp, project: Json) -> None:
        made = await promised(app, project)
        await revoked(app, project, made)

        assert refusal(await revoked(app, project, made)) == (409, "liability.warranty_term.revoked")

    async def test_finds_only_what_the_project_has(self, app: TestApp, project: Json) -> None:
        elsewhere = await promised(app, await site(app))

        assert refusal(await revoked(app, project, elsewhere)) == (404, "liability.warranty_term.not_found")
        assert refusal(await revoked(app, project, {"id": NOBODY})) == (404, "liability.warranty_term.not_found")


class TestWhoSees:
    async def test_what_we_gave_is_the_customer(self, app: TestApp, project: Json) -> None:
        supplier = await party(app, "PUMPCO")
        ours = await promised(app, project)
        await promised(app, project, side="received", obligor_party_id=supplier["id"])
        customer = await app.as_actor(Role.CUSTOMER, customer_ids=[project["customer_id"]])

        answer = await customer.get(f"/v1/projects/{project['id']}/liability/warranty-terms")

        assert [(each["id"], each["actor_id"]) for each in answer.json()["items"]] == [(ours["id"], None)]

    async def test_what_it_promised_is_the_partner(self, app: TestApp, project: Json) -> None:
        pumps, valves = await party(app, "PUMPCO"), await party(app, "VALVECO")
        await promised(app, project)
        await promised(app, project, side="received", obligor_party_id=valves["id"])
        theirs = await promised(app, project, side="received", obligor_party_id=pumps["id"])
        await involved(app, f"projects/{project['id']}", pumps)
        partner = await partner_of(app, pumps)

        answer = await partner.get(f"/v1/projects/{project['id']}/liability/warranty-terms")

        assert [each["id"] for each in answer.json()["items"]] == [theirs["id"]]

    @pytest.mark.parametrize("role", [Role.VIEWER, Role.CUSTOMER])
    async def test_does_not_mean_that_he_writes(self, app: TestApp, project: Json, role: Role) -> None:
        account = {"customer_ids": [project["customer_id"]]} if role is Role.CUSTOMER else {}
        client = await app.as_actor(role, **account)

        answer = await client.post(f"/v1/projects/{project['id']}/liability/warranty-terms", json={})

        assert answer.status_code == 403

    async def test_is_nobody_where_the_contract_has_no_liability(self, app: TestApp) -> None:
        bare = await site(app, contract="bare")

        assert refusal(await asked_to_promise(app, bare)) == (404, "plugin_inactive")


async def test_a_warranty_goes_with_its_project(app: TestApp, project: Json) -> None:
    await promised(app, project)

    assert (await app.client.delete(f"/v1/projects/{project['id']}")).status_code in {200, 204}
    rows = await app.house.fetch("SELECT id FROM liability_warranty_term WHERE project_id = ?", UUID(project["id"]))
    assert rows == []
