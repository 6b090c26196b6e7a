"""Spare parts as an append-only double-entry ledger."""

from wellkept_inventory.plugin import plugin

__all__ = ["plugin"]
