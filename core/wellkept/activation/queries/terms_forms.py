"""What a form needs to let people edit terms: JSON Schema, default values, and words for the fields."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from wellkept.activation.queries.catalogue import catalogue
from wellkept.activation.schemas.plans import TermsForm, TermsForms
from wellkept.platform.labels.locales import Locale
from wellkept.platform.labels.words import Words, all_words

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def terms_forms(locale: Locale) -> TermsForms:
    """Return what plans and contracts may say, by plugin, `core` first; plugins that serve every record say nothing."""
    words = all_words(locale)
    items = [
        TermsForm(
            plugin=name,
            title=words[name].name,
            version=offer.terms.version,
            requires=list(offer.requires),
            default=dict(offer.bottom),
            schema=_schema(offer.terms, words[name]),
        )
        for name, offer in catalogue().offers.items()
        if offer.per_contract
    ]
    return TermsForms(locale=locale, items=items)


def _schema(terms: type, words: Words) -> dict[str, Any]:
    schema = msgspec.json.schema(terms)
    for definition in schema["$defs"].values():
        _name_fields(definition.get("properties", {}), words.fields)
    return {"$schema": DIALECT, **schema}


def _name_fields(properties: dict[str, Any], words: Mapping[str, str]) -> None:
    for name, property_schema in properties.items():
        if name in words:
            property_schema["title"] = words[name]
