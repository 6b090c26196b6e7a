"""What people do with prices, claims and statements, as calls of the API; and what the plain models make of each."""

from collections.abc import Sequence
from datetime import date, timedelta

from settlement_books import Place, Price, Settlement, Statement
from stock_books import Json, Refused
from stock_verbs import Apply, Call, Step
from stock_world import StockWorld, money, price_body

STATEMENTS = "/v1/consignment/statements"
EVIDENCE = {"kind": "email", "contact_name": "Li"}
SHARES = (20, 45, 80, 100)
ACTIONS = ("issue", "agree", "issue", "agree", "close", "cancel")
FIELDS: dict[str, Json] = {"cancel": {"reason": "Again."}, "close": {"reference": "TR-1", "paid_on": "2026-03-02"}}


class SettlementVerbs:
    """The verbs of consignment; None where there is nothing to do it with."""

    def __init__(self, world: StockWorld) -> None:
        self.world = world
        self.settlement: Settlement = world.settlement

    def price(self, step: Step) -> Call:
        """Agree on a price of some of the days of use, or of today and later."""
        day = self.world.day
        spans = (
            (day(0), day(1)),
            (day(0), day(3)),
            (day(1), day(2)),
            (day(2), day(3)),
            (self.world.today - timedelta(days=1), None),
        )
        first, last = spans[step.pick % len(spans)]
        return self._pricing(Price(self.world.parts[step.part], first, last, step.milli % 1_000))

    def pricing(self, line: Json, step: Step) -> Call:
        """Agree on a price of the day of a line."""
        day = date.fromisoformat(line["price_on"])
        return self._pricing(Price(line["part_id"], day, day + timedelta(days=1), 100 + step.pick))

    def _pricing(self, price: Price) -> Call:
        async def apply(said: Json) -> None:
            assert (said["part_id"], said["unit_price"]) == (price.part, money(price.minor))
            self.settlement.price(price)

        path = f"/v1/consignment/agreements/{self.world.agreement}/prices"
        return Call(path, price_body(price), lambda: apply)

    def claim(self, step: Step) -> Call | None:
        """Say that a part was faulty: its use, or another line of the use, is owed in part only."""
        lines = [line for line in self.settlement.lines.values() if line["move_id"] in self.settlement.uses]
        if not lines:
            return None
        line, percent = lines[step.pick % len(lines)], SHARES[step.day]
        use = self.settlement.uses[line["move_id"]]

        async def apply(said: Json) -> None:
            use.shares.append(percent)
            assert (said["kind"], said["corrects_line_id"]) == ("claim", line["id"])

        def plan() -> Apply:
            self.settlement.claim(use, percent)
            return apply

        body = {"share": f"{percent // 100}.{percent % 100:02d}", "reason": "It was faulty."}
        return Call(f"/v1/consignment/lines/{line['id']}/claims", body, plan)

    def draw(self, step: Step) -> Call:
        """Draw up a statement of all that stands on none."""
        ends = (self.world.day(2), *[self.world.today + timedelta(days=1)] * 2)
        starts_on = self.world.day(0) - timedelta(days=step.pick % 4)
        period = (starts_on.isoformat(), ends[step.pick % len(ends)].isoformat())

        async def apply(said: Json) -> None:
            expected = self.settlement.drawable(period)
            places = await self.world.caller.all(f"{STATEMENTS}/{said['id']}/lines")
            assert {place["line"]["id"] for place in places} == set(expected)
            assert said["total"]["amount_minor"] == self.settlement.total_of(expected)
            statement = Statement(said["id"], period)
            statement.places = {place["line"]["id"]: Place(place["id"]) for place in places}
            self.settlement.statements[statement.id] = statement

        def plan() -> Apply:
            self.settlement.drawable(period)
            return apply

        body = {"agreement_id": self.world.agreement, "period_from": period[0], "period_to": period[1]}
        return Call(STATEMENTS, body, plan)

    def act(self, step: Step) -> Call | None:
        """Issue, agree, close or cancel a statement."""
        statement = self._statement(step)
        return statement and self.acting(statement, ACTIONS[step.milli % len(ACTIONS)])

    def acting(self, statement: Statement, action: str) -> Call:
        async def apply(said: Json) -> None:
            self.settlement.act(statement, action)
            assert said["status"] == statement.status

        def plan() -> Apply:
            self.settlement.require(statement, action)
            return apply

        return Call(f"{STATEMENTS}/{statement.id}/transitions", {"action": action, **FIELDS.get(action, {})}, plan)

    def answer(self, step: Step) -> Call | None:
        """Dispute one line, or confirm all that wait for an answer and one more."""
        statement = self._statement(step, "issued")
        if statement is None or not statement.standing():
            return None
        return (self.disputing if step.foreign else self.confirming)(statement, step)

    def disputing(self, statement: Statement, step: Step) -> Call:
        return self._answering(statement, [_chosen(statement.standing(), step)], "disputed")

    def confirming(self, statement: Statement, step: Step) -> Call:
        standing = statement.standing()
        pending = [line for line in standing if statement.places[line].answer == "pending" or step.pick % 2]
        return self._answering(statement, list(dict.fromkeys([*pending, _chosen(standing, step)])), "confirmed")

    def _answering(self, statement: Statement, lines: Sequence[str], answer: str) -> Call:
        reason = {"reason": "One was given back."} if answer == "disputed" else {}
        answers = [{"statement_line_id": statement.places[line].id, "answer": answer, **reason} for line in lines]

        async def apply(_: Json) -> None:
            for line in lines:
                statement.places[line].answer = answer

        def plan() -> Apply:
            self.settlement.require_answerable(statement)
            if answer == "disputed" and any(statement.places[line].conceded for line in lines):
                raise Refused("consignment.answer.conceded")
            return apply

        return Call(f"{STATEMENTS}/{statement.id}/answers", {"answers": answers, "evidence": EVIDENCE}, plan)

    def end_dispute(self, step: Step) -> Call | None:
        """Let a line stand, agree to half of it, or leave it for the next statement."""
        statement = self._statement(step, "issued")
        return None if statement is None else self.ending(statement, step)

    def ending(self, statement: Statement, step: Step) -> Call | None:
        standing = statement.standing()
        if not standing:
            return None
        disputed = [line for line in standing if statement.places[line].answer == "disputed"]
        line_id = _chosen(disputed or standing, step)
        place, minor = statement.places[line_id], self._half_of(line_id)
        outcome = ("upheld", "conceded", "carried", "conceded")[step.day]
        if minor is None and outcome == "conceded":
            outcome = "upheld"
        body: Json = {"statement_line_id": place.id, "outcome": outcome, "note": "Talked over."}
        if outcome == "conceded":
            body["amount"] = money(minor or 0)

        async def apply(_: Json) -> None:
            place.answer = "carried" if outcome == "carried" else "confirmed"
            place.conceded = outcome == "conceded"
            if outcome == "conceded":
                self.settlement.concede(statement, line_id, minor or 0)

        def plan() -> Apply:
            self.settlement.require_answerable(statement)
            if place.answer != "disputed":
                raise Refused("consignment.outcome.not_disputed")
            return apply

        return Call(f"{STATEMENTS}/{statement.id}/outcomes", {"outcomes": [body]}, plan)

    def _half_of(self, line_id: str) -> int | None:
        """Return half of a line's amount; None where that would leave less than nothing of the use."""
        line = self.settlement.lines[line_id]
        corrected = self.settlement.lines[line["corrects_line_id"]] if not line["move_id"] else line
        use = self.settlement.use_of(corrected["move_id"])
        if use is None or line["amount"] is None or use.left == 0:
            return None
        minor = line["amount"]["amount_minor"] // 2
        return minor if use.net + minor - line["amount"]["amount_minor"] >= 0 else None

    def _statement(self, step: Step, preferred: str = "") -> Statement | None:
        """Return one of the statements that are not void, of a status if there is any such."""
        live = [each for each in self.settlement.statements.values() if each.status != "cancelled"]
        found = [each for each in live if each.status == preferred] or live
        return found[step.pick % len(found)] if found else None


def _chosen(lines: Sequence[str], step: Step) -> str:
    return lines[step.pick % len(lines)]
