"""The register of outside organisations, and of who takes part in what."""

from wellkept_parties.plugin import plugin

__all__ = ["plugin"]
