"""What the plugin `inventory` asks and tells others when stock moves."""

from wellkept_sdk.ctx import Ctx
from wellkept_sdk.hooks.phases import Veto, apply, decide
from wellkept_sdk.services.stock import StockDraft, StockPosting


class StockHooks:
    """Moves of stock, inside the transaction that records them."""

    @decide(since="1.0")
    async def stock_moving(self, ctx: Ctx, event: StockDraft) -> Veto | None:
        """Veto moves; every end of every move is named, and lots are named as the caller named them."""

    @apply(since="1.0")
    async def stock_moved(self, ctx: Ctx, event: StockPosting) -> None:
        """Write what follows from moves, such as the debt for a supplier's part that was used."""
