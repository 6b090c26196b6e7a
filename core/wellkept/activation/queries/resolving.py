"""From a place and an instant to the activation that serves it (core.md, rules 16 to 19)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from wellkept.activation.queries import activations
from wellkept.activation.queries.cache import Cache
from wellkept.activation.queries.catalogue import catalogue
from wellkept.activation.queries.default_plan import default_plan
from wellkept.activation.queries.known import known_for
from wellkept.activation.rules.composition import Composition, composition
from wellkept.activation.rules.resolution import Choice, Place, choose
from wellkept.platform.plugin_host.active_set import ActiveSet
from wellkept_sdk.ids import ContractId


class Resolved(Struct, frozen=True, kw_only=True):
    """What serves a place at an instant, and why."""

    active: ActiveSet
    choice: Choice

    @property
    def contract_id(self) -> ContractId | None:
        """The contract that has chosen it, if one has."""
        return self.choice.contract and self.choice.contract.contract_id


#: By plan revision and contract revision, neither of which ever changes.
_by_pair: Cache[tuple[UUID | None, UUID | None], ActiveSet] = Cache()


async def resolve(place: Place, *, at: datetime) -> Resolved:
    """Return what serves a place at an instant; its activation is stored if nobody has met it before."""
    (found,) = await resolve_many([(place, at)])
    return found


async def resolve_many(questions: Sequence[tuple[Place, datetime]]) -> list[Resolved]:
    """Return what serves each place at its instant, in the same order; a fixed number of statements."""
    choices = await choose_many(questions)
    sets = {choice.key: known for choice in choices if (known := _by_pair.get(choice.key)) is not None}
    if missing := {choice.key: choice for choice in choices if choice.key not in sets}:
        found = await activations.stored([composition_of(choice) for choice in missing.values()])
        for key, active in zip(missing, found, strict=True):
            sets[key] = active
            _by_pair.keep(key, active)
    return [Resolved(active=sets[choice.key], choice=choice) for choice in choices]


async def choose_many(questions: Sequence[tuple[Place, datetime]]) -> list[Choice]:
    """Return which contract and plan count for each place at its instant; two statements."""
    if not questions:
        return []
    instants = [at for _, at in questions]
    known = await known_for(
        [place for place, _ in questions],
        since=min(instants),
        until=max(instants),
        default_plan=default_plan(),
    )
    return [choose(known, place, at=at) for place, at in questions]


def composition_of(choice: Choice) -> Composition:
    """Return the plugins and terms that follow from a choice."""
    return composition(
        catalogue(),
        plan=choice.plan.plugins if choice.plan is not None else {},
        overrides=choice.contract.overrides if choice.contract is not None else {},
        has_plan=choice.plan is not None,
    )
