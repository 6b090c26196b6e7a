"""Which terms serve a record. The one place that plans and contracts will answer from."""

from wellkept.activation.terms import CoreTerms

_DEFAULT_TERMS = CoreTerms()


def core_terms() -> CoreTerms:
    """Return the terms of `core`: the defaults, as long as no plan can say otherwise."""
    return _DEFAULT_TERMS
