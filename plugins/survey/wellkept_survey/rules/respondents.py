"""Who is asked: one key for each person, and whether a sample has him."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Annotated, Any, Final
from uuid import UUID

from msgspec import Meta, Struct

from wellkept_sdk.text import Email, Name, Phone, ShortText
from wellkept_survey.terms import SurveyRespondents

_HUNDRED: Final = 100

RespondentRole = Annotated[ShortText, Meta(examples=["operator"])]


class SurveyRespondent(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody at the customer's who is asked; personal."""

    name: Name
    email: Email | None = None
    phone: Phone | None = None
    role: RespondentRole | None = None
    user_id: UUID | None = None

    @property
    def has_address(self) -> bool:
        """Return whether he can be reached."""
        return self.user_id is not None or self.email is not None or bool(digits_of(self.phone))


def digits_of(phone: str | None) -> str:
    """Return the digits of a phone number; the same for every way to write it."""
    return "".join(each for each in phone or "" if each.isascii() and each.isdigit())


def respondent_key(respondent: SurveyRespondent) -> str:
    """
    Return the key of a person, SHA-256 in hexadecimal: of the account's id, else the address, else the phone's digits.

    Who has none of these is known by name only.
    """
    if respondent.user_id is not None:
        text = str(respondent.user_id)
    elif respondent.email is not None:
        text = respondent.email.casefold()
    else:
        text = digits_of(respondent.phone) or f"name:{respondent.name.casefold()}"
    return sha256(text.encode()).hexdigest()


def in_sample(key: str, *, percent: int) -> bool:
    """
    Return whether a sample has an invitation: the same at every attempt.

    Args:
        key: of the invitation: what tells it from every other.
        percent: how many of a hundred are asked.
    """
    return int.from_bytes(sha256(key.encode()).digest()) % _HUNDRED < percent


def invitation_key(template: str, *, record_id: UUID, wave: int, respondent: str) -> str:
    """Return what tells an invitation from every other: the template's code, the record, wave and respondent."""
    return f"{template}:{record_id}:{wave}:{respondent}"


def reporter_of(reporter: Mapping[str, Any] | None) -> SurveyRespondent | None:
    """Return who reported a ticket; None where nobody was named."""
    if reporter is None or not reporter.get("name"):
        return None
    return SurveyRespondent(name=reporter["name"], email=reporter.get("email"), phone=reporter.get("phone"))


def contacts_of(contacts: Sequence[Mapping[str, Any]]) -> list[SurveyRespondent]:
    """Return the preferred contacts of a customer, or all if none is preferred."""
    preferred = [contact for contact in contacts if contact.get("preferred")]
    return [
        SurveyRespondent(
            name=contact["name"], email=contact.get("email"), phone=contact.get("phone"), role=contact.get("role")
        )
        for contact in preferred or contacts
    ]


def asked(
    who: Sequence[SurveyRespondents],
    *,
    reporter: SurveyRespondent | None,
    contacts: Sequence[SurveyRespondent],
) -> dict[str, SurveyRespondent]:
    """Return by key who is asked, each person once."""
    return {respondent_key(each): each for each in reversed(list(_all(who, reporter=reporter, contacts=contacts)))}


def _all(
    who: Sequence[SurveyRespondents], *, reporter: SurveyRespondent | None, contacts: Sequence[SurveyRespondent]
) -> Iterator[SurveyRespondent]:
    if SurveyRespondents.REPORTER in who and reporter is not None:
        yield reporter
    if SurveyRespondents.CONTACTS in who:
        yield from contacts
