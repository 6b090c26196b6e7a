"""Checks of routes: who may call them, and where they answer."""

import re
from collections.abc import Mapping
from uuid import uuid4

import httpx

from wellkept_sdk.actor import Role
from wellkept_sdk.http.mount import MountPoint
from wellkept_sdk.testing.app import TestApp
from wellkept_sdk.testing.compliance.subject import SERVED, UNSERVED, Subject, refuse
from wellkept_sdk.testing.house import MountedRoute

_PARAMETER = re.compile(r"\{(\w+)\}")
#: Lets a program see every record, and nothing of a plugin.
_SCOPES = ["customers:read", "projects:read", "equipment:read", "tickets:read"]


class RouteChecks(Subject):
    """Routes are gated."""

    async def test_routes_ask_for_a_permission(self) -> None:
        """Look at what the routes ask of their callers."""
        async with self.app() as app:
            free = [each for each in app.house.routes(self.name) if not (each.permissions or each.anonymous)]
            refuse(f"{route.method} {route.path} asks for no permission." for route in free)

    async def test_routes_are_not_there_where_the_plugin_is_inactive(self) -> None:
        """Call every route of a record for which the plugin is not active."""
        self.require_per_contract()
        async with self.app() as app:
            ids = await _record_ids(app, contract=UNSERVED)
            routes = [each for each in app.house.routes(self.name) if each.at is not MountPoint.DEPLOYMENT]
            answers = [(route, await _call(app.client, route, ids)) for route in routes]
            refuse(_unlike(answers, status=404, code="plugin_inactive"))

    async def test_routes_refuse_callers_without_the_permission(self) -> None:
        """Call every route as a program that may see records only."""
        async with self.app() as app:
            ids = await _record_ids(app, contract=SERVED)
            stranger = await app.as_actor(Role.INTEGRATION, scopes=_SCOPES)
            own = f"{self.name}:"
            routes = [
                each
                for each in app.house.routes(self.name)
                if each.permissions and all(name.startswith(own) for name in each.permissions)
            ]
            answers = [(route, await _call(stranger, route, ids)) for route in routes]
            refuse(_unlike(answers, status=403, code="permission_denied"))

    async def test_routes_ask_for_a_credential(self) -> None:
        """Call every route without one."""
        async with self.app() as app:
            routes = [each for each in app.house.routes(self.name) if not each.anonymous]
            async with app.house.client(None) as nobody:
                answers = [(route, await _call(nobody, route, {})) for route in routes]
            refuse(_unlike(answers, status=401, code="unauthenticated"))


async def _record_ids(app: TestApp, *, contract: str) -> Mapping[str, str]:
    """Return a record of every kind under a contract, by path parameter."""
    project = await app.project(contract=contract)
    pump = await app.equipment(project_id=project["id"])
    ticket = await app.ticket(project_id=project["id"], equipment_id=pump["id"])
    return {
        "customer_id": project["customer_id"],
        "project_id": project["id"],
        "equipment_id": pump["id"],
        "ticket_id": ticket["id"],
    }


async def _call(client: httpx.AsyncClient, route: MountedRoute, ids: Mapping[str, str]) -> httpx.Response:
    path = _PARAMETER.sub(lambda found: ids.get(found[1]) or str(uuid4()), route.path)
    return await client.request(route.method, path)


def _unlike(answers: list[tuple[MountedRoute, httpx.Response]], *, status: int, code: str) -> list[str]:
    return [
        f"{route.method} {route.path} answers {answer.status_code} instead of {status} {code}: {answer.text[:200]}"
        for route, answer in answers
        if (answer.status_code, answer.json().get("code")) != (status, code)
    ]
