"""Is it under warranty, whose fault is it, who pays which part, and what happens to the money held back."""

from wellkept_liability.plugin import plugin

__all__ = ["plugin"]
