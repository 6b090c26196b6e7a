"""Whatever is spent, taken back, charged, withdrawn and settled, in any order: every minor unit is somewhere, once."""

from collections import Counter
from collections.abc import AsyncIterator
from random import Random

import pytest

from liability_house import liability_app, party, site
from liability_money import (
    allocations,
    back_charges,
    charged,
    deducted,
    final_case,
    issued,
    moved,
    retention,
    share,
    spent,
    withheld,
    yuan,
)
from wellkept_sdk.testing import Json, TestApp, dialects

STEPS = 40
SEEDS = (1, 2, 3)


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


class World:
    """A ticket whose shares are final, its costs, and money that we hold of one of the parties."""

    def __init__(self, app: TestApp, ticket: Json, kept: Json, seed: int) -> None:
        self.app, self.ticket, self.kept = app, ticket, kept
        self.random = Random(seed)  # noqa: S311 - nothing secret
        self.lines: dict[str, int] = {}

    async def step(self) -> None:
        """Do something that people do."""
        await self.random.choice([self.spend, self.spend, self.charge, self.withdraw, self.settle, self.deduct])()

    async def spend(self) -> None:
        """Spend something, or take something back."""
        [line] = spent(self.ticket, self.random.choice([1, 7, 10_001, 12_345, -7, -10_001, 0]))
        self.lines[str(line.id)] = line.cost.amount_minor

    async def charge(self) -> None:
        """Share out what is not shared out yet."""
        await charged(self.app, self.ticket)

    async def withdraw(self) -> None:
        """Take a back-charge back, if its status allows that."""
        if found := await back_charges(self.app):
            await moved(self.app, self.random.choice(found), "withdraw", reason="Again.")

    async def settle(self) -> None:
        """Settle a back-charge out of what we hold, if it allows that, or else by payment."""
        if found := await back_charges(self.app, status="draft"):
            charge = await issued(self.app, self.random.choice(found))
            by_retention: Json = {"method": "retention", "retention_id": self.kept["id"]}
            if not (await moved(self.app, charge, "settle", **by_retention)).is_success:
                await moved(self.app, charge, "settle", method="payment")

    async def deduct(self) -> None:
        """Take something off what we hold, if there is so much."""
        await deducted(self.app, self.kept, self.random.choice([1, 5_000, 20_000]))

    async def require_all_in_place(self) -> None:
        """Check the laws."""
        await self.charge()
        parts = await allocations(self.app, self.ticket)
        by_line, by_charge = Counter[str](), Counter[str | None]()
        for part in parts:
            by_line[part["cost_line_id"]] += part["amount"]["amount_minor"]
            by_charge[part["back_charge_id"]] += part["amount"]["amount_minor"]
        assert by_line == self.lines
        asked = await back_charges(self.app)
        standing = {each["id"]: each["amount"]["amount_minor"] for each in asked if each["status"] != "withdrawn"}
        assert standing == {charge_id: total for charge_id, total in by_charge.items() if charge_id is not None}
        kept = await retention(self.app, self.kept)
        taken = sum(each["amount"]["amount_minor"] for each in kept["entries"] if each["kind"] == "deducted")
        assert kept["balance"]["amount_minor"] == kept["amount"]["amount_minor"] - taken >= 0


@pytest.mark.parametrize("seed", SEEDS)
async def test_law_every_minor_unit_is_somewhere_once(app: TestApp, seed: int) -> None:
    designer, installer = await party(app, "DESIGN", "designer"), await party(app, "INSTALL", "installer")
    project = await site(app)
    ticket = await app.ticket(project_id=project["id"])
    shares = (share("designer", 3334, designer), share("installer", 3333, installer), share("self", 3333))
    await final_case(app, ticket, *shares)
    kept = await withheld(app, project, direction="held_by_us", party_id=designer["id"], amount=yuan(30_000))
    world = World(app, ticket, kept, seed)

    for _ in range(STEPS):
        await world.step()

    await world.require_all_in_place()
