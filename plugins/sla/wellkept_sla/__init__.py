"""Running time targets on tickets, computed as a fold over recorded facts."""

from wellkept_sla.plugin import plugin

__all__ = ["plugin"]
