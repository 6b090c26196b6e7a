"""A plugin that says of which days a warranty covers everything: enough for those who use `LIABILITY`."""

from collections.abc import Sequence
from datetime import date

from wellkept_sdk import ActivationLevel, Ctx, Manifest, Plugin, provide
from wellkept_sdk.ids import TicketId
from wellkept_sdk.services.liability import LIABILITY, Coverage, CoverageCode, Covered, LiabilityShare
from wellkept_sdk.services.parties import PartyScope


class KnownWarranty:
    """What others get under the key `LIABILITY`."""

    def __init__(self, plugin: "FakeLiability") -> None:
        self._plugin = plugin

    async def coverage(self, ticket_id: TicketId, *, on: date, scope: PartyScope | None = None) -> Coverage:
        self._plugin.asked.append((ticket_id, on))
        covered, code = self._plugin.answer(on)
        return Coverage(on=on, scope=scope, covered=covered, code=code, answers=[])

    async def shares(self, ticket_id: TicketId) -> Sequence[LiabilityShare] | None:
        del ticket_id
        return None


class FakeLiability(Plugin):
    """A warranty that covers every ticket until a day, and does not know what it covers before another."""

    manifest = Manifest(
        name="liability",
        version="1.0.0",
        sdk=">=1.0,<2",
        provides=(LIABILITY.name,),
        activation=ActivationLevel.DEPLOYMENT,
    )

    def __init__(self, *, ends_on: date, known_from: date = date(2000, 1, 1)) -> None:
        self.ends_on, self.known_from = ends_on, known_from
        self.asked: list[tuple[TicketId, date]] = []
        self.services = (provide(LIABILITY, self._service),)

    def answer(self, on: date) -> tuple[Covered, CoverageCode]:
        if on < self.known_from:
            return Covered.UNKNOWN, CoverageCode.START_UNKNOWN
        if on < self.ends_on:
            return Covered.COVERED, CoverageCode.INSIDE_PERIOD
        return Covered.NOT_COVERED, CoverageCode.EXPIRED

    def _service(self, ctx: Ctx) -> KnownWarranty:
        del ctx
        return KnownWarranty(self)
