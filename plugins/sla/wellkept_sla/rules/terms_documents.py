"""Terms as they are kept for good: under the hash of their content, with the version that wrote them."""

from hashlib import sha256
from typing import Any

import msgspec

from wellkept_sla.terms import SlaTerms


def document_of(terms: SlaTerms) -> dict[str, Any]:
    """Return the terms as they are stored."""
    return {"version": SlaTerms.version, "terms": msgspec.to_builtins(terms)}


def terms_in(document: dict[str, Any]) -> SlaTerms:
    """Return the terms of a stored document, which an older version may have written."""
    said = document["terms"]
    if document["version"] < SlaTerms.version:
        said = SlaTerms.migrated(said, from_version=document["version"])
    return msgspec.convert(said, SlaTerms)


def hash_of(terms: SlaTerms) -> str:
    """Return the hash of the content of terms: the same on every database and in every process."""
    return sha256(msgspec.json.encode(document_of(terms), order="sorted")).hexdigest()


def calendar_codes(terms: SlaTerms) -> frozenset[str]:
    """Return the calendars that terms name."""
    return frozenset({terms.calendar, *(clock.calendar for clock in terms.clocks.values() if clock.calendar)})


def party_codes(terms: SlaTerms) -> frozenset[str]:
    """Return the parties that terms name."""
    return frozenset(clock.party for clock in terms.clocks.values() if clock.party)
