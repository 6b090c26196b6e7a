"""What was learnt from one ticket, found in the next one, in Chinese and English."""

from wellkept_knowledge.plugin import plugin

__all__ = ["plugin"]
