"""What writes must have left behind: whole records, and a feed that tells of each of them once."""

from typing import Any

from msgspec import Struct, field

from api import Api, Json
from wellkept.platform.storage.engines import engine_for
from write_load import Known, WriteLoad

FEED_LIMIT = 200
FACT_EVENTS = {
    "opened": ("opened",),
    "repeat": ("logged", "repeated"),
    "triage": ("triaged",),
    "start": ("started",),
    "hold": ("held",),
    "resume": ("resumed",),
    "resolve": ("resolved",),
    "confirm": ("confirmed",),
    "close": ("closed",),
}
#: Each statement finds tickets, facts or events that are there by half.
BY_HALF = {
    "a ticket without its one opening": """
        SELECT t.number FROM ticket t
        WHERE (SELECT COUNT(*) FROM ticket_fact f WHERE f.ticket_id = t.id AND f.kind = 'opened') <> 1""",
    "a ticket that miscounts its facts": """
        SELECT t.number FROM ticket t
        WHERE t.fact_count <> (SELECT COUNT(*) FROM ticket_fact f WHERE f.ticket_id = t.id)""",
    "a history with a hole": """
        SELECT ticket_id FROM ticket_fact GROUP BY ticket_id HAVING MIN(position) <> 1 OR MAX(position) <> COUNT(*)""",
    "a status that no fact explains": """
        SELECT t.number FROM ticket t
        WHERE t.status <> (SELECT f.to_status FROM ticket_fact f WHERE f.ticket_id = t.id AND f.to_status IS NOT NULL
                           ORDER BY f.position DESC LIMIT 1)""",
    "a repeat that is not counted": """
        SELECT t.number FROM ticket t
        WHERE t.repeat_count <> (SELECT COUNT(*) FROM ticket_fact f WHERE f.ticket_id = t.id AND f.kind = 'repeat')""",
    "a repeat without its line in the log, or without the event of that": """
        SELECT t.number FROM ticket t
        WHERE t.repeat_count <> (SELECT COUNT(*) FROM ticket_log_entry l WHERE l.ticket_id = t.id)
           OR t.repeat_count <> (SELECT COUNT(*) FROM event e WHERE e.subject = 'tickets/' || CAST(t.id AS TEXT)
                                 AND e.type = 'tickets.ticket.logged')""",
    "a fact without its event, or an event without its fact": """
        SELECT t.number FROM ticket t
        WHERE t.fact_count <> (SELECT COUNT(*) FROM event e WHERE e.subject = 'tickets/' || CAST(t.id AS TEXT)
                               AND e.type LIKE 'tickets.%' AND e.type <> 'tickets.ticket.logged')""",
    "an event of no ticket": """
        SELECT e.type FROM event e
        WHERE e.subject LIKE 'tickets/%'
          AND NOT EXISTS (SELECT 1 FROM ticket t WHERE e.subject = 'tickets/' || CAST(t.id AS TEXT))""",
}


class Feed(Struct, kw_only=True):
    """A reader of the event feed that goes on from its cursor, whatever happened to the server meanwhile."""

    seen: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    _sequence: int = 0
    _cursor: str | None = None

    async def read(self, api: Api) -> list[tuple[str, str]]:
        """Read to the end, without a gap or a repeat; return subject and type of everything seen so far."""
        while True:
            cursor = {"cursor": self._cursor} if self._cursor else {}
            page = await api.found("/v1/events", params={"limit": FEED_LIMIT, **cursor})
            self._cursor = page["next_cursor"]
            if not page["items"]:
                return self.seen
            for event in page["items"]:
                self._see(event)

    def _see(self, event: Json) -> None:
        assert int(event["sequence"]) == self._sequence + 1, (event, self._sequence)
        self._sequence += 1
        self.seen.append((event["subject"], event["type"]))


async def stands(ticket: Known, api: Api) -> None:
    """Assert that a ticket has every fact that was acknowledged, in order, and perhaps later ones."""
    facts = await api.all_items(f"/v1/tickets/{ticket.id}/history")

    assert [fact["position"] for fact in facts] == list(range(1, len(facts) + 1))
    assert [fact["action"] or fact["kind"] for fact in facts][: len(ticket.facts)] == ticket.facts


def told(ticket: Known) -> list[tuple[str, str]]:
    """Return the events that a ticket's acknowledged facts must have in the feed."""
    return [(f"tickets/{ticket.id}", f"tickets.ticket.{verb}") for fact in ticket.facts for verb in FACT_EVENTS[fact]]


async def left_behind(database_url: str) -> Json:
    """Return what is in the database, in the shape of `expected`, once every process has ended."""
    engine = engine_for(database_url)
    await engine.open()
    try:
        by_half = {what: rows for what, sql in BY_HALF.items() if (rows := await engine.fetch(sql))}
        tickets = await engine.fetch("SELECT id, title, status, repeat_count FROM ticket")
        answers = await engine.fetch("SELECT id FROM idempotency_key")
        waiting = await engine.fetch("SELECT id, attempts, last_error FROM event_delivery")
    finally:
        await engine.close()
    return {
        "by half": by_half,
        "tickets": sorted((str(t["id"]), t["title"], t["status"], t["repeat_count"]) for t in tickets),
        "answers": len(answers),
        "waiting": waiting,
    }


def expected(load: WriteLoad) -> dict[str, Any]:
    """Return what must be there, and nothing else: what was acknowledged."""
    tickets = sorted((t.id, t.title, t.status, t.repeat_count) for t in load.known.values())
    return {"by half": {}, "tickets": tickets, "answers": load.writes, "waiting": []}
