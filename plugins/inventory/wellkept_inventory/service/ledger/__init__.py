"""The ledger: how stock moves, and what lots and serial numbers are."""

from wellkept_inventory.service.ledger.balances import insufficient
from wellkept_inventory.service.ledger.lots import LotWanted, lots_of
from wellkept_inventory.service.ledger.recording import record

__all__ = ["LotWanted", "insufficient", "lots_of", "record"]
