"""Making and changing accounts."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from msgspec import UNSET
from msgspec.structs import asdict, replace

from wellkept.platform import merge_patch
from wellkept.platform.access import records
from wellkept.platform.audit.service import record_audit
from wellkept.platform.auth.errors import LastAdmin
from wellkept.platform.auth.rules.bindings import binding_mistakes
from wellkept.platform.auth.schemas import UserCreate, UserPatch, UserRead
from wellkept.platform.auth.tables import UserAccount
from wellkept.platform.constraints import UniqueKey, unique
from wellkept.platform.outbox.service import emit
from wellkept.platform.plugin_host.calling.parties import knows_party
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.rows import insert, locked, required, update
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.actor import Actor, ActorKind, Role
from wellkept_sdk.db.database import Dialect
from wellkept_sdk.errors import FieldError, Invalid, unknown_reference
from wellkept_sdk.events.accounts import UserCreated, UserUpdated
from wellkept_sdk.http.preconditions import IfMatch

ANY_VERSION = IfMatch()
UNIQUE_EMAIL = UniqueKey("user_account", ("email",), "/email")

_ADMINS = "SELECT id FROM user_account WHERE role = 'admin' AND active ORDER BY id"
_ADMINS_LOCKED = f"{_ADMINS} FOR UPDATE"


async def create_user(draft: UserCreate, *, actor: Actor) -> UserRead:
    """
    Make an account.

    Raises:
        Invalid: the bindings do not fit the role, or a customer or party is unknown.
        CodeTaken: another account has this e-mail address.
    """
    async with transaction():
        await _require_bindings(draft.role, customer_ids=draft.customer_ids, party_id=draft.party_id, actor=actor)
        await _require_party(draft.role, party_id=draft.party_id, actor=actor)
        with unique(UNIQUE_EMAIL):
            row = await insert(
                UserAccount,
                email=draft.email,
                name=draft.name,
                role=draft.role,
                party_id=draft.party_id,
                customer_ids=[str(customer_id) for customer_id in draft.customer_ids],
                active=True,
            )
        user = UserRead.of(row)
        await record_audit(
            "users.user.created", subject=f"users/{user.id}", actor=actor, before=None, after=_audited(user)
        )
        await emit(UserCreated(user_id=user.id, role=user.role), actor=actor)
        return user


async def update_user(user_id: UUID, *, patch: UserPatch, actor: Actor, if_match: IfMatch = ANY_VERSION) -> UserRead:
    """
    Change an account; a deactivated one's keys are refused from the next request on.

    Raises:
        NotFound: there is no such account.
        Invalid: the bindings would not fit the role, or a customer or party is unknown.
        LastAdmin: nobody would be left to manage the deployment.
        PreconditionFailed: the account has another version.
    """
    async with transaction():
        admins = await _lock_admins(patch)
        row = required(await locked(UserAccount, user_id))
        if_match.require(row["version"])
        before = UserRead.of(row)
        after = _merged(before, patch)
        await _require_bindings(after.role, customer_ids=after.customer_ids, party_id=after.party_id, actor=actor)
        if after.party_id != before.party_id:
            await _require_party(after.role, party_id=after.party_id, actor=actor)
        if admins == {user_id} and not _is_active_admin(after):
            raise LastAdmin
        if after == before:
            return before
        changed_fields = sorted(merge_patch.differing(asdict(after), before=asdict(before)))
        after = UserRead.of(await update(UserAccount, user_id, changes=_changes(patch)))
        await record_audit(
            "users.user.updated",
            subject=f"users/{user_id}",
            actor=actor,
            before=_audited(before),
            after=_audited(after),
        )
        await emit(UserUpdated(user_id=user_id, changed_fields=changed_fields), actor=actor)
        return after


async def _lock_admins(patch: UserPatch) -> set[UUID]:
    """Lock all active admins, in the order of their ids: two who demote each other at once must not both succeed."""
    if patch.role is UNSET and patch.active is UNSET:
        return set()
    is_postgres = database().dialect is Dialect.POSTGRES
    rows = await database().fetch(_ADMINS_LOCKED if is_postgres else _ADMINS)
    return {row["id"] for row in rows}


async def _require_bindings(role: Role, *, customer_ids: Sequence[UUID], party_id: UUID | None, actor: Actor) -> None:
    mistakes = binding_mistakes(role, customer_ids=customer_ids, party_id=party_id)
    unknown = await records.unseen("customer", customer_ids, actor)
    mistakes += [
        FieldError(f"/customer_ids/{position}", "unknown_reference", "There is no such customer.")
        for position, customer_id in enumerate(customer_ids)
        if customer_id in unknown
    ]
    if mistakes:
        raise Invalid(errors=mistakes)


async def _require_party(role: Role, *, party_id: UUID | None, actor: Actor) -> None:
    """Refuse a party that there is not, where a plugin keeps parties; without one, any id will do."""
    # What Wellkept names by itself, such as the partner of the demo, may be there before its party.
    if role is not Role.PARTNER or actor.kind is ActorKind.SYSTEM:
        return
    if not await knows_party(party_id, actor=actor):
        raise unknown_reference("/party_id", "party")


def _merged(user: UserRead, patch: UserPatch) -> UserRead:
    return replace(user, **merge_patch.given(patch))


def _changes(patch: UserPatch) -> dict[str, Any]:
    changes = merge_patch.given(patch)
    if "customer_ids" in changes:
        changes["customer_ids"] = [str(customer_id) for customer_id in changes["customer_ids"]]
    return changes


def _is_active_admin(user: UserRead) -> bool:
    return user.active and user.role is Role.ADMIN


def _audited(user: UserRead) -> dict[str, object]:
    return {
        "email": user.email,
        "name": user.name,
        "role": user.role,
        "party_id": user.party_id,
        "customer_ids": user.customer_ids,
        "active": user.active,
    }
