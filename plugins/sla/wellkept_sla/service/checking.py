"""What is wrong with the terms of a plan or contract, what they name included."""

from collections.abc import Iterator
from typing import Any

import msgspec

from wellkept_sdk import Ctx
from wellkept_sdk.errors import FieldError
from wellkept_sdk.services.calendars import CALENDARS
from wellkept_sdk.services.parties import PARTIES, PartyStatus
from wellkept_sla.errors import TermsUnknownCalendar, TermsUnknownParty
from wellkept_sla.rules.checking import mistakes
from wellkept_sla.rules.terms_documents import calendar_codes, party_codes
from wellkept_sla.terms import SlaTerms


async def faults(ctx: Ctx, document: Any) -> list[FieldError]:  # noqa: ANN401 - terms as JSON values
    """Return everything that is wrong with terms beyond their types, with pointers that begin at the terms."""
    terms = msgspec.convert(document, SlaTerms)
    return [*mistakes(terms), *await references(ctx, terms)]


async def references(ctx: Ctx, terms: SlaTerms) -> list[FieldError]:
    """Return which calendars and parties the terms name that are not there, or take nothing new."""
    calendars = ctx.service(CALENDARS)
    unknown_calendars = {code for code in sorted(calendar_codes(terms)) if not await calendars.exists(code)}
    unknown_parties = {code for code in sorted(party_codes(terms)) if not await _may_promise(ctx, code)}
    return [
        *(_fault(pointer, TermsUnknownCalendar) for pointer, code in _calendars(terms) if code in unknown_calendars),
        *(_fault(pointer, TermsUnknownParty) for pointer, code in _parties(terms) if code in unknown_parties),
    ]


async def _may_promise(ctx: Ctx, code: str) -> bool:
    parties = ctx.service_or_none(PARTIES)
    party = None if parties is None else await parties.by_code(code)
    return party is not None and party.status is PartyStatus.ACTIVE


def _calendars(terms: SlaTerms) -> Iterator[tuple[str, str]]:
    yield "/calendar", terms.calendar
    for code, clock in terms.clocks.items():
        if clock.calendar is not None:
            yield f"/clocks/{code}/calendar", clock.calendar


def _parties(terms: SlaTerms) -> Iterator[tuple[str, str]]:
    for code, clock in terms.clocks.items():
        if clock.party is not None:
            yield f"/clocks/{code}/party", clock.party


def _fault(pointer: str, kind: type[TermsUnknownCalendar | TermsUnknownParty]) -> FieldError:
    return FieldError(pointer, kind.code, kind.__doc__ or "")
