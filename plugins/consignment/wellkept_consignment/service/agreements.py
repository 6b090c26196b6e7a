"""Writing agreements."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from msgspec import UNSET
from msgspec.structs import asdict

from wellkept_consignment.errors import AgreementEmptyPeriod, AgreementWrongState
from wellkept_consignment.queries import agreements as queries
from wellkept_consignment.rules.agreements import AgreementStatus
from wellkept_consignment.rules.lines import NIL
from wellkept_consignment.rules.numbers import is_given_number
from wellkept_consignment.schemas.agreements import (
    ConsignmentAgeing,
    ConsignmentAgreementCreate,
    ConsignmentAgreementPatch,
    ConsignmentAgreementRead,
    ConsignmentItemDraft,
)
from wellkept_consignment.service import prices
from wellkept_consignment.service.agreement_rows import subject
from wellkept_consignment.service.numbers import next_number
from wellkept_consignment.service.overlapping import locked_among_all, require_apart
from wellkept_consignment.tables import ConsignmentAgreement, ConsignmentItem
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import CodeTaken, Conflict, FieldError, Invalid, invalid, refuse, unknown_reference
from wellkept_sdk.http import IfMatch
from wellkept_sdk.ids import PartyId
from wellkept_sdk.quantity import milli_of
from wellkept_sdk.services.inventory import INVENTORY
from wellkept_sdk.services.parties import PARTIES, PartyRole
from wellkept_sdk.time_zones import time_zone_mistakes

_PREFIX: Final = "CA"
_DIGITS: Final = 4
_DRAFT_ONLY: Final = ("starts_on", "time_zone", "loss_rule")


async def create(ctx: Ctx, draft: ConsignmentAgreementCreate) -> ConsignmentAgreementRead:
    """
    Write an agreement, which is a draft until it is activated.

    Raises:
        Invalid: the body has mistakes, or the party is no supplier.
        Conflict: the party is blocked, or another agreement has the number.
    """
    _require_sound(draft.starts_on, draft.ends_on, draft.time_zone)
    if draft.number is not None and is_given_number(draft.number):
        raise invalid("/number", "not_a_choice", "Numbers of this form are given by the system.")
    async with ctx.db.transaction():
        await _require_supplier(ctx, draft.party_id)
        await _require_items(ctx, draft.items)
        number = await next_number(ctx, "consignment_agreement", _PREFIX, digits=_DIGITS)
        if draft.number is not None:
            number["number"] = draft.number
        values: dict[str, Any] = {
            "party_id": draft.party_id,
            "status": AgreementStatus.DRAFT.value,
            "currency": draft.currency,
            "time_zone": draft.time_zone,
            "starts_on": draft.starts_on,
            "ends_on": draft.ends_on,
            "period": draft.period.value,
            "answer_days": draft.answer_days,
            "silence": draft.silence.value,
            "loss_rule": draft.loss_rule.value,
            **_ageing(draft.ageing),
            "metadata": draft.metadata,
        }
        row = await _inserted(ctx, {**number, **values})
        await _store_items(ctx, row["id"], draft.items)
        await ctx.audit("consignment.agreement.created", subject=subject(row["id"]), after=values)
        for place, price in enumerate(draft.prices):
            await prices.recorded(ctx, row, price, pointer=f"/prices/{place}")
        return await queries.agreement(ctx, row["id"])


async def update(
    ctx: Ctx, agreement_id: UUID, patch: ConsignmentAgreementPatch, *, if_match: IfMatch
) -> ConsignmentAgreementRead:
    """
    Change an agreement; what stays as it was is not written.

    Raises:
        AgreementNotFound: there is no such agreement.
        PreconditionFailed: it has changed since the version that the caller has seen.
        AgreementWrongState: it has ended, or is not a draft any more and what it counts by would change.
        Invalid: the body has mistakes.
        AgreementOverlaps: it is active and would cover what another one does.
    """
    async with ctx.db.transaction():
        before = await locked_among_all(ctx, agreement_id)
        if_match.require(before["version"])
        given = _given(patch)
        changes = {name: value for name, value in given.items() if before[name] != value}
        _require_changeable(AgreementStatus(before["status"]), changes)
        after = {**before, **changes}
        _require_sound(after["starts_on"], after["ends_on"], after["time_zone"])
        if patch.items is not UNSET:
            await _require_items(ctx, patch.items)
            await ctx.db.execute("DELETE FROM consignment_item WHERE agreement_id = ?", agreement_id)
            await _store_items(ctx, agreement_id, patch.items)
        if changes or patch.items is not UNSET:
            await ctx.db.update(ConsignmentAgreement, agreement_id, changes={"status": before["status"], **changes})
            if before["status"] == AgreementStatus.ACTIVE:
                await require_apart(ctx, agreement_id, party_id=before["party_id"])
            earlier = {name: before[name] for name in changes}
            await ctx.audit(
                "consignment.agreement.updated", subject=subject(agreement_id), before=earlier, after=changes
            )
        return await queries.agreement(ctx, agreement_id)


async def _require_supplier(ctx: Ctx, party_id: PartyId) -> None:
    parties = ctx.service(PARTIES)
    if party_id not in await parties.names([party_id]):
        raise unknown_reference("/party_id", "party")
    try:
        await parties.require(party_id, role=PartyRole.SUPPLIER)
    except Invalid as refused:
        raise type(refused).at("/party_id") from refused


async def _require_items(ctx: Ctx, items: Sequence[ConsignmentItemDraft]) -> None:
    stock = ctx.service(INVENTORY)
    parts = await stock.parts([item.part_id for item in items])
    places = await stock.places([item.location_id for item in items if item.location_id is not None])
    mistakes: list[Invalid] = []
    seen: set[tuple[UUID, UUID | None]] = set()
    for place, item in enumerate(items):
        pointer = f"/items/{place}"
        if item.part_id not in parts:
            mistakes.append(unknown_reference(f"{pointer}/part_id", "part"))
        if item.location_id not in {None, *places}:
            mistakes.append(unknown_reference(f"{pointer}/location_id", "location"))
        if (item.part_id, item.location_id) in seen:
            mistakes.append(invalid(pointer, "duplicate", "The part is named at this place already."))
        seen.add((item.part_id, item.location_id))
        mistakes.extend(_bound_mistakes(item, pointer))
    refuse(mistakes)


def _bound_mistakes(item: ConsignmentItemDraft, pointer: str) -> list[Invalid]:
    bounds = {"minimum": _milli(item.minimum), "maximum": _milli(item.maximum)}
    mistakes = [
        invalid(f"{pointer}/{name}", "too_small", "Must not be below zero.")
        for name, milli in bounds.items()
        if milli is not None and milli < 0
    ]
    minimum, maximum = bounds["minimum"], bounds["maximum"]
    if not mistakes and minimum is not None and maximum is not None and maximum < minimum:
        mistakes.append(invalid(f"{pointer}/maximum", "too_small", "Must not be below the minimum."))
    return mistakes


def _require_sound(starts_on: date, ends_on: date | None, time_zone: str) -> None:
    is_empty = ends_on is not None and ends_on <= starts_on
    mistakes: list[Invalid] = [AgreementEmptyPeriod.at("/ends_on")] if is_empty else []
    refuse([*mistakes, *time_zone_mistakes(time_zone, pointer="/time_zone")])


def _given(patch: ConsignmentAgreementPatch) -> dict[str, Any]:
    given = {name: value for name, value in asdict(patch).items() if value is not UNSET}
    given.pop("items", None)
    if "ageing" in given:
        given |= _ageing(given.pop("ageing"))
    return {name: getattr(value, "value", value) for name, value in given.items()}


def _require_changeable(status: AgreementStatus, changes: Mapping[str, object]) -> None:
    fixed = () if status is AgreementStatus.DRAFT else _DRAFT_ONLY
    wrong = [name for name in changes if name in fixed]
    if status is AgreementStatus.ENDED or wrong:
        errors = [FieldError(f"/{name}", AgreementWrongState.code, AgreementWrongState.title()) for name in wrong]
        raise AgreementWrongState(errors=errors, agreement_status=status)


def _ageing(ageing: ConsignmentAgeing | None) -> dict[str, object]:
    return {
        "ageing_limit_days": None if ageing is None else ageing.limit_days,
        "ageing_action": None if ageing is None else ageing.action.value,
    }


async def _inserted(ctx: Ctx, values: Mapping[str, object]) -> Row:
    try:
        async with ctx.db.transaction():
            return await ctx.db.insert(ConsignmentAgreement, **values)
    except Conflict as clash:
        if not await queries.is_number_taken(ctx, str(values["number"])):
            raise
        raise CodeTaken.at("/number") from clash


async def _store_items(ctx: Ctx, agreement_id: UUID, items: Sequence[ConsignmentItemDraft]) -> None:
    await ctx.db.insert_many(
        ConsignmentItem,
        [
            {
                "agreement_id": agreement_id,
                "part_id": item.part_id,
                "location_id": item.location_id or NIL,
                "minimum_milli": _milli(item.minimum),
                "maximum_milli": _milli(item.maximum),
            }
            for item in items
        ],
    )


def _milli(text: str | None) -> int | None:
    return None if text is None else milli_of(text)
