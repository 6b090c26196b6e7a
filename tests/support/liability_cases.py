"""Cases, and what people do to them, told in their words."""

from typing import Any, Final

import httpx

from liability_house import done, found, party, site
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp

EVIDENCE: Final = {"kind": "phone", "contact_name": "Li"}


def share(role: str, share_bp: int | None = None, party: Json | None = None, **values: Any) -> Json:
    """Return the body of a share."""
    body: Json = {"role": role, **values}
    body |= {} if share_bp is None else {"share_bp": share_bp}
    return body if party is None else {**body, "party_id": party["id"]}


class Matter:
    """
    A ticket at a site, with a designer and an installer who may have caused the fault.

    Attributes:
        app: in which house.
        ticket: about what.
        designer: who has designed it.
        installer: who has installed it.
    """

    def __init__(self, app: TestApp, *, ticket: Json, designer: Json, installer: Json) -> None:
        self.app, self.ticket, self.designer, self.installer = app, ticket, designer, installer
        self.path = f"/v1/tickets/{ticket['id']}/liability/case"

    @property
    def shares(self) -> list[Json]:
        """The shares of most stories: 40 % of the designer, 35 % of the installer, 25 % of ourselves."""
        return [
            share("designer", 4000, self.designer),
            share("installer", 3500, self.installer),
            share("self", 2500),
        ]

    async def found(self, *shares: Json, **values: Any) -> Json:
        """Return the ticket's new case, with the usual shares unless others are given."""
        return await found(self.app, self.ticket, *(shares or self.shares), **values)

    async def proposed(self, *shares: Json, **values: Any) -> Json:
        """Return the ticket's new case after it was proposed."""
        await self.found(*shares)
        return await self.did("propose", **values)

    async def did(self, action: str, **values: Any) -> Json:
        """Return the case after one of our own house has done something to it."""
        answer = await self.tried(action, **values)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def tried(self, action: str, **values: Any) -> httpx.Response:
        """Return the answer to an action of our own house, whatever it is."""
        return await done(self.app, self.ticket, action, **values)

    async def accepted_for(self, party: Json | None, version: int = 1, **values: Any) -> Json:
        """Return the case after our own house has accepted for a party, or without one for the customer."""
        named = {} if party is None else {"party_id": party["id"]}
        return await self.did("accept", version=version, evidence=EVIDENCE, **named, **values)

    async def disputed_for(self, party: Json, version: int = 1, **values: Any) -> Json:
        """Return the case after our own house has disputed for a party."""
        said = {"version": version, "party_id": party["id"], "reason": "The groove is as the standard asks."}
        return await self.did("dispute", **{**said, **values})

    async def final(self, *shares: Json) -> Json:
        """Return the ticket's new case, accepted by both and frozen."""
        await self.proposed(*shares)
        await self.accepted_for(self.designer)
        await self.accepted_for(self.installer)
        return await self.did("finalise")

    async def revised(self, *shares: Json, **values: Any) -> httpx.Response:
        """Return the answer to a new version."""
        cause = {"text": "Seal fitted dry"}
        body = {"cause": cause, "basis": "agreement", "shares": list(shares or self.shares), **values}
        return await self.app.client.post(f"{self.path}/versions", json=body)

    async def case(self) -> Json:
        """Return the case as our own house sees it."""
        return await got(self.app.client, self.path)

    async def versions(self) -> list[Json]:
        """Return all versions as our own house sees them."""
        return (await got(self.app.client, f"{self.path}/versions"))["items"]

    async def evidence(self) -> list[Json]:
        """Return all evidence as our own house sees it."""
        return (await got(self.app.client, f"{self.path}/evidence?limit=200"))["items"]

    async def stated(self, text: str = "The seal was fitted dry.", **values: Any) -> httpx.Response:
        """Return the answer to a statement as evidence."""
        return await self.app.client.post(f"{self.path}/evidence", json={"kind": "statement", "text": text, **values})

    async def steps(self) -> list[Json]:
        """Return the history of the case as it is stored."""
        rows = "SELECT step.* FROM liability_case_step step ORDER BY step.id"
        return await self.app.house.fetch(rows)

    async def key_of(self, party: Json) -> httpx.AsyncClient:
        """Return a client with the key of a party's account."""
        return await self.app.as_actor(Role.PARTNER, party_id=party["id"])

    async def customer(self) -> httpx.AsyncClient:
        """Return a client with the key of the ticket's customer."""
        return await self.app.as_actor(Role.CUSTOMER, customer_ids=[self.ticket["customer_id"]])


async def matter(app: TestApp, *, contract: str = "plain", **values: Any) -> Matter:
    """Return a ticket, at a new site unless a project is named, with a designer and an installer not involved yet."""
    if "project_id" not in values:
        values["project_id"] = (await site(app, contract=contract))["id"]
    ticket = await app.ticket(**values)
    serial = ticket["number"]
    return Matter(
        app,
        ticket=ticket,
        designer=await party(app, f"DESIGN-{serial}", "designer"),
        installer=await party(app, f"INSTALL-{serial}", "installer", "supplier"),
    )


async def got(client: httpx.AsyncClient, path: str, **query: Any) -> Json:
    """Return what is found there."""
    answer = await client.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def said(case: Json) -> list[Any]:
    """Return what was answered to each share: None for nothing, else what and by whom."""
    return [each["answer"] and (each["answer"]["answer"], each["answer"]["by"]) for each in case["shares"]]


async def acted(client: httpx.AsyncClient, matter: Matter, action: str, **values: Any) -> httpx.Response:
    """Return the answer to an action of somebody from outside."""
    return await client.post(f"{matter.path}/transitions", json={"action": action, **values})
