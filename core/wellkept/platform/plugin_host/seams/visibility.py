"""What partners see: the rows that plugins show them, each plugin among the records that it serves."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from wellkept.platform.plugin_host.calling import calls
from wellkept.platform.plugin_host.calling.conditions import fault_of
from wellkept.platform.plugin_host.calling.endings import note_failure
from wellkept.platform.plugin_host.calling.failures import record_failure
from wellkept.platform.plugin_host.calling.questions import Unanswered
from wellkept.platform.plugin_host.current import host
from wellkept.platform.plugin_host.hooks.plan import HookCall
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.sql import any_of
from wellkept_sdk.actor import Actor
from wellkept_sdk.ctx import Reply
from wellkept_sdk.db.clauses import FALSE, Clause, one_of
from wellkept_sdk.hooks.equipment import EquipmentHooks
from wellkept_sdk.hooks.projects import ProjectHooks
from wellkept_sdk.hooks.tickets import TicketHooks
from wellkept_sdk.hooks.visibility import VisibilityQuestion
from wellkept_sdk.now import now
from wellkept_sdk.records.references import RecordName

#: Of more projects or items of equipment that plugins would show a partner, it sees the newest.
CANDIDATES_MAX = 10_000

_QUESTIONS: dict[str, Callable[..., Any]] = {
    RecordName.PROJECT: ProjectHooks.project_visibility,
    RecordName.EQUIPMENT: EquipmentHooks.equipment_visibility,
    RecordName.TICKET: TicketHooks.ticket_visibility,
}


async def partner_scope(name: str, table: str, actor: Actor) -> Clause:
    """
    Return the condition, over the table, that rows which plugins show to the actor's party fulfil.

    A plugin that fails, or whose condition the database does not understand, shows nothing.
    """
    question = _QUESTIONS.get(name)
    if question is None or actor.party_id is None or not host().plugins:
        return FALSE
    occasion = Occasion(actor=actor, at=now(), active=host().resolver.nowhere(), record=None)
    replies = await _replies(question, occasion, VisibilityQuestion(party_id=actor.party_id, table=table))
    everywhere = [reply.value for reply in replies if not host().is_contract_level(reply.plugin)]
    somewhere = [reply for reply in replies if host().is_contract_level(reply.plugin)]
    if name == RecordName.TICKET:
        served = [reply.value & host().resolver.tickets_with(reply.plugin, f"{table}.id") for reply in somewhere]
        return one_of(*everywhere, *served)
    return one_of(*everywhere, await _served(RecordName(name), table, somewhere))


async def _replies(question: Callable[..., Any], occasion: Occasion, asked: VisibilityQuestion) -> list[Reply[Clause]]:
    """Return the conditions of the plugins, and keep which of them have failed."""
    unanswered: list[Unanswered] = []
    sound: list[Reply[Clause]] = []
    for reply in calls.answers(question, occasion, asked, unanswered=unanswered):
        fault = await fault_of(reply.value, table=asked.table)
        if fault is None:
            sound.append(reply)
        else:
            call = _call_of(question.__name__, reply.plugin)
            note_failure(call, fault)
            unanswered.append(Unanswered(call, fault))
    for failed in unanswered:
        await record_failure(failed.call, failed.error, record=None)
    return sound


def _call_of(hook: str, plugin: str) -> HookCall:
    [call] = host().plans.of(hook, frozenset({plugin}))
    return call


async def _served(name: RecordName, table: str, replies: Sequence[Reply[Clause]]) -> Clause:
    """Return the condition that a row is shown by a plugin that serves it; no table says which plugins serve it."""
    if not replies:
        return FALSE
    shown = await _shown(table, replies)
    serving = await host().resolver.of_many(name, list(shown))
    seen = [row_id for row_id, plugins in shown.items() if row_id in serving and plugins & serving[row_id].plugins]
    return any_of(f"{table}.id", seen)


async def _shown(table: str, replies: Sequence[Reply[Clause]]) -> dict[UUID, set[str]]:
    """Return the rows that plugins show, each with the plugins that show it; one statement."""
    shown: defaultdict[UUID, set[str]] = defaultdict(set)
    marks = ", ".join(
        f"CASE WHEN {reply.value.sql} THEN 1 ELSE 0 END AS shown_{at}" for at, reply in enumerate(replies)
    )
    wanted = one_of(*(reply.value for reply in replies))
    args = [arg for reply in replies for arg in reply.value.args]
    # Table and conditions come from our own house and from plugins, which are code; values travel as parameters.
    sql = f"SELECT {table}.id, {marks} FROM {table} WHERE {wanted.sql} ORDER BY {table}.id DESC LIMIT ?"
    for row in await database().fetch(sql, *args, *wanted.args, CANDIDATES_MAX):
        shown[row["id"]] |= {reply.plugin for at, reply in enumerate(replies) if row[f"shown_{at}"]}
    return shown
