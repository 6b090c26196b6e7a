"""Work outdoors waits for the weather."""

from weather_hold.plugin import plugin

__all__ = ["plugin"]
