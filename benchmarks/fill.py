"""The data of a bench, written by the database itself: the same rows in PostgreSQL and SQLite."""

from msgspec import Struct

from benchmarks.references.actor import ACTOR_EMAIL, ACTOR_ID, ACTOR_NAME

CUSTOMERS = 500
PROJECTS = 1_000
EQUIPMENT = 10_000
#: The first report; one follows every ten minutes, so fifty thousand fill a year.
FIRST = "2025-01-01 00:00:00"
MINUTES_APART = 10


class Speech(Struct, frozen=True):
    """How one database says what both can say."""

    postgres: bool

    def series(self, count: int) -> str:
        """Return a source of the rows `n` = 1 … count."""
        if self.postgres:
            return f"generate_series(1, {count}) AS series(n)"
        steps = f"SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < {count}"  # noqa: S608 - our own number
        return f"(WITH RECURSIVE series(n) AS ({steps}) SELECT n FROM series) AS series"  # noqa: S608 - our own steps

    def id(self, table: int, number: str) -> str:
        """Return the id of a numbered row; ids rise with the number, as ids of version 7 do."""
        stem = f"0190{table:04d}-0000-7000-8000-"
        if self.postgres:
            return f"('{stem}' || lpad(to_hex({number}), 12, '0'))::uuid"
        return f"('{stem}' || printf('%012x', {number}))"

    def id_of(self, text: str) -> str:
        """Return an id that is known."""
        return f"'{text}'::uuid" if self.postgres else f"'{text}'"

    def moment(self, number: str) -> str:
        """Return the moment of a numbered report."""
        minutes = f"({number}) * {MINUTES_APART}"
        if self.postgres:
            return f"timestamptz '{FIRST}+00' + {minutes} * interval '1 minute'"
        return f"strftime('%Y-%m-%d %H:%M:%S', '{FIRST}', ({minutes}) || ' minutes') || '+00:00'"

    def json(self, text: str) -> str:
        """Return text as a document."""
        return f"({text})::jsonb" if self.postgres else f"({text})"


def statement_of(template: str, *, speech: Speech, tickets: int) -> str:
    """Return a statement as one database reads it."""
    counts = {"customers": CUSTOMERS, "projects": PROJECTS, "items": EQUIPMENT, "tickets": tickets}
    places = {
        **{f"from_{name}": f"FROM {speech.series(count)}" for name, count in counts.items()},
        "customer_type": speech.id(1, "1"),
        "customer": speech.id(2, "n"),
        "customer_of_project": speech.id(2, f"n % {CUSTOMERS} + 1"),
        "customer_of_ticket": speech.id(2, f"(n % {PROJECTS} + 1) % {CUSTOMERS} + 1"),
        "project": speech.id(3, "n"),
        "project_of_any": speech.id(3, f"n % {PROJECTS} + 1"),
        "equipment": speech.id(4, "n"),
        "equipment_of_ticket": speech.id(4, f"(n - 1) % {EQUIPMENT} + 1"),
        "ticket": speech.id(5, "n"),
        "fact": speech.id(6, "n"),
        "event": speech.id(7, "n"),
        "at": speech.moment("n"),
        "later": speech.moment("n + 30"),
        "empty": speech.json("'{}'"),
        "nothing": speech.json("'[]'"),
        "reporter": speech.json("""'{"name": "Wang Fang", "phone": "+86 21 5555 0100", "email": null}'"""),
        "resolution": speech.json(
            """'{"cause_code": "BRG", "cause": "Worn bearing on the drive side", "measure": "Bearing replaced",
            "test_result": "Two hours at full load", "explanation": null}'"""
        ),
        "told": speech.json("""'{"to_status": "new"}'"""),
        "actor": speech.id_of(str(ACTOR_ID)),
        "actor_name": f"'{ACTOR_NAME}'",
        "actor_email": f"'{ACTOR_EMAIL}'",
        "yes": "TRUE",
    }
    return template.format_map(places)


# Of ten tickets five are assigned, one each in progress, on hold, resolved, closed and new.
_STATUS = """CASE n % 10 WHEN 5 THEN 'in_progress' WHEN 6 THEN 'on_hold' WHEN 7 THEN 'resolved' WHEN 8 THEN 'closed'
    WHEN 9 THEN 'new' ELSE 'assigned' END"""
_IF_HELD = "CASE WHEN n % 10 = 6 THEN"
_IF_DONE = "CASE WHEN n % 10 IN (7, 8) THEN"

STATEMENTS = (
    """INSERT INTO user_account (id, created_at, updated_at, version, email, name, role, customer_ids, active)
    SELECT {actor}, {at}, {at}, 1, {actor_email}, {actor_name}, 'engineer', {nothing}, {yes}
    {from_customers} WHERE n = 1""",
    """INSERT INTO customer_type (id, code, name, created_at, updated_at, version)
    SELECT {customer_type}, 'PLANT', 'Plant operators', {at}, {at}, 1 {from_customers} WHERE n = 1""",
    """INSERT INTO customer (id, code, name, customer_type_id, contacts, locale, time_zone, metadata, created_at,
        updated_at, version)
    SELECT {customer}, 'CUST-' || n, 'Customer ' || n, {customer_type}, {nothing}, 'zh-CN', 'Asia/Shanghai', {empty},
        {at}, {at}, 1 {from_customers}""",
    """INSERT INTO project (id, code, name, customer_id, kind, stage, metadata, created_at, updated_at, version)
    SELECT {project}, 'PRJ-' || n, 'Water works ' || n, {customer_of_project}, 'plant', 'in_service', {empty}, {at},
        {at}, 1 {from_projects}""",
    """INSERT INTO equipment (id, code, name, project_id, path, status, specifications, metadata, created_at,
        updated_at, version)
    SELECT {equipment}, 'P-' || n, 'Pump ' || n, {project_of_any}, {equipment} || '/', 'in_service', {empty}, {empty},
        {at}, {at}, 1 {from_items}""",
    f"""INSERT INTO ticket (id, created_at, updated_at, version, number_seq, number, title, description, customer_id,
        project_id, equipment_id, channel, grade, urgency, fault_code, impact, reporter, occurred_at, reported_at,
        received_at, status, held_from, hold_reason, hold_until, assignee_id, first_owner_id, first_responded_at,
        resolved_at, closed_at, resolution, reopen_count, repeat_count, handover_count, escalation_level, metadata,
        moved_at, fact_count)
    SELECT {{ticket}}, {{at}}, {{later}}, 2, n, 'T-' || substr('00000000' || n, length('00000000' || n) - 7),
        'Feed pump ' || n || ' trips on overload', 'The pump stops two minutes after the start. 启动后两分钟跳闸。'
            || '现场检查电机绝缘正常、轴承温度偏高。 The stand-by pump runs; production goes on.',
        {{customer_of_ticket}}, {{project_of_any}}, {{equipment_of_ticket}}, 'phone', n % 3 + 1,
        CASE n % 3 WHEN 0 THEN 'emergency' WHEN 1 THEN 'major' ELSE 'minor' END, 'E' || n % 50,
        CASE WHEN n % 2 = 0 THEN 'Half of the capacity is lost.' END, {{reporter}}, {{at}}, {{at}}, {{at}}, {_STATUS},
        {_IF_HELD} 'in_progress' END, {_IF_HELD} 'parts' END, {_IF_HELD} {{later}} END,
        CASE WHEN n % 10 <> 9 THEN {{actor}} END, CASE WHEN n % 10 <> 9 THEN {{actor}} END,
        CASE WHEN n % 10 IN (5, 6, 7, 8) THEN {{later}} END, {_IF_DONE} {{later}} END,
        CASE WHEN n % 10 = 8 THEN {{later}} END, {_IF_DONE} {{resolution}} END, 0, 0, 0, 0, {{empty}}, {{later}}, 1
    {{from_tickets}}""",
    """INSERT INTO ticket_fact (id, ticket_id, position, kind, to_status, occurred_at, recorded_at, actor_kind,
        actor_id, actor_name, data)
    SELECT {fact}, {ticket}, 1, 'opened', 'new', {at}, {at}, 'user', {actor}, {actor_name}, {empty} {from_tickets}""",
    """INSERT INTO event (id, seq, position, type, subject, data, actor_kind, actor_id, occurred_at, recorded_at)
    SELECT {event}, n, n, 'tickets.ticket.opened', 'tickets/' || {ticket}, {told}, 'user', {actor}, {at}, {at}
    {from_tickets}""",
)
