"""Registering and changing parties."""

import asyncio
from typing import Any
from uuid import UUID

import msgspec
import pytest

from parties_house import CREDIT_CODE, PARTIES, events, mistakes, parties_app, refusal, registered
from wellkept_parties.settings import PartiesSettings
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import TestApp

WANG = {"name": "王工", "duty": "售后", "phone": "+86 25 0000 0000", "email": "service@pumpco.example"}
LI = {"name": "Li", "duty": None, "phone": None, "email": None, "preferred": True}
BODY: dict[str, Any] = {
    "code": "PUMPCO",
    "name": "江苏泵业有限公司",
    "roles": ["supplier", "installer", "supplier"],
    "registration": {"scheme": "cn-uscc", "number": CREDIT_CODE},
    "time_zone": "America/Los_Angeles",
    "locale": "en-US",
    "currency": "CNY",
    "contacts": [WANG, LI],
    "external_reference": "V-10023",
    "metadata": {"rating": {"2025": "A", "2026": "B"}},
}


class TestRegistering:
    async def test_keeps_what_was_said(self, app: TestApp) -> None:
        answer = await app.client.post(PARTIES, json=BODY)

        created = answer.json()
        assert answer.status_code == 201
        assert answer.headers["Location"] == f"{PARTIES}/{created['id']}"
        assert answer.headers["ETag"] == '"1"'
        assert {name: created[name] for name in BODY} == {
            **BODY,
            "roles": ["supplier", "installer"],
            "contacts": [{**WANG, "preferred": False}, LI],
        }
        assert (created["status"], created["status_reason"]) == ("active", None)
        assert (await app.client.get(f"{PARTIES}/{created['id']}")).json() == created

    async def test_tells_others_and_the_audit(self, app: TestApp) -> None:
        created = await app.created(PARTIES, BODY)

        [entry] = await app.house.fetch("SELECT subject FROM audit_entry WHERE action = 'parties.party.created'")
        assert await events(app) == [("party.created", {"party_id": created["id"], "code": "PUMPCO"})]
        assert entry["subject"] == f"parties/{created['id']}"

    async def test_knows_credit_codes_whatever_their_letters(self, app: TestApp) -> None:
        wrong = {"scheme": "cn-uscc", "number": "914403001922038217"}
        small = {"scheme": "cn-uscc", "number": "91110000802100433b"}

        refused = await app.client.post(PARTIES, json={**BODY, "registration": wrong})
        kept = await app.created(PARTIES, {**BODY, "registration": small})

        assert (refused.status_code, refused.json()["code"]) == (422, "parties.party.registration_invalid")
        assert mistakes(refused) == [("/registration/number", "parties.party.registration_invalid")]
        assert kept["registration"] == {"scheme": "cn-uscc", "number": "91110000802100433B"}

    async def test_takes_numbers_of_other_registers_as_they_are(self, app: TestApp) -> None:
        kept = await registered(app, registration={"scheme": "other", "number": "HRB 1234b"})

        assert kept["registration"]["number"] == "HRB 1234b"

    async def test_refuses_keys_that_another_party_has(self, app: TestApp) -> None:
        await app.created(PARTIES, BODY)

        same_code = await app.client.post(PARTIES, json=BODY)
        same_number = await app.client.post(PARTIES, json={**BODY, "code": "PUMPCO-2"})

        assert refusal(same_code) == (409, "code_taken")
        assert same_code.json()["errors"][0]["pointer"] == "/code"
        assert refusal(same_number) == (409, "parties.party.registration_taken")
        assert same_number.json()["errors"][0]["pointer"] == "/registration/number"
        # Without a number there is nothing to clash, and names need not be unique.
        await registered(app, "A", name="Same")
        await registered(app, "a", name="Same")

    async def test_gives_a_code_to_one_of_many_at_once(self, app: TestApp) -> None:
        answers = await asyncio.gather(*(app.client.post(PARTIES, json=BODY) for _ in range(8)))

        assert sorted(answer.status_code for answer in answers) == [201, *[409] * 7]

    async def test_tells_every_mistake(self, app: TestApp) -> None:
        wrong = {"scheme": "cn-uscc", "number": "1"}
        unknown = {"time_zone": "Asia/Atlantis", "currency": "XYZ"}
        body = {**BODY, **unknown, "registration": wrong, "metadata": {"note": "x" * 17_000}}
        shapes = {**BODY, "roles": [], "currency": "yuan", "locale": "", "contacts": [{"phone": "1"}], "colour": "red"}

        assert mistakes(await app.client.post(PARTIES, json=body)) == [
            ("/registration/number", "parties.party.registration_invalid"),
            ("/time_zone", "not_a_choice"),
            ("/currency", "not_a_choice"),
            ("/metadata", "too_long"),
        ]
        assert mistakes(await app.client.post(PARTIES, json=shapes)) == [
            ("/roles", "too_short"),
            ("/locale", "pattern"),
            ("/currency", "pattern"),
            ("/contacts/0/name", "required"),
            ("/colour", "unknown_field"),
        ]
        assert mistakes(await app.client.post(PARTIES, json={**BODY, "roles": ["pirate"]})) == [
            ("/roles/0", "not_a_choice")
        ]

    async def test_is_for_dispatchers(self, app: TestApp) -> None:
        engineer, dispatcher = await app.as_actor(Role.ENGINEER), await app.as_actor(Role.DISPATCHER)
        customer = await app.as_actor(Role.CUSTOMER, customer_ids=[(await app.customer())["id"]])

        assert (await engineer.post(PARTIES, json=BODY)).status_code == 403
        assert (await dispatcher.post(PARTIES, json=BODY)).status_code == 201
        assert (await customer.get(PARTIES)).status_code == 403

    async def test_takes_from_the_deployment_what_nobody_said(self, dialect: Dialect) -> None:
        async with parties_app(dialect, parties_locale="en", parties_time_zone="Europe/Berlin") as app:
            party = await registered(app)

        assert (party["locale"], party["time_zone"]) == ("en", "Europe/Berlin")

    def test_takes_no_zone_that_is_none_from_the_deployment(self) -> None:
        with pytest.raises(msgspec.ValidationError, match="no IANA time zone"):
            msgspec.convert({"time_zone": "Asia/Atlantis"}, PartiesSettings)


class TestChanging:
    async def test_merges_what_is_given(self, app: TestApp) -> None:
        party = await app.created(PARTIES, BODY)
        patch = {
            "name": "Pumps",
            "roles": ["designer"],
            "registration": {"number": "91110000802100433B"},
            "currency": None,
            "contacts": [LI],
            "metadata": {"rating": {"2025": None}, "note": "x"},
        }

        changed = (await app.client.patch(f"{PARTIES}/{party['id']}", json=patch)).json()

        assert {name: changed[name] for name in patch} == {
            **patch,
            "registration": {"scheme": "cn-uscc", "number": "91110000802100433B"},
            "metadata": {"rating": {"2026": "B"}, "note": "x"},
        }
        assert (changed["version"], changed["locale"]) == (2, "en-US")
        assert (await events(app))[-1] == (
            "party.updated",
            {
                "party_id": party["id"],
                "code": "PUMPCO",
                "changed_fields": ["name", "currency", "roles", "registration", "metadata", "contacts"],
            },
        )

    async def test_writes_nothing_where_nothing_changes(self, app: TestApp) -> None:
        party = await app.created(PARTIES, BODY)
        same = {"name": BODY["name"], "contacts": BODY["contacts"], "registration": {"number": CREDIT_CODE}}

        changed = (await app.client.patch(f"{PARTIES}/{party['id']}", json=same)).json()

        assert changed == party
        assert [name for name, _ in await events(app)] == ["party.created"]

    async def test_replaces_contacts_alone(self, app: TestApp) -> None:
        party = await app.created(PARTIES, BODY)

        changed = (await app.client.patch(f"{PARTIES}/{party['id']}", json={"contacts": []})).json()

        assert (changed["contacts"], changed["version"]) == ([], 2)
        [entry] = await app.house.fetch("SELECT changes FROM audit_entry WHERE action = 'parties.party.updated'")
        assert entry["changes"]["changed_fields"]["after"] == ["contacts"]

    async def test_needs_both_parts_of_a_registration(self, app: TestApp) -> None:
        path = f"{PARTIES}/{(await registered(app))['id']}"

        assert mistakes(await app.client.patch(path, json={"registration": {"scheme": "other"}})) == [
            ("/registration/number", "required")
        ]
        assert mistakes(await app.client.patch(path, json={"registration": {"number": CREDIT_CODE}})) == [
            ("/registration/scheme", "required")
        ]
        given = await app.client.patch(path, json={"registration": {"scheme": "other", "number": "1"}})
        assert given.json()["registration"] == {"scheme": "other", "number": "1"}
        # As a credit code the number that is there would be wrong.
        assert mistakes(await app.client.patch(path, json={"registration": {"scheme": "cn-uscc"}})) == [
            ("/registration/number", "parties.party.registration_invalid")
        ]
        assert (await app.client.patch(path, json={"registration": None})).json()["registration"] is None

    async def test_refuses_what_another_party_has(self, app: TestApp) -> None:
        await app.created(PARTIES, BODY)
        other = await registered(app)

        answer = await app.client.patch(f"{PARTIES}/{other['id']}", json={"registration": BODY["registration"]})

        assert refusal(answer) == (409, "parties.party.registration_taken")

    async def test_leaves_the_code_and_what_it_does_not_know(self, app: TestApp) -> None:
        path = f"{PARTIES}/{(await registered(app))['id']}"

        assert mistakes(await app.client.patch(path, json={"code": "NEW"})) == [("/code", "unknown_field")]
        assert mistakes(await app.client.patch(path, json={"metadata": {"x": "y" * 17_000}})) == [
            ("/metadata", "too_long")
        ]
        assert (await app.client.patch(path, json={"metadata": None})).json()["metadata"] == {}
        nobody = await app.client.patch(f"{PARTIES}/{UUID(int=1)}", json={"name": "x"})
        assert refusal(nobody) == (404, "parties.party.not_found")

    async def test_is_refused_to_whoever_has_not_seen_the_last_version(self, app: TestApp) -> None:
        path = f"{PARTIES}/{(await registered(app))['id']}"
        await app.client.patch(path, json={"name": "North"})

        answer = await app.client.patch(path, json={"name": "South"}, headers={"If-Match": '"1"'})

        assert answer.status_code == 412
