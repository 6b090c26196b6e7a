"""Row scope: which rows of each kind of record a caller may see. What nobody has allowed is invisible."""

from collections.abc import Awaitable, Callable, Iterable
from uuid import UUID

from msgspec import Struct

from wellkept.platform.storage.engines import database
from wellkept.platform.storage.sql import any_of
from wellkept_sdk.actor import Actor, Role
from wellkept_sdk.db.clauses import FALSE, TRUE, Clause


class RecordKind(Struct, frozen=True, kw_only=True):
    """
    One kind of record that routes and references name.

    `scope` answers for a customer's account with a clause over the table's own columns, qualified by the table's
    name. Our own people and programs see every row; what they may do with it is a matter of permissions.
    """

    name: str
    table: str
    scope: Callable[[Actor], Clause]


#: Answers which rows of a kind, named by its name and table, a partner's account may see.
PartnerScope = Callable[[str, str, Actor], Awaitable[Clause]]

_kinds: dict[str, RecordKind] = {}


async def _blind(name: str, table: str, actor: Actor) -> Clause:  # noqa: ARG001 - the shape of every partner's scope
    return FALSE


_partner_scope: PartnerScope = _blind


def register(*kinds: RecordKind) -> None:
    """Make the kinds known; a kind of the same name is replaced."""
    _kinds.update({kind.name: kind for kind in kinds})


def nothing(actor: Actor) -> Clause:  # noqa: ARG001 - the shape of every scope
    """Return the scope of kinds that customers never see."""
    return FALSE


def bind_partner_scope(partner_scope: PartnerScope | None) -> None:
    """Let plugins answer what partners see, who otherwise see nothing; the host lies above and cannot be asked."""
    global _partner_scope  # noqa: PLW0603 - bound once, when the application is composed
    _partner_scope = partner_scope or _blind


async def scope(name: str, actor: Actor) -> Clause:
    """Return the condition, over the kind's table, that rows the caller may see fulfil."""
    kind = _kinds[name]
    if not actor.is_outside:
        return TRUE
    if actor.role is Role.CUSTOMER:
        return kind.scope(actor)
    shown = await _partner_scope(kind.name, kind.table, actor)
    # Plugins show rows by OR, and queries write AND before it.
    return shown if shown == FALSE else Clause(f"({shown.sql})", shown.args)


async def visible(name: str, record_id: UUID, actor: Actor) -> bool:
    """Return whether the record exists and the caller may see it."""
    return not await unseen(name, [record_id], actor)


async def unseen(name: str, record_ids: Iterable[UUID], actor: Actor) -> set[UUID]:
    """Return those ids that name no record of this kind that the caller may see."""
    wanted = set(record_ids)
    condition = await scope(name, actor)
    if not wanted or condition == FALSE:
        return wanted
    table = _kinds[name].table
    named = any_of(f"{table}.id", list(wanted))
    # Table and conditions are constants of our own; values travel as parameters.
    sql = f"SELECT {table}.id FROM {table} WHERE {named.sql} AND {condition.sql}"
    rows = await database().fetch(sql, *named.args, *condition.args)
    return wanted - {row["id"] for row in rows}
