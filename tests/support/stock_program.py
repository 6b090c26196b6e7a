"""A program of writes, by one caller or many at once: each answer is what the plain models say, and so is the whole."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from random import Random
from uuid import uuid4

import httpx
from msgspec.structs import replace

from settlement_books import Statement
from settlement_verbs import STATEMENTS, SettlementVerbs
from stock_books import Json, Refused, text_of
from stock_verbs import Apply, Call, Step, StockVerbs
from stock_world import StockWorld, money

CALLERS = 4
VERBS = (
    *("receive", "deliver", "send_back", "transfer", "scrap", "issue", "bring_back", "reverse", "buy_out"),
    *("reserve", "release", "fulfil", "begin_count", "enter", "end_count"),
    *("price", "claim", "draw", "act", "answer", "end_dispute"),
)
#: What many do at once, and which of a verb's members differ between them.
RUSHES = ("issue", "bring_back", "reverse", "release", "end_count", "claim", "draw", "scrap")

TURNS = 6
#: Every how many steps towards a settlement it is begun anew.
CANCELLED = 9


class Program:
    """
    What is done in one world.

    Attributes:
        seen: how often each verb was done, and refused by which code; who was too late, counts together.
    """

    def __init__(self, world: StockWorld, seen: Counter[str]) -> None:
        self.world = world
        self.stock, self.settlement = StockVerbs(world), SettlementVerbs(world)
        self.seen = seen

    async def begin(self) -> None:
        """Put both parts and both lots on one shelf, ours and the supplier's."""
        for verb in ("receive", "deliver"):
            for part, lot in ((0, 0), (1, 0), (1, 1)):
                await self.do(verb, Step(part=part, milli=9_000, pick=lot))

    async def do(self, verb: str, step: Step) -> None:
        """Do one thing; with `again` in the step, send it twice."""
        call = self._call(verb, step)
        if call is None:
            return
        answer = await self.world.caller.send(call.path, call.body)
        if step.again and answer.is_success:
            await self.world.caller.repeat(-1)
        await self._judge(verb, call, answer)

    async def rush(self, verb: str, step: Step) -> None:
        """Let several do the same at once: as many succeed as there is something for."""
        calls = [call for _ in range(CALLERS) if (call := self._call(verb, step)) is not None]
        await self._race([(verb, call) for call in calls])

    async def take_in_many_ways(self, step: Step) -> None:
        """Let several take of one shelf at once: by an issue, a transfer, scrap, and by a reservation."""
        verbs = ("issue", "transfer", "scrap", "reserve", "issue")
        # One owner and no lots: which of them gets what does not depend on who was first.
        step = replace(step, part=0, pick=2 * step.pick + 1)
        await self._race([(verb, call) for verb in verbs if (call := self._call(verb, step))])

    async def price_while_using(self, step: Step) -> None:
        """Record a price while parts of its days are used and come back."""
        verbs = ("issue", "price", "issue")
        await self._race([(verb, call) for verb in verbs if (call := self._call(verb, step))])

    async def agree_or_cancel(self, step: Step) -> None:
        """Agree to a statement and cancel it at once: one of both happens."""
        issued = [each for each in self.world.settlement.statements.values() if each.status == "issued"]
        if not issued:
            return
        statement = issued[step.pick % len(issued)]
        await self._ask("answer", self.settlement.confirming(statement, replace(step, pick=1)))
        calls = [self.settlement.acting(statement, action) for action in (("agree", "cancel") * 2)[step.foreign :]]
        await self._race([("act", call) for call in calls])

    async def go_on(self, random: Random) -> None:
        """Do whatever comes: mostly one thing, and sometimes several that belong together."""
        step = made_step(random)
        match random.choice(("do", "do", "do", "do", "settle", "take_stock")):
            case "settle":
                await self.settle(step)
            case "take_stock":
                await self.take_stock(step)
            case _:
                await self.do(random.choice(VERBS), step)

    async def at_once(self, random: Random) -> None:
        """Let several do what they cannot all have."""
        step = made_step(random)
        match random.choice(("rush", "rush", "rush", "many ways", "price", "agree", "twice")):
            case "rush":
                await self.rush(random.choice(RUSHES), step)
            case "many ways":
                await self.take_in_many_ways(step)
            case "price":
                await self.price_while_using(step)
            case "agree":
                await self.agree_or_cancel(step)
            case _:
                await self.send_twice_at_once(random.choice(VERBS), step)

    async def settle(self, step: Step) -> None:
        """Bring what is to be settled nearer to its end, by a few answers and disputes of any kind."""
        await self.do("draw", step)
        for turn in range(TURNS):
            await self.refresh()
            live = [each for each in self.world.settlement.statements.values() if each.status in {"draft", "issued"}]
            step = replace(step, pick=step.pick + turn, day=(step.day + turn) % 4, foreign=bool(step.pick >> turn & 1))
            verb, call = self._settling(live[step.pick % len(live)], step) if live else ("draw", None)
            if live and step.pick % CANCELLED == 0:
                verb, call = "act", self.settlement.acting(live[step.pick % len(live)], "cancel")
            if step.pick % 2 and turn > TURNS // 2:
                await self.agree_or_cancel(step)
            elif call is not None:
                await self._ask(verb, call)

    async def take_stock(self, step: Step) -> None:
        """Count a shelf, put the difference into the book, and sometimes find that it was a mistake."""
        for verb in ("begin_count", "enter", "end_count"):
            await self.do(verb, step)
        if step.foreign:
            await self.do("reverse", replace(step, pick=len(self.world.books.postings) - 1, foreign=False))

    async def send_twice_at_once(self, verb: str, step: Step) -> None:
        """Send one write several times at once with one key: all are told the same, and it is done once."""
        call = self._call(verb, step)
        if call is None:
            return
        caller, key = self.world.caller, uuid4().hex
        before = len(caller.acknowledged)
        answers = await asyncio.gather(*(caller.send(call.path, call.body, key=key) for _ in range(CALLERS)))
        del caller.acknowledged[before + 1 :]
        told = (
            {answer.status_code for answer in answers},
            [answer.json().get("code", answer.json()) for answer in answers],
        )
        assert len(told[0]) == 1
        assert all(each == told[1][0] for each in told[1])
        await self._judge(verb, call, answers[0])

    async def refresh(self) -> None:
        """Compare what is owed, and learn the ids of new lines: they are what is claimed and settled next."""
        lines = await self.world.caller.all("/v1/consignment/lines", agreement_id=self.world.agreement)
        self.world.settlement.require_lines(lines)
        for statement in self.world.settlement.statements.values():
            if any(not place.id for place in statement.places.values()):
                for each in await self.world.caller.all(f"{STATEMENTS}/{statement.id}/lines"):
                    statement.places[each["line"]["id"]].id = each["id"]

    async def check(self) -> None:
        """Compare all that the API shows with the models."""
        await self._require_shelves()
        await self._require_reservations()
        await self._require_valuation()
        await self.refresh()
        caller, settlement = self.world.caller, self.world.settlement
        shown = await caller.all(STATEMENTS, agreement_id=self.world.agreement)
        assert {each["id"] for each in shown} == settlement.statements.keys()
        for told in shown:
            await self._require_statement(settlement.statements[told["id"]], told)

    def _call(self, verb: str, step: Step) -> Call | None:
        owner = self.stock if hasattr(self.stock, verb) else self.settlement
        return getattr(owner, verb)(step)

    def _settling(self, statement: Statement, step: Step) -> tuple[str, Call | None]:
        """Return what brings a statement nearer to its end."""
        verbs, lines = self.settlement, self.world.settlement.lines
        standing = statement.standing()
        if statement.status == "draft":
            unpriced = next((lines[line] for line in standing if lines[line]["amount"] is None), None)
            call = verbs.acting(statement, "issue") if unpriced is None else verbs.pricing(unpriced, step)
            return ("act" if unpriced is None else "price"), call
        answers = {statement.places[line].answer for line in standing}
        if "disputed" in answers:
            return "end_dispute", verbs.ending(statement, step)
        if step.foreign and answers and ("pending" in answers or step.pick % 2):
            return "answer", verbs.disputing(statement, step)
        if "pending" in answers or (answers and step.pick % 3 == 0):
            return "answer", verbs.confirming(statement, step)
        return "act", verbs.acting(statement, "agree")

    async def _race(self, calls: Sequence[tuple[str, Call]]) -> None:
        answers = await asyncio.gather(*(self.world.caller.send(call.path, call.body) for _, call in calls))
        both = list(zip(calls, answers, strict=True))
        # Who has got something did it in the order of the postings; who has not, was too late for good.
        for (verb, call), answer in sorted(both, key=lambda pair: _place_in_order(pair[1])):
            await self._judge(verb, call, answer, lost="too late")

    async def _ask(self, verb: str, call: Call) -> None:
        await self._judge(verb, call, await self.world.caller.send(call.path, call.body))

    async def _judge(self, verb: str, call: Call, answer: httpx.Response, *, lost: str | None = None) -> None:
        said = answer.json()
        apply, refusal = _planned(call)
        if apply is None:
            assert (answer.status_code, said.get("code")) == (409, refusal), (verb, call.body, said)
            self.seen[f"{lost or verb}: {refusal}"] += 1
            return
        assert answer.is_success, (verb, call.body, said)
        await apply(said)
        self.seen.update({verb, *(f"{verb} {detail}" for detail in _details(call.body))})

    async def _require_shelves(self) -> None:
        books = self.world.books
        told: dict[tuple[str, str | None, str | None, str], tuple[str, ...]] = {}
        for part in self.world.parts:
            for each in await self.world.caller.all("/v1/inventory/balances", part_id=part):
                key = (part, each["lot"], each["stock_owner_id"], each["location_id"])
                told[key] = (each["quantity"], each["reserved"], each["available"])
        assert told == {
            tuple(key): (text_of(milli), text_of(books.reserved(key)), text_of(books.free(key)))
            for key, milli in books.stock.items()
            if milli
        }

    async def _require_reservations(self) -> None:
        told = {
            each["id"]: (each["status"], each["reserved"], each["issued"], each["missing"])
            for ticket in self.world.tickets
            for each in await self.world.caller.all(f"/v1/tickets/{ticket}/inventory/reservations")
        }
        assert told == {
            each.id: (each.status, text_of(each.holds.total()), text_of(each.issued), text_of(each.missing))
            for each in self.world.books.reservations.values()
        }

    async def _require_valuation(self) -> None:
        books, party = self.world.books, self.world.party
        for part in self.world.parts:
            told = await self.world.caller.found("/v1/inventory/valuation", part_id=part)
            worth = books.worth[part]
            ours = [(text_of(worth.milli), money(worth.minor) if worth.named else None)] if worth.milli else []
            theirs = sum(milli for key, milli in books.stock.items() if (key.part, key.owner) == (part, party))
            assert [(each["quantity"], each["value"]) for each in told["items"]] == ours
            assert [each["quantity"] for each in told["foreign"]] == ([text_of(theirs)] if theirs else [])

    async def _require_statement(self, statement: Statement, told: Json) -> None:
        """Check a statement and its lines; corrections that were agreed on join it."""
        settlement = self.world.settlement
        assert told["status"] == statement.status
        if statement.status in {"draft", "issued"}:
            lines = await self.world.caller.all(f"{STATEMENTS}/{statement.id}/lines")
            assert {each["line"]["id"]: each["answer"] for each in lines} == {
                line: place.answer for line, place in statement.places.items()
            }
        standing = statement.standing()
        if statement.status != "cancelled":
            assert told["total"]["amount_minor"] == settlement.total_of(standing)
            assert told["line_count"] == len(standing)
        if statement.frozen is not None:
            assert (settlement.total_of(standing), sorted(standing)) == statement.frozen


def made_step(random: Random) -> Step:
    """Return a step; the same for the same state of the generator."""
    return Step(
        part=random.randrange(2),
        place=random.choice((0, 0, 1)),
        milli=random.choice((333, 1_000, 1_500, 1_999, 2_000, 3_001)),
        foreign=random.random() < 0.5,
        day=random.randrange(4),
        pick=random.randrange(60),
        again=random.random() < 0.2,
    )


def _planned(call: Call) -> tuple[Apply | None, str | None]:
    """Return what the models would do, or why they would not."""
    try:
        return call.plan(), None
    except Refused as refused:
        return None, refused.code


def _details(body: Json) -> list[str]:
    """Return which action, answer or outcome a body names."""
    details = [body.get("action"), *(each.get("outcome") for each in body.get("outcomes", []))]
    return [detail for detail in [*details, *(each["answer"] for each in body.get("answers", []))] if detail]


def _place_in_order(answer: httpx.Response) -> tuple[bool, str]:
    said = answer.json()
    return (not answer.is_success, said.get("posting", said).get("number") or "~")
