"""A client of the running application, with the few calls that most tests begin with."""

from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any, cast
from uuid import UUID

import httpx
import msgspec

from wellkept.app import Wellkept
from wellkept.platform.auth.schemas import ApiKeyCreate, UserCreate
from wellkept.platform.auth.service.keys import create_key
from wellkept.platform.auth.service.users import create_user
from wellkept_sdk.actor import SYSTEM, Role

Json = dict[str, Any]

_serial = count(1)


class Api:
    """Calls of one user; every method returns what the server answered."""

    def __init__(self, http: httpx.AsyncClient, *, user_id: UUID | None = None, key: str = "") -> None:
        self.http = http
        self.user_id = user_id
        self.key = key

    async def get(self, path: str, **options: Any) -> httpx.Response:
        return await self.http.get(path, **options)

    async def post(self, path: str, body: Any = None, **options: Any) -> httpx.Response:
        return (
            await self.http.post(path, json=body, **options)
            if body is not None
            else await self.http.post(path, **options)
        )

    async def patch(self, path: str, body: Any, **options: Any) -> httpx.Response:
        return await self.http.patch(path, json=body, **options)

    async def delete(self, path: str, **options: Any) -> httpx.Response:
        return await self.http.delete(path, **options)

    async def created(self, path: str, body: Json, **options: Any) -> Json:
        """Return the record that a POST made."""
        answer = await self.post(path, body, **options)
        assert answer.status_code in {200, 201}, answer.text
        return answer.json()

    async def found(self, path: str, **options: Any) -> Json:
        """Return what a GET finds."""
        answer = await self.get(path, **options)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def all_items(self, path: str, **params: Any) -> list[Json]:
        """Return every item of a list, page by page."""
        items: list[Json] = []
        cursor: str | None = None
        while True:
            page = await self.found(path, params={**params, **({"cursor": cursor} if cursor else {})})
            items += page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                return items

    async def all_events(self, event_type: str) -> list[Json]:
        """Return every event of a type, from the beginning of the feed."""
        items: list[Json] = []
        params = {"type": event_type, "limit": 200}
        while True:
            page = await self.found("/v1/events", params=params)
            if not page["items"]:
                return items
            items += page["items"]
            params["cursor"] = page["next_cursor"]

    async def act(self, ticket_id: str, action: str, **fields: Any) -> Json:
        """Do an action and return the transition."""
        return await self.created(f"/v1/tickets/{ticket_id}/transitions", {"action": action, **fields})

    async def customer(self, **values: Any) -> Json:
        number = next(_serial)
        kind = await self.created("/v1/customer-types", {"code": f"TYPE-{number}", "name": "Plant operators"})
        body = {"code": f"CUST-{number}", "name": f"Customer {number}", "customer_type": kind["code"], **values}
        return await self.created("/v1/customers", body)

    async def project(self, *, customer_id: str | None = None, **values: Any) -> Json:
        customer_id = customer_id or (await self.customer())["id"]
        number = next(_serial)
        body = {"code": f"PRJ-{number}", "name": f"Project {number}", "customer_id": customer_id, "kind": "plant"}
        return await self.created("/v1/projects", {**body, **values})

    async def equipment(self, *, project_id: str, **values: Any) -> Json:
        number = next(_serial)
        body = {"code": f"P-{number}", "name": f"Pump {number}", "project_id": project_id}
        return await self.created("/v1/equipment", {**body, **values})

    async def ticket(self, *, project_id: str | None = None, **values: Any) -> Json:
        project_id = project_id or (await self.project())["id"]
        body = {"title": "Pump trips", "project_id": project_id, "channel": "phone", **values}
        return await self.created("/v1/tickets", body)


#: What makes a client of a role: `await as_actor(Role.CUSTOMER, customer_ids=[…])`.
AsActor = Callable[..., Awaitable[Api]]


async def api_as(app: Wellkept, role: Role, **account: Any) -> Api:
    """Return a client with a new account of this role and a key of its own."""
    number = next(_serial)
    scopes = account.pop("scopes", None)
    values = {"email": f"{role}{number}@example.com", "name": f"{role} {number}", "role": role, **account}
    user = await create_user(msgspec.convert(values, UserCreate), actor=SYSTEM)
    created = await create_key(ApiKeyCreate(user_id=user.id, name="test", scopes=scopes), actor=SYSTEM)
    return Api(_http(app, created.key), user_id=user.id, key=created.key)


def anonymous_api(app: Wellkept) -> Api:
    """Return a client without a credential."""
    return Api(_http(app, None))


def _http(app: Wellkept, key: str | None) -> httpx.AsyncClient:
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(cast("Any", app)), base_url="http://wellkept", headers=headers
    )
