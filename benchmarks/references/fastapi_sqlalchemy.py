"""The same four endpoints as most Python services have them: FastAPI, SQLAlchemy's async ORM and pydantic."""

import json
import os
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, FastAPI, HTTPException
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from benchmarks.references.actor import ACTIVATION_ID, ACTOR_ID, ACTOR_NAME
from benchmarks.references.pydantic_models import Page, Start, TicketCreate, TicketRead, Transition
from benchmarks.references.sqlalchemy_models import (
    TICKET_NUMBERS,
    Equipment,
    Project,
    StoredEvent,
    Ticket,
    TicketFact,
)
from wellkept_sdk.ids import uuid7
from wellkept_sdk.now import now

POOL_MAX = 10
STARTABLE = {"new", "triaged", "assigned"}

engine = create_async_engine(
    os.environ["BENCH_POSTGRES_URL"].replace("postgresql://", "postgresql+asyncpg://"),
    pool_size=POOL_MAX,
    max_overflow=0,
)
sessions = async_sessionmaker(engine, expire_on_commit=False)
app = FastAPI(openapi_url=None)


async def session_of_request() -> AsyncIterator[AsyncSession]:
    """Yield a session that lives as long as the request."""
    async with sessions() as session:
        yield session


Session = Annotated[AsyncSession, Depends(session_of_request)]


@app.get("/health/live")
async def live() -> None:
    """Answer."""


@app.get("/v1/tickets", response_model=Page)
async def list_tickets(session: Session, limit: int = 50) -> Any:  # noqa: ANN401 - FastAPI converts it
    """Return the newest tickets."""
    newest = select(Ticket).order_by(Ticket.reported_at.desc(), Ticket.id.desc()).limit(limit + 1)
    tickets = (await session.scalars(newest)).all()
    last = tickets[limit - 1] if len(tickets) > limit else None
    place = last and json.dumps([last.reported_at.isoformat(), str(last.id)]).encode()
    return {"items": tickets[:limit], "next_cursor": place and urlsafe_b64encode(place).decode()}


@app.get("/v1/tickets/{ticket_id}", response_model=TicketRead)
async def get_ticket(ticket_id: UUID, session: Session) -> Any:  # noqa: ANN401 - FastAPI converts it
    """Return one ticket."""
    ticket = await session.get(Ticket, ticket_id)
    if ticket is None:
        raise HTTPException(status_code=404)
    return ticket


@app.post("/v1/tickets", status_code=201, response_model=TicketRead)
async def open_ticket(data: TicketCreate, session: Session) -> Any:  # noqa: ANN401 - FastAPI converts it
    """Open a ticket."""
    at = now()
    project = await session.get(Project, data.project_id)
    equipment = await session.get(Equipment, data.equipment_id) if data.equipment_id else None
    if project is None or (data.equipment_id and (equipment is None or equipment.project_id != project.id)):
        raise HTTPException(status_code=422, detail="Unknown project or equipment.")
    number_seq = await session.scalar(select(TICKET_NUMBERS.next_value()))
    given = data.model_dump() | {"reported_at": data.reported_at or at}
    own = {
        "id": uuid7(),
        "created_at": at,
        "updated_at": at,
        "received_at": at,
        "number_seq": number_seq,
        "number": f"T-{number_seq:08d}",
        "customer_id": project.customer_id,
        "first_owner_id": ACTOR_ID,
        "moved_at": given["reported_at"],
        "activation_id": ACTIVATION_ID,
    }
    ticket = Ticket(**given, **own, status="new")
    session.add(ticket)
    await session.flush()
    fact = {"kind": "opened", "to_status": ticket.status, "occurred_at": ticket.reported_at}
    session.add(fact_of(ticket, 1, at, {**fact, "data": {"channel": ticket.channel}}))
    told = {"to_status": ticket.status}
    session.add(event_of("tickets.ticket.opened", ticket, occurred_at=ticket.reported_at, at=at, data=told))
    await session.commit()
    return ticket


@app.post("/v1/tickets/{ticket_id}/transitions", status_code=201, response_model=Transition)
async def start(ticket_id: UUID, data: Start, session: Session) -> Any:  # noqa: ANN401 - FastAPI converts it
    """Start the work on a ticket."""
    at = now()
    ticket = await session.get(Ticket, ticket_id, with_for_update=True)
    if ticket is None:
        raise HTTPException(status_code=404)
    if ticket.status not in STARTABLE:
        raise HTTPException(status_code=409)
    before, ticket.status = ticket.status, "in_progress"
    ticket.assignee_id = ticket.assignee_id or ACTOR_ID
    ticket.first_owner_id = ticket.first_owner_id or ACTOR_ID
    ticket.version += 1
    ticket.fact_count += 1
    ticket.updated_at = ticket.moved_at = at
    statuses = {"from_status": before, "to_status": ticket.status}
    told = {"kind": "transition", "action": "start", "occurred_at": at, "note": data.note, "data": dict[str, Any]()}
    fact = fact_of(ticket, ticket.fact_count, at, {**statuses, **told})
    session.add(fact)
    changed = {"transition_id": str(fact.id), "changed_fields": ["status"]}
    session.add(event_of("tickets.ticket.started", ticket, occurred_at=at, at=at, data={**statuses, **changed}))
    await session.commit()
    actor = {"kind": "user", "id": ACTOR_ID, "name": ACTOR_NAME}
    common = {**statuses, "id": fact.id, "ticket_id": ticket.id, "action": "start", "on_behalf_of": None}
    return {
        **common,
        "occurred_at": at,
        "recorded_at": at,
        "actor": actor,
        "note": data.note,
        "data": {},
        "ticket": ticket,
    }


def fact_of(ticket: Ticket, position: int, at: datetime, fields: dict[str, Any]) -> TicketFact:
    """Return a line of history."""
    actor = {"actor_id": ACTOR_ID, "actor_name": ACTOR_NAME}
    return TicketFact(id=uuid7(), ticket_id=ticket.id, position=position, recorded_at=at, **actor, **fields)


def event_of(name: str, ticket: Ticket, *, occurred_at: datetime, at: datetime, data: dict[str, Any]) -> StoredEvent:
    """Return an event."""
    ids = {key: getattr(ticket, key) for key in ("customer_id", "project_id", "equipment_id")}
    texts = {key: value and str(value) for key, value in ids.items()}
    stored = {
        "ticket_id": str(ticket.id),
        "number": ticket.number,
        **texts,
        **data,
        "occurred_at": occurred_at.isoformat(),
    }
    moments = {"occurred_at": occurred_at, "recorded_at": at}
    subject = f"tickets/{ticket.id}"
    return StoredEvent(type=name, subject=subject, data=stored, actor_id=ACTOR_ID, request_id=str(uuid7()), **moments)
