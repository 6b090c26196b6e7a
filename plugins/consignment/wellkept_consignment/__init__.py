"""Supplier-owned stock on our shelves, owed the moment it is used and settled exactly once."""

from wellkept_consignment.plugin import plugin

__all__ = ["plugin"]
