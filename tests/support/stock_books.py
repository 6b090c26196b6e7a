"""A plain model of the books of parts: what lies where, whose it is, what is held, and what ours is worth."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from msgspec import Struct, field

Json = dict[str, Any]

#: Where parts come from and go to that are on no shelf.
AWAY = "@"
ANYBODY = "anybody"
SHORT = "inventory.stock.insufficient"
MILLI = 1_000


class Refused(Exception):  # noqa: N818 - what is the case
    """The model would not do this."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Key(NamedTuple):
    """One balance; without an owner it is ours."""

    part: str
    lot: str | None
    owner: str | None
    place: str


class Line(NamedTuple):
    """One move that is expected, with the value that it brings or takes, and the move that it takes back."""

    part: str
    lot: str | None
    owner: str | None
    source: str
    target: str
    milli: int
    undoes: str | None = None
    minor: int | None = None


class Entry(Struct, frozen=True):
    """A move that was recorded, with what it was worth; None where that is not known."""

    id: str
    line: Line
    minor: int | None


class Posting(Struct):
    """What was recorded together."""

    id: str
    kind: str
    entries: list[Entry]
    ticket: str | None
    is_reversed: bool = False


class Issue(Struct):
    """What a ticket has got by one move and not brought back."""

    ticket: str
    posting: str
    key: Key
    order: tuple[datetime, str]
    milli: int
    minor: int | None


class Reservation(Struct):
    """What a ticket waits for; the order is that of serving."""

    id: str
    ticket: str
    part: str
    place: str
    owner: str | None
    order: tuple[str, int, str]
    milli: int
    issued: int = 0
    released: bool = False
    holds: Counter[Key] = field(default_factory=Counter[Key])

    @property
    def ended(self) -> bool:
        return self.released or self.issued == self.milli

    @property
    def missing(self) -> int:
        return 0 if self.ended else self.milli - self.issued - self.holds.total()

    @property
    def status(self) -> str:
        if self.ended:
            return "released" if self.released else "issued"
        return "open" if self.missing else "reserved"


class Worth(Struct):
    """What our stock of a part is worth; not named where nobody has said a price."""

    milli: int = 0
    minor: int = 0
    named: bool = False

    def bring(self, milli: int, minor: int | None) -> int | None:
        if self.milli == 0:
            self.named = False
        given = rounded(self.minor * milli, self.milli) if minor is None else minor
        self.named = self.named or minor is not None
        self.milli, self.minor = self.milli + milli, self.minor + given
        return given if self.named else None

    def take(self, milli: int, minor: int | None) -> int | None:
        if milli == self.milli:
            taken = self.minor
        else:
            taken = rounded(self.minor * milli, self.milli) if minor is None else min(minor, self.minor)
        self.milli, self.minor = self.milli - milli, self.minor - taken
        return taken if self.named else None


class Books:
    """All stock of one world; a verb names the lines that it would make, or is refused, and `book` makes them."""

    def __init__(self, places: Sequence[str]) -> None:
        self.places = places
        self.stock: Counter[Key] = Counter()
        self.worth: defaultdict[str, Worth] = defaultdict(Worth)
        self.reservations: dict[str, Reservation] = {}
        self.issues: dict[str, Issue] = {}
        self.postings: dict[str, Posting] = {}

    def reserved(self, key: Key) -> int:
        return sum(each.holds[key] for each in self.reservations.values())

    def free(self, key: Key) -> int:
        return self.stock[key] - self.reserved(key)

    def found(self, part: str, place: str, owner: str | None = ANYBODY, lot: str | None = None) -> list[Key]:
        """Return what may serve: ours first, then by lot, for the first lot expires first."""
        fitting = [
            key
            for key in self.stock
            if (key.part, key.place) == (part, place) and lot in {None, key.lot} and owner in {ANYBODY, key.owner}
        ]
        return sorted(fitting, key=lambda key: (key.owner is not None, key.lot or ""))

    def picked(self, keys: Iterable[Key], milli: int, have: Counter[Key] | None = None) -> Counter[Key]:
        """Take from one after the other, as far as there is something."""
        taken: Counter[Key] = Counter()
        for key in keys:
            left = self.free(key) if have is None else have[key]
            if (quantity := min(left, milli - taken.total())) > 0:
                taken[key] = quantity
        return taken

    def taken(self, keys: Iterable[Key], milli: int) -> Counter[Key]:
        taken = self.picked(keys, milli)
        if taken.total() < milli:
            raise Refused(SHORT)
        return taken

    def book(self, said: Json, lines: Sequence[Line]) -> list[Entry]:
        """Check that the posting has these moves, each of this worth, and do the same here."""
        waiting = list(lines)
        pairs: list[tuple[Json, Line]] = []
        for move in said["moves"]:
            line = next((each for each in waiting if each[:7] == self._told(move)), None)
            assert line is not None, (move, waiting)
            waiting.remove(line)
            pairs.append((move, line))
        assert waiting == []
        minors: dict[str, int | None] = {}
        # A posting may take what it brings.
        for move, line in sorted(pairs, key=lambda pair: pair[1].source != AWAY):
            minors[move["id"]] = self._apply(line)
            told = move["value"] and move["value"]["amount_minor"]
            assert told == minors[move["id"]], (move, line)
        entries = [Entry(move["id"], line, minors[move["id"]]) for move, line in pairs]
        self.postings[said["id"]] = Posting(said["id"], said["kind"], entries, said["ticket_id"])
        self._follow(said, entries)
        return entries

    def returning(self, ticket: str, part: str, milli: int, issue: str | None, place: str | None) -> list[Line]:
        """Return the lines by which unused parts come back, the newest issue first."""
        mine = [
            (move_id, each)
            for move_id, each in self.issues.items()
            if (each.ticket, each.key.part) == (ticket, part) and issue in {None, move_id} and each.milli
        ]
        lines: list[Line] = []
        for move_id, each in sorted(mine, key=lambda pair: pair[1].order, reverse=True):
            quantity = min(each.milli, milli)
            if quantity:
                milli -= quantity
                minor = None if each.minor is None else rounded(each.minor * quantity, each.milli)
                key = each.key
                lines.append(
                    Line(key.part, key.lot, key.owner, AWAY, place or key.place, quantity, move_id, minor),
                )
        if milli:
            raise Refused("inventory.return.exceeds_issue")
        return lines

    def reversing(self, posting_id: str) -> list[Line]:
        """Return the mirror of a posting."""
        posting = self.postings[posting_id]
        if posting.kind == "reversal":
            raise Refused("inventory.posting.not_reversible")
        if posting.is_reversed:
            raise Refused("inventory.posting.already_reversed")
        if posting.kind == "issue" and any(self.issues[each.id].milli < each.line.milli for each in posting.entries):
            raise Refused("inventory.posting.not_reversible")
        lines: list[Line] = []
        change: Counter[Key] = Counter()
        for each in reversed(posting.entries):
            part, lot, owner, source, target, milli = each.line[:6]
            lines.append(Line(part, lot, owner, target, source, milli, each.id, each.minor))
            change[Key(part, lot, owner, source)] += milli
            change[Key(part, lot, owner, target)] -= milli
        if any(
            key.place != AWAY and quantity < 0 and self.free(key) + quantity < 0 for key, quantity in change.items()
        ):
            raise Refused(SHORT)
        return lines

    def fulfilling(self, reservation: Reservation, place: str, milli: int) -> list[Line]:
        """Return the lines of an issue for a reservation: what is held for it goes first."""
        keys = self.found(reservation.part, place)
        held = self.picked(keys, milli, reservation.holds)
        free = self.taken(keys, milli - held.total())
        return [gone(key, (held + free)[key]) for key in dict.fromkeys([*held, *free])]

    def fulfilled(self, reservation: Reservation, lines: Iterable[Line]) -> None:
        """Let the reservation know, before the lines are booked; what it needs no more is free."""
        for line in lines:
            key = Key(line.part, line.lot, line.owner, line.source)
            reservation.holds[key] -= min(reservation.holds[key], line.milli)
            reservation.issued = min(reservation.milli, reservation.issued + line.milli)
        reservation.holds = +reservation.holds
        needless = reservation.holds.total() - (reservation.milli - reservation.issued)
        if needless > 0:
            [key] = reservation.holds
            reservation.holds[key] -= needless
            reservation.holds = +reservation.holds

    def fill(self) -> None:
        """Hold what is free for those who wait, in the order of serving."""
        for each in sorted(self.reservations.values(), key=lambda each: each.order):
            if each.missing:
                keys = self.found(each.part, each.place, each.owner)
                each.holds.update(self.picked(keys, each.missing))

    def _told(self, move: Json) -> tuple[object, ...]:
        ends = [move[end] if move[end] in self.places else AWAY for end in ("from_location_id", "to_location_id")]
        undoes = move["returns_move_id"] or move["reverses_move_id"]
        return (move["part_id"], move["lot"], move["stock_owner_id"], *ends, milli_of(move["quantity"]), undoes)

    def _apply(self, line: Line) -> int | None:
        """Change what lies at both ends, and return what the move is worth in our books: a party's stock, nothing."""
        for place, milli in ((line.source, -line.milli), (line.target, line.milli)):
            if place != AWAY:
                self.stock[Key(line.part, line.lot, line.owner, place)] += milli
        if line.owner is not None or AWAY not in {line.source, line.target}:
            return None
        worth = self.worth[line.part]
        return (worth.bring if line.source == AWAY else worth.take)(line.milli, line.minor)

    def _follow(self, said: Json, entries: Sequence[Entry]) -> None:
        undone = self.postings.get(said["reverses_id"] or "")
        if undone is not None:
            undone.is_reversed = True
        for each in entries:
            line = each.line
            if said["kind"] == "issue":
                key = Key(line.part, line.lot, line.owner, line.source)
                order = (datetime.fromisoformat(said["recorded_at"]), each.id)
                self.issues[each.id] = Issue(said["ticket_id"], said["id"], key, order, line.milli, each.minor)
            elif said["kind"] == "return":
                self._brought_back(str(line.undoes), line.milli, each.minor)
            elif undone is not None and undone.kind == "issue":
                del self.issues[str(line.undoes)]
            elif undone is not None and undone.kind == "return":
                back = next(entry for entry in undone.entries if entry.id == line.undoes)
                self._brought_back(str(back.line.undoes), -back.line.milli, back.minor and -back.minor)

    def _brought_back(self, issue: str, milli: int, minor: int | None) -> None:
        found = self.issues[issue]
        found.milli -= milli
        found.minor = None if found.minor is None else found.minor - (minor or 0)


def gone(key: Key, milli: int, target: str = AWAY) -> Line:
    """Return the line by which something leaves its shelf."""
    return Line(key.part, key.lot, key.owner, key.place, target, milli)


def rounded(total: int, over: int) -> int:
    """Divide, and let a half go away from zero; by nothing is nothing."""
    size = (2 * abs(total) + over) // (2 * over) if over else 0
    return size if total >= 0 else -size


def milli_of(text: str) -> int:
    """Read a quantity in thousandths."""
    whole, _, rest = text.lstrip("-").partition(".")
    size = int(whole) * MILLI + int(rest.ljust(3, "0"))
    return -size if text.startswith("-") else size


def text_of(milli: int) -> str:
    """Write a quantity of thousandths, not below zero."""
    return f"{milli // MILLI}.{milli % MILLI:03d}"
