"""Why a record is served as it is (core.md, rule 22): the same choice and merge, told instead of used."""

from datetime import datetime
from typing import Any
from uuid import UUID

from wellkept.activation.queries import activations
from wellkept.activation.queries.catalogue import catalogue
from wellkept.activation.queries.records import pinned_by, places_of
from wellkept.activation.queries.resolving import choose_many, composition_of
from wellkept.activation.rules.composition import Composition
from wellkept.activation.rules.merging import sources_of
from wellkept.activation.rules.resolution import Choice
from wellkept.activation.schemas.explanations import (
    ActivationExplained,
    ChosenRead,
    ConsideredRead,
    PluginExplained,
)
from wellkept_sdk.errors import NotFound
from wellkept_sdk.ids import ActivationId
from wellkept_sdk.now import now
from wellkept_sdk.records.references import RecordName

_GONE = "The plugin is not active in this deployment any more."


async def explained(name: RecordName, record_id: UUID, *, at: datetime | None) -> ActivationExplained:
    """
    Return why a record is served as it is, or would be at another instant; nothing is stored.

    Args:
        name: of which kind.
        record_id: which record.
        at: the instant; without it, now, and for a ticket what it has pinned.

    Raises:
        NotFound: there is no such record.
    """
    if name is RecordName.TICKET and at is None:
        return await _pinned(record_id)
    instant = at or now()
    choice = await _choice(name, record_id, at=instant)
    composition = composition_of(choice)
    ids = await activations.ids_of_hashes([composition.hash])
    return _told(choice, composition, at=instant, activation_id=ids.get(composition.hash))


async def _pinned(ticket_id: UUID) -> ActivationExplained:
    activation_id, instant = await pinned_by(ticket_id)
    choice = await _choice(RecordName.TICKET, ticket_id, at=instant)
    if activation_id is None or (row := await activations.stored_row(activation_id)) is None:
        return _told(choice, composition_of(choice), at=instant, activation_id=None)
    derived = composition_of(choice)
    told = _told(choice, derived, at=instant, activation_id=activation_id)
    plugins: dict[str, tuple[int, dict[str, Any]]] = row["plugins"]
    offers = catalogue().offers
    served = {
        name: PluginExplained(
            terms_version=version,
            terms=terms,
            sources=sources_of(terms, derived.active[name].sources if name in derived.active else {}),
        )
        for name, (version, terms) in plugins.items()
        if name in offers
    }
    inactive = {name: reason for name, reason in told.inactive.items() if name not in served}
    return ActivationExplained(
        activation_id=ActivationId(activation_id),
        hash=row["hash"],
        pinned=True,
        at=instant,
        chosen=told.chosen,
        considered=told.considered,
        plugins=served,
        inactive=inactive | {name: _GONE for name in plugins if name not in offers},
    )


async def _choice(name: RecordName, record_id: UUID, *, at: datetime) -> Choice:
    places = await places_of(name, [record_id])
    if record_id not in places:
        raise NotFound
    (choice,) = await choose_many([(places[record_id], at)])
    return choice


def _told(choice: Choice, composition: Composition, *, at: datetime, activation_id: UUID | None) -> ActivationExplained:
    contract, plan = choice.contract, choice.plan
    return ActivationExplained(
        activation_id=activation_id and ActivationId(activation_id),
        hash=composition.hash,
        pinned=False,
        at=at,
        chosen=ChosenRead(
            rule=choice.rule,
            contract_id=contract and contract.contract_id,
            contract_number=contract and contract.number,
            plan_code=plan and plan.code,
            plan_revision=plan and plan.revision,
        ),
        considered=[
            ConsideredRead(rule=each.rule, matched=each.matched, reason=each.reason) for each in choice.considered
        ],
        plugins={
            name: PluginExplained(
                terms_version=each.terms.version, terms=each.values, sources=sources_of(each.values, each.sources)
            )
            for name, each in composition.active.items()
        },
        inactive=dict(composition.inactive),
    )
