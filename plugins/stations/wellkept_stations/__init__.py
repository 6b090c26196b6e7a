"""Regional stations, their engineers, who should go and why, and the visits they make."""

from wellkept_stations.plugin import plugin

__all__ = ["plugin"]
