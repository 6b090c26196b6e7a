"""A plain model of what is owed to one supplier: uses, what changes them, and the statements on which they stand."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from msgspec import Struct, field

from stock_books import AWAY, MILLI, Entry, Json, Refused, milli_of, rounded

#: Local time of the agreement, all year.
ZONE = timedelta(hours=8)
WHOLE = 100
USES = {"issue": "withdrawal", "scrap": "loss", "count": "loss", "stock_owner_change": "buy_out"}
ALLOWED = {"draft": ("issue", "cancel"), "issued": ("agree", "cancel"), "agreed": ("close",)}
BECOMES = {"issue": "issued", "agree": "agreed", "close": "closed", "cancel": "cancelled"}
_WRONG = "consignment.statement.wrong_state"


class Price(Struct, frozen=True):
    """What a unit costs on the days from the first one until before the last."""

    part: str
    first: date
    last: date | None
    minor: int

    def covers(self, part: str, day: date) -> bool:
        return self.part == part and self.first <= day and (self.last is None or day < self.last)


class Member(Struct):
    """A use, or what takes it back; without a price it is worth None."""

    milli: int
    undoes: str | None
    minor: int | None


class Use(Struct):
    """One use with all that changes what it costs."""

    part: str
    kind: str
    day: date
    members: dict[str, Member]
    shares: list[int] = field(default_factory=list[int])
    agreed: bool = False

    @property
    def is_unpriced(self) -> bool:
        return any(each.minor is None for each in self.members.values())

    @property
    def left(self) -> int:
        return sum(each.milli for each in self.members.values())

    @property
    def net(self) -> int:
        return sum(each.minor or 0 for each in self.members.values())

    @property
    def claimed(self) -> int:
        if sum(self.shares) == WHOLE:
            return self.net
        return min(self.net, sum(rounded(self.net * share, WHOLE) for share in self.shares))

    def reprice(self, minor: int) -> None:
        members, self.members = self.members, {}
        for move, each in members.items():
            self.members[move] = Member(each.milli, each.undoes, self._worth(each.milli, each.undoes, minor))

    def take_back(self, move: str, milli: int, undoes: str, minor: int | None) -> None:
        worth = None if self.is_unpriced or minor is None else self._worth(milli, undoes, minor)
        self.members[move] = Member(milli, undoes, worth)

    def _worth(self, milli: int, undoes: str | None, unit: int) -> int:
        """Return what comes back for so much: its own price, never more than is left, and of the last unit all."""
        if undoes is None:
            return rounded(milli * unit, MILLI)
        if milli > 0:
            return -(self.members[undoes].minor or 0)
        if self.left + milli == 0:
            return -self.net
        own = rounded(-milli * self.net, self.left) if self.agreed else rounded(-milli * unit, MILLI)
        return -min(own, self.net)


class Place(Struct):
    """A line on a statement, with what the supplier says of it."""

    id: str
    answer: str = "pending"
    conceded: bool = False


class Statement(Struct):
    """What is settled together; frozen is what both have agreed."""

    id: str
    period: tuple[str, str]
    status: str = "draft"
    places: dict[str, Place] = field(default_factory=dict[str, Place])
    frozen: tuple[int, list[str]] | None = None

    def standing(self) -> list[str]:
        if self.status == "cancelled":
            return []
        return [line for line, place in self.places.items() if place.answer != "carried"]


class Settlement:
    """All that is owed to one party under one agreement."""

    def __init__(self, party: str, prices: Sequence[Price]) -> None:
        self.party = party
        self.prices = list(prices)
        #: How many of them there were when all lines were looked at last.
        self.prices_before = len(prices)
        self.uses: dict[str, Use] = {}
        self.lines: dict[str, Json] = {}
        self.statements: dict[str, Statement] = {}
        #: Corrections that were agreed and not seen yet: by statement, what is corrected and by how much.
        self.conceded: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)

    def unit(self, part: str, day: date, *, count: int | None = None) -> int | None:
        """Return the price of a day, of the first so many: the one that was recorded last."""
        return next((each.minor for each in reversed(self.prices[:count]) if each.covers(part, day)), None)

    def moved(self, kind: str, entries: Iterable[Entry], day: date) -> None:
        """Let what moves of the party's make a use, or take one back."""
        for each in entries:
            line = each.line
            if line.owner != self.party:
                continue
            use = self.use_of(line.undoes or "")
            if use is not None:
                milli = line.milli if line.target == AWAY else -line.milli
                use.take_back(each.id, milli, str(line.undoes), self.unit(use.part, use.day))
            elif line.undoes is None and line.target == AWAY and kind in USES:
                unit = self.unit(line.part, day)
                worth = None if unit is None else rounded(line.milli * unit, MILLI)
                self.uses[each.id] = Use(line.part, USES[kind], day, {each.id: Member(line.milli, None, worth)})

    def use_of(self, move: str) -> Use | None:
        return next((use for use in self.uses.values() if move in use.members), None)

    def price(self, price: Price) -> None:
        self.prices.append(price)
        for use in self.uses.values():
            if price.covers(use.part, use.day):
                use.reprice(price.minor)

    def claim(self, use: Use, percent: int) -> None:
        """Refuse a claim that cannot be made; whoever makes one adds its share."""
        if use.kind != "withdrawal" or use.is_unpriced:
            raise Refused("consignment.claim.not_claimable")
        if sum(use.shares) + percent > WHOLE:
            raise Refused("consignment.claim.exceeds_line")

    def settled(self) -> dict[str, str]:
        """Return on which statement each line stands."""
        pairs = [(line, each.id) for each in self.statements.values() for line in each.standing()]
        assert len(pairs) == len(dict(pairs)), "a line is settled twice"
        return dict(pairs)

    def drawable(self, period: tuple[str, str]) -> list[str]:
        """Return the lines that a new statement would take."""
        if any(each.period == period for each in self.statements.values() if each.status != "cancelled"):
            raise Refused("consignment.statement.period_taken")
        end = datetime.combine(date.fromisoformat(period[1]), time.min, UTC) - ZONE
        settled = self.settled()
        found = [
            line_id
            for line_id, line in self.lines.items()
            if line_id not in settled and datetime.fromisoformat(line["occurred_at"]) < end
        ]
        if not found:
            raise Refused("consignment.statement.empty")
        return found

    def require(self, statement: Statement, action: str) -> None:
        """Refuse what may not be done to a statement."""
        if action not in ALLOWED.get(statement.status, ()):
            raise Refused(_WRONG)
        standing = statement.standing()
        if action == "issue" and any(self.lines[line]["amount"] is None for line in standing):
            raise Refused("consignment.statement.unpriced")
        if action == "agree" and any(statement.places[line].answer != "confirmed" for line in standing):
            raise Refused("consignment.statement.unanswered")

    def act(self, statement: Statement, action: str) -> None:
        statement.status = BECOMES[action]
        if action == "agree":
            standing = statement.standing()
            statement.frozen = (self.total_of(standing), sorted(standing))

    def require_answerable(self, statement: Statement) -> None:
        if statement.status != "issued":
            raise Refused(_WRONG)

    def concede(self, statement: Statement, line_id: str, minor: int) -> None:
        """Agree to another amount of a line: the difference joins the statement."""
        line = self.lines[line_id]
        delta = minor - line["amount"]["amount_minor"]
        if delta == 0:
            return
        corrected = line_id if line["move_id"] else line["corrects_line_id"]
        move = self.lines[corrected]["move_id"]
        use = self.use_of(move)
        assert use is not None, "every line belongs to a use"
        member = use.members[move]
        member.minor = (member.minor or 0) + delta
        use.agreed = True
        self.conceded[statement.id].append((corrected, delta))

    def total_of(self, lines: Iterable[str]) -> int:
        return sum(self.lines[line]["amount"]["amount_minor"] for line in lines if self.lines[line]["amount"])

    def require_lines(self, lines: Sequence[Json]) -> None:
        """Check that the lines are owed that the model owes, each recorded at the price of its day, and keep them."""
        told: defaultdict[str, list[Json]] = defaultdict(list)
        roots: dict[str, str] = {}
        for line in sorted(lines, key=lambda line: line["id"]):
            root = roots.get(line["corrects_line_id"] or "") or line["move_id"]
            roots[line["id"]] = root
            told[root].append(line)
            self._require_kept(line)
        self.prices_before = len(self.prices)
        assert told.keys() == self.uses.keys()
        for root, group in told.items():
            _require_use(self.uses[root], group)
        assert not any(self.conceded.values()), "a correction that was agreed is not there"
        assert {line["id"]: line["statement_id"] for line in lines if line["statement_id"]} == self.settled()

    def _require_kept(self, line: Json) -> None:
        """Check that a line is what it was but for its first price, or, if it is new, what it should be."""
        before, amount = self.lines.get(line["id"]), line["amount"]
        if before is not None:
            kept = ("kind", "quantity", "price_on", "move_id", "corrects_line_id", "occurred_at")
            assert [line[name] for name in kept] == [before[name] for name in kept]
            assert before["amount"] in (None, amount)
        elif line["kind"] in USES.values() and line["corrects_line_id"] is None:
            day = date.fromisoformat(line["price_on"])
            unit = line["unit_price"] and line["unit_price"]["amount_minor"]
            # Where a price came at the same time, either holds first; the sum of the use is the same.
            counts = range(self.prices_before, len(self.prices) + 1)
            assert unit in {self.unit(line["part_id"], day, count=count) for count in counts}
            assert day == local_day(line["occurred_at"])
            worth = None if unit is None else rounded(milli_of(line["quantity"]) * unit, MILLI)
            assert (amount and amount["amount_minor"]) == worth
        elif line["kind"] == "correction" and line["statement_id"] is not None:
            self.conceded[line["statement_id"]].remove((line["corrects_line_id"], amount["amount_minor"]))
            self.statements[line["statement_id"]].places[line["id"]] = Place("", answer="confirmed")
        self.lines[line["id"]] = line


def local_day(moment: str) -> date:
    """Return the day of a moment where the agreement is."""
    return (datetime.fromisoformat(moment).astimezone(UTC) + ZONE).date()


def _require_use(use: Use, group: Sequence[Json]) -> None:
    own = [line for line in group if line["kind"] != "claim"]
    amounts = [line["amount"] for line in own]
    assert [line["move_id"] for line in group if line["move_id"]] == list(use.members)
    assert (group[0]["kind"], local_day(group[0]["occurred_at"])) == (use.kind, use.day)
    assert sum(milli_of(line["quantity"]) for line in group) == use.left
    assert {line["price_on"] for line in group} == {use.day.isoformat()}
    if use.is_unpriced:
        assert amounts == [None] * len(own)
        return
    assert sum(amount["amount_minor"] for amount in amounts) == use.net
    claims = [line["amount"]["amount_minor"] for line in group if line["kind"] == "claim"]
    assert sum(claims) == -use.claimed
