"""Row scope: which rows of each kind of record a caller may see. What nobody has allowed is invisible."""

from collections.abc import Callable, Iterable
from uuid import UUID

from msgspec import Struct

from wellkept.platform.storage.engines import database
from wellkept.platform.storage.sql import FALSE, TRUE, Clause, any_of
from wellkept_sdk.actor import Actor, Role


class RecordKind(Struct, frozen=True, kw_only=True):
    """
    One kind of record that routes and references name.

    `scope` answers for a customer's account with a clause over the table's own columns, qualified by the table's
    name. Our own people and programs see every row; what they may do with it is a matter of permissions.
    """

    name: str
    table: str
    scope: Callable[[Actor], Clause]


_kinds: dict[str, RecordKind] = {}


def register(*kinds: RecordKind) -> None:
    """Make the kinds known; a kind of the same name is replaced."""
    _kinds.update({kind.name: kind for kind in kinds})


def nothing(actor: Actor) -> Clause:  # noqa: ARG001 - the shape of every scope
    """Return the scope of kinds that customers never see."""
    return FALSE


def scope(name: str, actor: Actor) -> Clause:
    """Return the condition, over the kind's table, that rows the caller may see fulfil."""
    kind = _kinds[name]
    if not actor.is_outside:
        return TRUE
    # Partners see what a plugin's visibility hook shows them; as long as no plugin answers, that is nothing.
    return kind.scope(actor) if actor.role is Role.CUSTOMER else FALSE


async def visible(name: str, record_id: UUID, actor: Actor) -> bool:
    """Return whether the record exists and the caller may see it."""
    return not await unseen(name, [record_id], actor)


async def unseen(name: str, record_ids: Iterable[UUID], actor: Actor) -> set[UUID]:
    """Return those ids that name no record of this kind that the caller may see."""
    wanted = set(record_ids)
    condition = scope(name, actor)
    if not wanted or condition == FALSE:
        return wanted
    table = _kinds[name].table
    named = any_of(f"{table}.id", list(wanted))
    # Table and conditions are constants of our own; values travel as parameters.
    sql = f"SELECT {table}.id FROM {table} WHERE {named.sql} AND {condition.sql}"
    rows = await database().fetch(sql, *named.args, *condition.args)
    return wanted - {row["id"] for row in rows}
