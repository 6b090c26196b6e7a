"""
What a type checker accepts and infers of a plugin, and what it refuses.

Each refused line says why it is refused; `test_samples.py` removes these comments and finds exactly these refusals.
"""

from collections.abc import Sequence
from typing import Protocol, assert_type

from wellkept_sdk import Ctx, Reply, ServiceKey, Terms, provide, subscribe
from wellkept_sdk.events.tickets import TicketClosed, TicketOpened
from wellkept_sdk.hooks import TicketHooks, Veto, hookimpl
from wellkept_sdk.hooks.ticket_questions import Candidates, CandidatesQuestion, Suggestions, SuggestionsQuestion
from wellkept_sdk.hooks.tickets import OpenedTicket, TicketDraftPatch, TicketOpening


class StockService(Protocol):
    async def on_hand(self, part: str) -> int: ...


class Shelf:
    async def on_hand(self, part: str) -> int:
        return len(part)


class Wall:
    async def on_hand(self, part: str) -> str:
        return part


class PumpTerms(Terms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    warn_before_minutes: int = 30


STOCK: ServiceKey[StockService] = ServiceKey("inventory.stock", version=1)


class Right(TicketHooks):
    @hookimpl
    async def ticket_opening(self, ctx: Ctx, event: TicketOpening) -> TicketDraftPatch | None:
        return TicketDraftPatch(grade=1) if event.channel == "alarm" else None

    @hookimpl
    async def ticket_candidates(self, ctx: Ctx, event: CandidatesQuestion) -> Candidates | None:
        return Candidates(items=[])

    @subscribe(TicketClosed)
    async def say_thanks(self, ctx: Ctx, event: TicketClosed) -> None:
        assert_type(ctx.terms(PumpTerms), PumpTerms)


class WrongEvent(TicketHooks):
    @hookimpl
    async def ticket_opening(self, ctx: Ctx, event: OpenedTicket) -> Veto | None:  # pyright: ignore[reportIncompatibleMethodOverride]
        return None


class WrongColour(TicketHooks):
    @hookimpl
    def ticket_opened(self, ctx: Ctx, event: OpenedTicket) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        return None


class WrongReply(TicketHooks):
    @hookimpl
    async def ticket_candidates(self, ctx: Ctx, event: CandidatesQuestion) -> Suggestions | None:  # pyright: ignore[reportIncompatibleMethodOverride]
        return None


class WrongPhase(TicketHooks):
    @hookimpl
    async def ticket_opened(self, ctx: Ctx, event: OpenedTicket) -> Veto | None:  # pyright: ignore[reportIncompatibleMethodOverride]
        return None


class WrongArguments(TicketHooks):
    @hookimpl
    async def ticket_opened(self, event: OpenedTicket) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        return None


class WrongSubscription:
    @subscribe(TicketClosed)  # pyright: ignore[reportArgumentType]
    async def say_thanks(self, ctx: Ctx, event: TicketOpened) -> None:
        return None


def shelf(ctx: Ctx) -> Shelf:
    return Shelf()


def wall(ctx: Ctx) -> Wall:
    return Wall()


RIGHT_OFFER = provide(STOCK, shelf)
WRONG_OFFER = provide(STOCK, wall)  # pyright: ignore[reportArgumentType]


async def infers(ctx: Ctx, question: CandidatesQuestion, opening: TicketOpening) -> None:
    assert_type(ctx.service(STOCK), StockService)
    assert_type(ctx.service_or_none(STOCK), StockService | None)
    assert_type(await ctx.service(STOCK).on_hand("P-1"), int)
    assert_type(await ctx.collect(TicketHooks.ticket_candidates, question), Sequence[Reply[Candidates]])
    assert_type(await ctx.decide(TicketHooks.ticket_opening, opening), TicketOpening)


async def refuses(ctx: Ctx, question: SuggestionsQuestion) -> None:
    await ctx.collect(TicketHooks.ticket_candidates, question)  # pyright: ignore[reportArgumentType]
    await ctx.service(STOCK).on_hand(7)  # pyright: ignore[reportArgumentType]
    ctx.terms(Shelf)  # pyright: ignore[reportArgumentType]
