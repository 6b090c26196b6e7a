"""Fixtures of this domain's routes."""

from core_api import client, client_of

__all__ = ["client", "client_of"]
