"""Checklists."""

from wellkept_checklists.plugin import plugin

__all__ = ["plugin"]
