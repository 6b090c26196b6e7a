"""Scopes, and who answers for them: the duty list (责任清单) of a project."""

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.parties import PartyRole, PartyScope

#: What somebody has to answer for in every project; `other` is whatever is left.
EXPECTED: Final = tuple(scope for scope in PartyScope if scope is not PartyScope.OTHER)

_SCOPES: Final = list(PartyScope)
_ROLES: Final = list(PartyRole)


class Part(Struct, frozen=True, kw_only=True):
    """What one party answers for in a project."""

    party_id: PartyId
    role: PartyRole
    scope: Sequence[PartyScope]


class Duty(Struct, frozen=True, kw_only=True):
    """A scope with the parties that answer for it in one role; without a role, nobody does."""

    scope: PartyScope
    role: PartyRole | None
    party_ids: Sequence[PartyId]


def merged(*scopes: Iterable[PartyScope]) -> list[PartyScope]:
    """Return all scopes that are named, each once, in the order of the enum."""
    named = {scope for each in scopes for scope in each}
    return sorted(named, key=_SCOPES.index)


def missing(parts: Iterable[Part]) -> list[PartyScope]:
    """Return what nobody answers for."""
    covered = {scope for part in parts for scope in part.scope}
    return [scope for scope in EXPECTED if scope not in covered]


def duties(parts: Sequence[Part]) -> list[Duty]:
    """Return the duty list: every scope in the order of the enum, by role, each party once, in the order given."""
    found: dict[tuple[PartyScope, PartyRole | None], list[PartyId]] = {(scope, None): [] for scope in missing(parts)}
    for part in parts:
        for scope in part.scope:
            party_ids = found.setdefault((scope, part.role), [])
            if part.party_id not in party_ids:
                party_ids.append(part.party_id)
    return [
        Duty(scope=scope, role=role, party_ids=party_ids)
        for (scope, role), party_ids in sorted(found.items(), key=lambda each: _place(*each[0]))
    ]


def _place(scope: PartyScope, role: PartyRole | None) -> tuple[int, int]:
    return _SCOPES.index(scope), -1 if role is None else _ROLES.index(role)
