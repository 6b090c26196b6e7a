"""What people do with parts, as calls of the API, each with what the plain models make of it."""

from collections.abc import Awaitable, Callable, Iterable, Sequence

from msgspec import Struct

from settlement_books import local_day
from stock_books import (
    ANYBODY,
    AWAY,
    MILLI,
    Json,
    Key,
    Line,
    Refused,
    Reservation,
    gone,
    milli_of,
    rounded,
    text_of,
)
from stock_world import LOTS, MAXIMUM, StockWorld, money

POSTINGS = "/v1/inventory/postings"
COUNTS = "/v1/inventory/counts"
EXPIRES_ON = dict(zip(LOTS, ("2100-01-01", "2100-02-01"), strict=True))
NEEDED_BY = (None, None, "2100-02-01T00:00:00Z", "2100-01-01T00:00:00Z")
LAST = "9999"

Apply = Callable[[Json], Awaitable[None]]


class Step(Struct, frozen=True):
    """What decides how a verb is done; members that it does not need are not looked at."""

    part: int = 0
    place: int = 0
    milli: int = MILLI
    foreign: bool = False
    day: int = 0
    pick: int = 0
    again: bool = False


class Call(Struct, frozen=True):
    """
    A write.

    Args:
        plan: ask the models; they refuse it, or return what makes them do the same once it was answered.
    """

    path: str
    body: Json
    plan: Callable[[], Apply]


class Count(Struct):
    """A stocktake with what the book said when each figure was entered."""

    id: str
    place: str
    figures: dict[Key, tuple[int, int]]
    is_open: bool = True


class StockVerbs:
    """The verbs of inventory; None where there is nothing to do it with."""

    def __init__(self, world: StockWorld) -> None:
        self.world = world
        self.books, self.settlement = world.books, world.settlement
        self.counts: list[Count] = []

    def receive(self, step: Step) -> Call:
        """Our own stock comes in."""
        part, place, cost = self._part(step), self._place(step), 100 + 7 * step.pick
        lot = self.world.lot(part, step.pick)
        body = {**_line(part, step.milli, lot), "unit_cost": money(cost)}
        line = Line(part, lot, None, AWAY, place, step.milli, minor=rounded(step.milli * cost, MILLI))
        return self._posting({"kind": "receipt", "location_id": place, "lines": [body]}, lambda: [line])

    def deliver(self, step: Step) -> Call:
        """The supplier's stock comes in, up to what was agreed for all places."""
        part, place, party = self._part(step), self._place(step), self.world.party
        lot = self.world.lot(part, step.pick)

        def lines() -> list[Line]:
            lying = sum(milli for key, milli in self.books.stock.items() if (key.part, key.owner) == (part, party))
            if lying + step.milli > MAXIMUM * MILLI:
                raise Refused("consignment.stock.above_maximum")
            return [Line(part, lot, party, AWAY, place, step.milli)]

        return self._consignment("receipts", place, _line(part, step.milli, lot), lines)

    def send_back(self, step: Step) -> Call:
        """The supplier takes its own."""
        part, place = self._part(step), self._place(step)
        keys = self.books.found(part, place, self.world.party)
        line = {"part_id": part, "quantity": text_of(step.milli)}
        return self._consignment("returns", place, line, lambda: self._gone(keys, step.milli))

    def transfer(self, step: Step) -> Call:
        part, source, target = self._part(step), self._place(step), self.world.places[1 - step.place]
        owner = self._owner(step)
        keys = self.books.found(part, source, owner)
        line = {"part_id": part, "quantity": text_of(step.milli), "stock_owner_id": owner}
        body = {"kind": "transfer", "from_location_id": source, "to_location_id": target, "lines": [line]}
        return self._posting(body, lambda: self._gone(keys, step.milli, target))

    def scrap(self, step: Step) -> Call:
        part, place, owner = self._part(step), self._place(step), self._owner(step)
        keys = self.books.found(part, place, owner)
        line = {"part_id": part, "quantity": text_of(step.milli), "stock_owner_id": owner}
        body = {"kind": "scrap", "location_id": place, "reason": "Worn.", "lines": [line]}
        when = {"occurred_at": self.world.moment(step.day)}
        return self._posting({**body, **when}, lambda: self._gone(keys, step.milli))

    def issue(self, step: Step) -> Call:
        """Use a part for a ticket: anybody's, ours, the supplier's, or of one lot."""
        part, place = self._part(step), self._place(step)
        owner = (ANYBODY, self._owner(step))[step.pick % 2]
        lot = self.world.lot(part, step.pick) if step.pick % 3 == 0 else None
        keys = self.books.found(part, place, owner, lot)
        line: Json = {"part_id": part, "quantity": text_of(step.milli), "lot": lot}
        if owner != ANYBODY:
            line["stock_owner_id"] = owner
        body = {"location_id": place, "lines": [line], "occurred_at": self.world.moment(step.day)}
        return self._posting(body, lambda: self._gone(keys, step.milli), path=self._of_ticket(step, "issues"))

    def bring_back(self, step: Step) -> Call:
        """Bring unused parts back, of the newest issue or of a named one, to where they were or elsewhere."""
        out_there = [each for each in self.books.issues.values() if each.milli]
        ticket, part = self._ticket(step), self._part(step)
        if out_there:
            ticket, part = (chosen := out_there[step.pick % len(out_there)]).ticket, chosen.key.part
        mine = [move for move, each in self.books.issues.items() if (each.ticket, each.key.part) == (ticket, part)]
        issue = mine[step.pick % len(mine)] if mine and step.foreign else None
        out = sum(each.milli for move, each in self.books.issues.items() if move in mine and issue in {None, move})
        milli = out if step.pick % 4 == 0 and out else step.milli
        place = self._place(step) if step.pick % 5 == 0 else None
        line = {"part_id": part, "quantity": text_of(milli), "condition": "unused", "issue_move_id": issue}
        return self._posting(
            {"location_id": place, "lines": [line]},
            lambda: self.books.returning(ticket, part, milli, issue, place),
            path=f"/v1/tickets/{ticket}/inventory/returns",
        )

    def reverse(self, step: Step) -> Call:
        """Take a posting back, mostly one of the last."""
        known = list(self.books.postings)[-3:] if step.foreign else list(self.books.postings)
        posting = known[step.pick % len(known)]
        path, body = f"{POSTINGS}/{posting}/reversal", {"reason": "A mistake."}
        return self._posting(body, lambda: self.books.reversing(posting), path=path)

    def buy_out(self, step: Step) -> Call | None:
        """Buy what is the supplier's; it is worth what is owed for it."""
        part, place = self._part(step), self._place(step)
        lot = self.world.lot(part, step.pick)
        key, moment = Key(part, lot, self.world.party, place), self.world.moment(step.day)
        if not self.books.stock[key]:
            return None

        def lines() -> list[Line]:
            unit = self.settlement.unit(part, local_day(moment))
            minor = None if unit is None else rounded(step.milli * unit, MILLI)
            return [*self._gone([key], step.milli), Line(part, lot, None, AWAY, place, step.milli, minor=minor)]

        line = {"part_id": part, "quantity": text_of(step.milli), "lot": lot}
        return self._consignment("buy-outs", place, line, lines, reason="Needed.", occurred_at=moment)

    def reserve(self, step: Step) -> Call:
        """Hold what is there for a ticket, and wait for the rest."""
        ticket, part, place = self._ticket(step), self._part(step), self._place(step)
        owner, needed_by = (ANYBODY, self._owner(step))[step.pick % 2], NEEDED_BY[step.pick % 4]
        line: Json = {"part_id": part, "quantity": text_of(step.milli), "location_id": place, "needed_by": needed_by}
        if owner != ANYBODY:
            line["stock_owner_id"] = owner

        async def apply(said: Json) -> None:
            [told] = said["items"]
            order = (needed_by or LAST, len(self.books.reservations), told["id"])
            made = Reservation(told["id"], ticket, part, place, owner, order, step.milli)
            self.books.reservations[made.id] = made
            self.books.fill()
            assert told["reserved"] == text_of(made.holds.total())

        return Call(self._of_ticket(step, "reservations"), {"lines": [line]}, lambda: apply)

    def release(self, step: Step) -> Call | None:
        if not self.books.reservations:
            return None
        found = list(self.books.reservations.values())[step.pick % len(self.books.reservations)]

        async def apply(said: Json) -> None:
            found.released = True
            found.holds.clear()
            self.books.fill()
            assert said["status"] == "released"

        def plan() -> Apply:
            if found.ended:
                raise Refused("inventory.reservation.ended")
            return apply

        path = f"/v1/tickets/{found.ticket}/inventory/reservations/{found.id}/transitions"
        return Call(path, {"action": "release"}, plan)

    def fulfil(self, step: Step) -> Call | None:
        """Issue for a reservation; from the other place only where it is clear what is needed no more."""
        waiting = [each for each in self.books.reservations.values() if not each.ended]
        if not waiting:
            return None
        found = waiting[step.pick % len(waiting)]
        elsewhere = step.foreign and len(found.holds) <= 1
        place = next(each for each in self.world.places if (each == found.place) is not elsewhere)
        line = {"part_id": found.part, "quantity": text_of(step.milli), "reservation_id": found.id}
        return self._posting(
            {"location_id": place, "lines": [line], "occurred_at": self.world.moment(step.day)},
            lambda: self.books.fulfilling(found, place, step.milli),
            path=f"/v1/tickets/{found.ticket}/inventory/issues",
            first=lambda lines: self.books.fulfilled(found, lines),
        )

    def begin_count(self, step: Step) -> Call | None:
        place = self._place(step)
        if any(each.is_open and each.place == place for each in self.counts):
            return None

        async def apply(said: Json) -> None:
            self.counts.append(Count(said["id"], place, {}))

        return Call(COUNTS, {"location_id": place}, lambda: apply)

    def enter(self, step: Step) -> Call | None:
        """Find a little less or more than the book says."""
        count = next((each for each in self.counts if each.is_open), None)
        if count is None:
            return self.begin_count(step)
        keys = [key for key in self.books.stock if key.place == count.place]
        if not keys:
            return None
        key = keys[step.pick % len(keys)]
        counted = max(0, self.books.stock[key] + step.milli % 3_001 - 1_500)
        entry = {"part_id": key.part, "lot": key.lot, "stock_owner_id": key.owner, "counted": text_of(counted)}

        async def apply(said: Json) -> None:
            [told] = said["items"]
            assert milli_of(told["expected"]) == self.books.stock[key]
            count.figures[key] = (self.books.stock[key], counted)

        return Call(f"{COUNTS}/{count.id}/entries", {"entries": [entry]}, lambda: apply)

    def end_count(self, step: Step) -> Call | None:
        """Put the differences into the book, or drop them."""
        if not self.counts:
            return None
        count, action = self.counts[-1 - step.pick % min(2, len(self.counts))], ("post", "cancel")[step.pick % 5 == 0]

        async def apply(said: Json) -> None:
            lines = _differences(count)
            count.is_open = False
            assert (said["status"], said["posting_id"] is not None) == (
                ("posted", bool(lines)) if action == "post" else ("cancelled", False)
            )
            if said["posting_id"] is not None:
                posting = await self.world.caller.found(f"{POSTINGS}/{said['posting_id']}")
                self._booked(posting, lines)

        def plan() -> Apply:
            if not count.is_open:
                raise Refused("inventory.count.not_open")
            short = [(key, book - found) for key, (book, found) in count.figures.items() if found < book]
            if action == "post" and any(self.books.free(key) < missing for key, missing in short):
                raise Refused("inventory.count.recount")
            return apply

        return Call(f"{COUNTS}/{count.id}/transitions", {"action": action}, plan)

    def _posting(
        self,
        body: Json,
        lines: Callable[[], Sequence[Line]],
        *,
        path: str = POSTINGS,
        first: Callable[[Sequence[Line]], None] | None = None,
    ) -> Call:
        def plan() -> Apply:
            expected = lines()

            async def apply(said: Json) -> None:
                if first is not None:
                    first(expected)
                posting = said.get("posting", said)
                if body.get("occurred_at"):
                    assert posting["occurred_at"] == body["occurred_at"]
                self._booked(posting, expected)

            return apply

        return Call(path, body, plan)

    def _booked(self, posting: Json, lines: Sequence[Line]) -> None:
        entries = self.books.book(posting, lines)
        self.settlement.moved(posting["kind"], entries, local_day(posting["occurred_at"]))
        self.books.fill()

    def _consignment(self, what: str, place: str, line: Json, lines: Callable[[], list[Line]], **more: str) -> Call:
        body = {"agreement_id": self.world.agreement, "location_id": place, "lines": [line], **more}
        return self._posting(body, lines, path=f"/v1/consignment/{what}")

    def _gone(self, keys: Iterable[Key], milli: int, target: str = AWAY) -> list[Line]:
        return [gone(key, quantity, target) for key, quantity in self.books.taken(keys, milli).items()]

    def _part(self, step: Step) -> str:
        return self.world.parts[step.part]

    def _place(self, step: Step) -> str:
        return self.world.places[step.place]

    def _owner(self, step: Step) -> str | None:
        return self.world.party if step.foreign else None

    def _ticket(self, step: Step) -> str:
        return self.world.tickets[step.pick // 2 % 2]

    def _of_ticket(self, step: Step, what: str) -> str:
        return f"/v1/tickets/{self._ticket(step)}/inventory/{what}"


def _line(part: str, milli: int, lot: str | None) -> Json:
    return {"part_id": part, "quantity": text_of(milli), "lot": lot, "expires_on": EXPIRES_ON.get(lot or "")}


def _differences(count: Count) -> list[Line]:
    """Return the moves that make the book say what was found."""
    return [
        gone(key, book - found) if found < book else Line(key.part, key.lot, key.owner, AWAY, key.place, found - book)
        for key, (book, found) in count.figures.items()
        if found != book
    ]
