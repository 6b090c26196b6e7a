"""A plugin that charges tickets whatever a test says."""

from typing import Any

from wellkept_sdk import Ctx, Manifest, Plugin
from wellkept_sdk.hooks import TicketHooks, hookimpl
from wellkept_sdk.hooks.ticket_questions import Charge, Charges, ChargesQuestion


class FakeCharges(Plugin, TicketHooks):
    """Charges that a test may change; `None` instead of them is no answer, an error is raised."""

    manifest = Manifest(name="meter", version="1.0.0", sdk=">=1.0,<2")

    def __init__(self) -> None:
        self.charges: list[Charge] | Exception | None = []

    @hookimpl
    async def ticket_charges(self, ctx: Ctx, event: ChargesQuestion) -> Charges | None:
        if isinstance(self.charges, Exception):
            raise self.charges
        return None if self.charges is None else Charges(items=self.charges)

    def state(self, *charges: Any) -> None:
        """Charge this from now on, and nothing else."""
        self.charges = list(charges)
