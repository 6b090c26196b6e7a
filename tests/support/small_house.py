"""A little of everything through the API: an estate with tickets in several states, for tools that walk the API."""

from api import Api, Json

MAPPING = """
kind = "customers"
system = "old-files"
source_id = "code"

[columns]
code = "code"
name = "name"

[defaults]
customer_type = "TYPE-OF-FILES"
"""


async def furnish(api: Api) -> Json:
    """Make it and return the ticket that has been worked on."""
    project = await api.project()
    pump = await api.equipment(project_id=project["id"])
    await api.equipment(project_id=project["id"], parent_id=pump["id"])
    ticket = await api.ticket(project_id=project["id"], equipment_id=pump["id"], fault_code="E-501")
    await api.act(ticket["id"], "start")
    await api.created(
        f"/v1/tickets/{ticket['id']}/log", {"kind": "note", "text": "Bearing hot", "visibility": "customer"}
    )
    await _attach(api, ticket["id"])
    done = await api.ticket(project_id=project["id"])
    await api.act(done["id"], "resolve", cause="Bearing worn", measure="Bearing replaced")
    user = await api.created("/v1/users", {"email": "wang@example.com", "name": "Wang Wei", "role": "engineer"})
    await api.created("/v1/api-keys", {"user_id": user["id"], "name": "Phone"})
    await api.created("/v1/customer-types", {"code": "TYPE-OF-FILES", "name": "From files"})
    await _import(api)
    return ticket


async def _attach(api: Api, ticket_id: str) -> None:
    answer = await api.post(f"/v1/tickets/{ticket_id}/attachments", files={"file": ("pump.txt", b"hot", "text/plain")})
    assert answer.status_code == 201, answer.text


async def _import(api: Api) -> None:
    files = {"file": ("customers.csv", b"code,name\nOLD-1,Old one\n"), "mapping": ("mapping.toml", MAPPING.encode())}
    answer = await api.post("/v1/imports", files=files)
    assert answer.status_code == 202, answer.text
