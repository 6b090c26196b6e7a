"""What other plugins get under `INVENTORY`, what they are asked and told, and how few statements it takes."""

from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import UUID

import pytest

from fake_parties import PUMPCO
from inventory_house import balances, inventory_app, issued, line, location, part, posted, received
from inventory_invariants import require_sound_books
from wellkept_inventory.errors import PostingInFuture, StockInsufficient
from wellkept_sdk import Ctx, Manifest, Plugin
from wellkept_sdk.errors import Invalid
from wellkept_sdk.hooks import hookimpl
from wellkept_sdk.hooks.phases import Veto
from wellkept_sdk.hooks.stock import StockHooks
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import Quantity
from wellkept_sdk.services.inventory import INVENTORY, InventoryService
from wellkept_sdk.services.stock import BalanceKey, BalanceQuery, MoveDraft, PostingKind, StockDraft, StockPosting
from wellkept_sdk.testing import Json, TestApp, dialects

STATEMENTS_OF_ISSUE_MAX = 9
#: What core asks at every route of a plugin on a ticket: for whom it serves.
ACTIVATION = 1
#: The ticket shows what was issued, so its version is raised.
VERSION = 1


class Watchman(Plugin, StockHooks):
    """Says no to what comes with the reference `NO`, and keeps what it was asked and told."""

    manifest = Manifest(name="watchman", version="1.0.0", sdk=">=1.0,<2", uses=(INVENTORY.name,))

    def __init__(self) -> None:
        self.asked: list[StockDraft] = []
        self.told: list[StockPosting] = []

    @hookimpl
    async def stock_moving(self, ctx: Ctx, event: StockDraft) -> Veto | None:
        self.asked.append(event)
        return Veto(code="watchman.no", message="No.") if event.reference == "NO" else None

    @hookimpl
    async def stock_moved(self, ctx: Ctx, event: StockPosting) -> None:
        self.told.append(event)


WATCHMAN = Watchman()


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    WATCHMAN.asked.clear()
    WATCHMAN.told.clear()
    async with inventory_app(request.param, plugins=(WATCHMAN,)) as app:
        yield app


async def service(app: TestApp) -> InventoryService:
    """Return the service as another plugin gets it, about no record."""
    return (await app.house.context("watchman", None)).service(INVENTORY)


def pieces(count: int) -> Quantity:
    return Quantity(milli=count * 1000, unit="ea")


class TestOthers:
    async def test_are_asked_before_and_told_after(self, app: TestApp) -> None:
        grease, store = await part(app, "GREASE", tracking="lot"), await location(app)
        body = {"kind": "receipt", "location_id": store["id"], "party_id": str(PUMPCO.id)}
        lines = [line(grease, "2", lot="B-17", unit_cost={"amount_minor": 500, "currency": "CNY"})]

        refused = await posted(app, **body, lines=lines, reference="NO")
        done = await posted(app, **body, lines=lines, reference="DN-1")

        assert (refused.status_code, refused.json()["code"], refused.json()["plugin"]) == (
            409,
            "watchman.no",
            "watchman",
        )
        assert [draft.reference for draft in WATCHMAN.asked] == ["NO", "DN-1"]
        [draft] = WATCHMAN.asked[1].moves
        assert (draft.lot, draft.quantity, str(draft.to_location_id)) == ("B-17", pieces(2), store["id"])
        assert (WATCHMAN.asked[1].kind, WATCHMAN.asked[1].party_id) == (PostingKind.RECEIPT, PUMPCO.id)
        [told] = WATCHMAN.told
        assert (str(told.id), told.moves[0].value) == (done.json()["id"], Money(amount_minor=1000, currency="CNY"))
        assert [each["quantity"] for each in await balances(app)] == ["2.000"]


class TestService:
    async def test_posts_what_others_draft(self, app: TestApp) -> None:
        bearing, store, van = await part(app), await location(app), await location(app, "VAN-1", kind="van")
        stock, (part_id, store_id, van_id) = await service(app), ids(bearing, store, van)
        come = MoveDraft(part_id=part_id, quantity=pieces(5), to_location_id=store_id, stock_owner_id=PUMPCO.id)
        gone = MoveDraft(
            part_id=part_id,
            quantity=pieces(2),
            from_location_id=store_id,
            to_location_id=van_id,
            stock_owner_id=PUMPCO.id,
        )

        async with app.house.transaction():
            receipt = await stock.post(StockDraft(kind=PostingKind.RECEIPT, moves=[come]))
            await stock.post(StockDraft(kind=PostingKind.TRANSFER, moves=[gone]))

        assert (receipt.number, receipt.moves[0].stock_owner_id) == ("ST-2026-000001", PUMPCO.id)
        found = await stock.balances(BalanceQuery(stock_owner_ids=[PUMPCO.id], location_ids=[store_id, van_id]))
        assert {each.key.location_id: each.quantity for each in found} == {store_id: pieces(3), van_id: pieces(2)}
        assert await stock.balances(BalanceQuery(part_ids=[store_id])) == []
        assert await stock.available(part_ids=[part_id], location_ids=[van_id]) == {
            BalanceKey(part_id=part_id, location_id=van_id, stock_owner_id=PUMPCO.id): pieces(2)
        }
        named = await stock.parts([part_id, store_id])
        assert {each.code: each.unit for each in named.values()} == {"BRG-6204": "ea"}

    async def test_refuses_drafts_that_are_none(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        stock, (part_id, store_id) = await service(app), ids(bearing, store)
        move = MoveDraft(part_id=part_id, quantity=pieces(1), to_location_id=store_id)
        nothing = MoveDraft(part_id=part_id, quantity=pieces(0), to_location_id=store_id)
        said = {
            "kind": StockDraft(kind=PostingKind.ISSUE, moves=[move]),
            "no line": StockDraft(kind=PostingKind.RECEIPT, moves=[]),
            "nothing": StockDraft(kind=PostingKind.RECEIPT, moves=[nothing]),
            "no source": StockDraft(kind=PostingKind.TRANSFER, moves=[move]),
        }

        found: dict[str, list[tuple[str, str]]] = {}
        for name, draft in said.items():
            with pytest.raises(Invalid) as refusal:
                await stock.post(draft)
            found[name] = [(error.pointer, error.code) for error in refusal.value.errors]

        assert found == {
            "kind": [("/kind", "not_a_choice")],
            "no line": [("/lines", "too_short")],
            "nothing": [("/lines/0/quantity", "too_small")],
            "no source": [("/lines/0/from_location_id", "required")],
        }

    async def test_gives_stock_another_owner_where_it_lies(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        await posted(
            app, kind="receipt", location_id=store["id"], stock_owner_id=str(PUMPCO.id), lines=[line(bearing, "5")]
        )
        stock, (part_id, store_id) = await service(app), ids(bearing, store)
        key = BalanceKey(part_id=part_id, location_id=store_id, stock_owner_id=PUMPCO.id)
        price = Money(amount_minor=4000, currency="CNY")

        async with app.house.transaction():
            bought = await stock.change_stock_owner(
                key=key, quantity=pieces(2), to=None, occurred_at=app.clock.now(), value=price
            )
        with pytest.raises(StockInsufficient):
            async with app.house.transaction():
                await stock.change_stock_owner(key=key, quantity=pieces(4), to=None, occurred_at=app.clock.now())
        with pytest.raises(PostingInFuture):
            later = app.clock.now().replace(year=2027)
            await stock.change_stock_owner(key=key, quantity=pieces(1), to=None, occurred_at=later)
        with pytest.raises(Invalid):
            await stock.change_stock_owner(key=key, quantity=pieces(1), to=PUMPCO.id, occurred_at=app.clock.now())
        with pytest.raises(Invalid):
            await stock.change_stock_owner(key=key, quantity=pieces(0), to=None, occurred_at=app.clock.now())

        assert [(move.stock_owner_id, move.value) for move in bought.moves] == [(PUMPCO.id, None), (None, price)]
        assert {each["stock_owner_id"]: each["quantity"] for each in await balances(app)} == {
            None: "2.000",
            str(PUMPCO.id): "3.000",
        }
        await require_sound_books(app)


class TestStatements:
    async def test_of_a_posting_do_not_grow_with_its_lines(self, app: TestApp) -> None:
        store, van = await location(app), await location(app, "VAN-1", kind="van")
        parts = [await part(app, f"P-{number}") for number in range(12)]
        everything = [line(each, "9") for each in parts]
        await posted(app, kind="receipt", location_id=store["id"], lines=everything)

        def transfer(count: int) -> Callable[[], Awaitable[object]]:
            lines = [line(each, "1") for each in parts[:count]]
            body = {"kind": "transfer", "from_location_id": store["id"], "to_location_id": van["id"], "lines": lines}
            return lambda: posted(app, **body)

        await statements(app, transfer(1))
        assert await statements(app, transfer(1)) == await statements(app, transfer(12))

    async def test_of_an_issue_are_nine(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        await received(app, bearing, store, "9", 100)
        ticket = await app.ticket(contract="plain")
        await issued(app, ticket, store, line(bearing, "1"))

        count = await statements(app, lambda: issued(app, ticket, store, line(bearing, "1")))
        logging = await statements(app, lambda: logged(app, ticket))

        # A line of the service record comes with every issue; its request has the same caller and scope to ask for.
        assert count - logging - ACTIVATION - VERSION <= STATEMENTS_OF_ISSUE_MAX


async def statements(app: TestApp, call: Callable[[], Awaitable[object]]) -> int:
    """Return how many statements a call sends."""
    before = app.house.statements
    await call()
    return app.house.statements - before


async def logged(app: TestApp, ticket: Json) -> None:
    """Add a line to the service record, as an issue does."""
    body = {"kind": "part", "text": "1 bearing"}
    answer = await app.client.post(f"/v1/tickets/{ticket['id']}/log", json=body)
    assert answer.is_success, answer.text


def ids(*records: Json) -> list[UUID]:
    return [UUID(record["id"]) for record in records]
