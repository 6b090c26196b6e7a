"""What a party would be if a body were followed, and what is wrong with that."""

from collections.abc import Mapping
from typing import Any, Final, cast

from msgspec import UNSET

from wellkept_parties.errors import RegistrationInvalid
from wellkept_parties.rules.currencies import is_currency
from wellkept_parties.rules.registration import is_credit_code
from wellkept_parties.schemas.parties import (
    PartiesRegistration,
    PartiesRegistrationPatch,
    PartiesScheme,
    registration_of,
)
from wellkept_sdk.errors import FieldError, Invalid, invalid, refuse
from wellkept_sdk.json import document_mistakes
from wellkept_sdk.time_zones import time_zone_mistakes

_NUMBER: Final = "/registration/number"


def require_sound(values: Mapping[str, Any]) -> None:
    """
    Refuse column values that cannot be; those that are absent stay as they are.

    Raises:
        RegistrationInvalid: the number is no unified social credit code, and says that it is one.
        Invalid: zone or currency are unknown, the metadata too long, or there are several mistakes.
    """
    refuse(
        [
            *_registration_mistakes(values),
            *time_zone_mistakes(values.get("time_zone"), pointer="/time_zone"),
            *_currency_mistakes(values.get("currency")),
            *document_mistakes(values.get("metadata", {}), pointer="/metadata"),
        ]
    )


def stored_registration(registration: PartiesRegistration | None) -> dict[str, str | None]:
    """Return the columns of a registration; a unified social credit code is kept upper-case."""
    if registration is None:
        return {"registration_scheme": None, "registration_number": None}
    is_code = registration.scheme is PartiesScheme.CN_USCC
    number = registration.number.upper() if is_code else registration.number
    return {"registration_scheme": registration.scheme.value, "registration_number": number}


def patched_registration(patch: PartiesRegistrationPatch | None, *, before: Mapping[str, Any]) -> dict[str, str | None]:
    """
    Return the columns of a registration after a merge patch; null clears it.

    Raises:
        Invalid: a party that has none needs both scheme and number.
    """
    if patch is None:
        return stored_registration(None)
    present = registration_of(before)
    scheme = (present and present.scheme) if patch.scheme is UNSET else patch.scheme
    number = (present and present.number) if patch.number is UNSET else patch.number
    if scheme is None or number is None:
        absent = {"/registration/scheme": scheme, "/registration/number": number}
        missing = [place for place, value in absent.items() if value is None]
        raise Invalid(errors=[FieldError(place, "required", "Is required.") for place in missing])
    return stored_registration(PartiesRegistration(scheme=scheme, number=number))


def merged(target: object, patch: object) -> Any:  # noqa: ANN401 - any JSON
    """Return the document that a merge patch (RFC 7396) makes of another; neither of the two is changed."""
    if not isinstance(patch, dict):
        return patch
    members = dict(cast("dict[str, Any]", target)) if isinstance(target, dict) else {}
    for name, value in cast("dict[str, Any]", patch).items():
        if value is None:
            members.pop(name, None)
        else:
            members[name] = merged(members.get(name), value)
    return members


def _registration_mistakes(values: Mapping[str, Any]) -> list[Invalid]:
    if values.get("registration_scheme") != PartiesScheme.CN_USCC or is_credit_code(values["registration_number"]):
        return []
    return [RegistrationInvalid.at(_NUMBER)]


def _currency_mistakes(code: str | None) -> list[Invalid]:
    if code is None or is_currency(code):
        return []
    return [invalid("/currency", "not_a_choice", "This is no currency of ISO 4217 such as CNY.")]
