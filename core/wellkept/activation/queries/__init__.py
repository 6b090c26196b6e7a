"""Which plugins serve a record, and with which terms: what the rest of core asks."""

from wellkept.activation.queries.activations import core_terms, everything, nothing
from wellkept.activation.queries.records import of_many, of_record, of_ticket, places_of, tickets_with
from wellkept.activation.queries.resolving import Resolved, resolve, resolve_many
from wellkept.activation.rules.resolution import Place

__all__ = [
    "Place",
    "Resolved",
    "core_terms",
    "everything",
    "nothing",
    "of_many",
    "of_record",
    "of_ticket",
    "places_of",
    "resolve",
    "resolve_many",
    "tickets_with",
]
