"""Taking out of a text who and where it was, before it becomes an article that others read."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct

from wellkept_knowledge.rules.languages import HAN

#: One character alone names nobody, and would be found everywhere.
_LENGTH_MIN: Final = 2
_PHONE_DIGITS_MIN: Final = 7


class RemovedKind(StrEnum):
    """What was taken out of a text."""

    CUSTOMER = "customer"  #: Name or code of the customer.
    PROJECT = "project"  #: Name or code of the project.
    CONTACT = "contact"  #: Name of a person.
    PHONE = "phone"  #: Telephone number.
    EMAIL = "email"  #: E-mail address.
    SERIAL_NUMBER = "serial_number"  #: Serial number of an item.
    ADDRESS = "address"  #: Place, or network address.
    NUMBER = "number"  #: Number of a ticket, a contract, a person or a vehicle.


PLACEHOLDERS: Final[Mapping[RemovedKind, str]] = {
    RemovedKind.CUSTOMER: "[客户]",
    RemovedKind.PROJECT: "[项目]",
    RemovedKind.CONTACT: "[联系人]",
    RemovedKind.PHONE: "[电话]",
    RemovedKind.EMAIL: "[邮箱]",
    RemovedKind.SERIAL_NUMBER: "[序列号]",
    RemovedKind.ADDRESS: "[地址]",
    RemovedKind.NUMBER: "[编号]",
}


class Secret(Struct, frozen=True):
    """A value that is known to tell who or where."""

    kind: RemovedKind
    value: str


class Removed(Struct, frozen=True, kw_only=True):
    """How often something of a kind was taken out."""

    kind: RemovedKind
    count: int


class Deidentified(Struct, frozen=True, kw_only=True):
    """Texts with placeholders in them, in the order in which they were given, and what was taken out of them."""

    texts: Sequence[str]
    removed: Sequence[Removed]


_NEVER: Final = r"(?!)"
#: Each character of full width as that of ASCII, place for place.
_HALF_WIDTH: Final = {0xFEE0 + code: code for code in range(0x21, 0x7F)} | {0x3000: 0x20}

# A letter or digit that is written together with its neighbours: Han characters are not, so names stand inside words,
# and neither is the underscore, which stands around words and between the parts of file names.
_JOINED: Final = rf"[^\W_{HAN}]"
_BEFORE: Final = rf"(?<!{_JOINED})"
_AFTER: Final = rf"(?!{_JOINED})"

_EMAIL: Final = r"(?<![A-Za-z0-9_.+%-])[A-Za-z0-9_.+%-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
_OCTET: Final = r"(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"
_IPV4: Final = rf"(?:{_BEFORE}|(?<=[Ii][Pp]))(?<!\.){_OCTET}(?:\.{_OCTET}){{3}}(?!\d|\.\d)"
_CITIZEN: Final = (
    r"(?<!\d)[1-9]\d{16}[\dXx](?![\dXx])|(?<!\d)[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}(?!\d)"
)
_PROVINCES: Final = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE: Final = (
    rf"[{_PROVINCES}][A-HJ-NP-Za-hj-np-z][·•\s-]?[A-HJ-NP-Za-hj-np-z0-9]{{4,5}}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳]"
)
#: Days have as many digits as telephone numbers, and standards too; neither tells who or where.
_DAY: Final = r"(?<!\d)(?:19|20)\d{2}(?P<sign>[-/.])(?:0?[1-9]|1[0-2])(?P=sign)(?:3[01]|[12]\d|0?[1-9])(?!\d)"
_STANDARD: Final = rf"{_BEFORE}[A-Z]{{2,4}}(?:/[A-Z])?\s?\d{{1,6}}(?:\.\d{{1,3}})?[-—:](?:19|20)\d{{2}}(?!\d)"
#: After `+` or `(` digits may be grouped in any way; else groups of fewer than three digits are measured values.
_PHONE: Final = (
    rf"{_BEFORE}(?:\+\s?\(?|\()\d(?:[\s().\u2010\u2013\u2014\uff0d-]{{0,2}}\d){{6,14}}{_AFTER}"
    rf"|{_BEFORE}(?<!\d[.,])\d{{2,15}}(?:[\s()\u2010\u2013\u2014\uff0d-]{{1,2}}\d{{3,15}}){{0,4}}{_AFTER}"
    r"|(?<!\d)(?<!\d[.,])\d{7,}(?!\d)"
)

_PATTERN: Final = re.compile(
    f"(?P<email>{_EMAIL})|(?P<day>{_DAY})|(?P<standard>{_STANDARD})|(?P<address>{_IPV4})|(?P<citizen>{_CITIZEN})"
    f"|(?P<plate>{_PLATE})|(?P<phone>{_PHONE})"
)
_KIND_OF_PATTERN: Final[Mapping[str, RemovedKind]] = {
    "email": RemovedKind.EMAIL,
    "address": RemovedKind.ADDRESS,
    "citizen": RemovedKind.NUMBER,
    "plate": RemovedKind.NUMBER,
    "phone": RemovedKind.PHONE,
}


def deidentify(texts: Sequence[str], secrets: Iterable[Secret]) -> Deidentified:
    """
    Return texts without what tells who and where.

    First the known values go, the longest first, capital or not, inside words too where they begin and end with Han
    characters; then what looks like an e-mail address, a network address, a number of a person, a licence plate or a
    telephone number.

    Args:
        texts: of one draft.
        secrets: what is known of its ticket; of a value that is named twice the first kind counts.
    """
    counts: Counter[RemovedKind] = Counter()
    present = _present(texts, secrets)
    known = re.compile("|".join(f"({_expression(value)})" for value in present) or _NEVER, re.IGNORECASE)
    kinds = list(present.values())

    def kind_of_known(found: re.Match[str]) -> RemovedKind:
        return kinds[(found.lastindex or 0) - 1]

    cleaned = [_replaced(text, known, kind_of_known, counts) for text in texts]
    return Deidentified(
        texts=[_replaced(text, _PATTERN, _kind_of_pattern, counts) for text in cleaned],
        removed=[Removed(kind=kind, count=counts[kind]) for kind in RemovedKind if counts[kind]],
    )


def _replaced(
    text: str,
    pattern: re.Pattern[str],
    kind_of: Callable[[re.Match[str]], RemovedKind | None],
    counts: Counter[RemovedKind],
) -> str:
    """Return a text with placeholders for what a pattern finds, which full width letters and digits do not hide."""
    parts: list[str] = []
    end = 0
    for found in pattern.finditer(text.translate(_HALF_WIDTH)):
        kind = kind_of(found)
        if kind is not None:
            counts[kind] += 1
            parts += [text[end : found.start()], PLACEHOLDERS[kind]]
            end = found.end()
    return "".join([*parts, text[end:]])


def _kind_of_pattern(found: re.Match[str]) -> RemovedKind | None:
    kind = _KIND_OF_PATTERN.get(found.lastgroup or "")
    if kind is RemovedKind.PHONE and sum(map(str.isdigit, found[0])) < _PHONE_DIGITS_MIN:
        return None
    return kind


def _present(texts: Sequence[str], secrets: Iterable[Secret]) -> dict[str, RemovedKind]:
    """Return the values that the texts may contain, as they are compared, the longest first."""
    whole = _compared("\n".join(texts))
    kinds: dict[str, RemovedKind] = {}
    for secret in secrets:
        value = _compared(secret.value)
        if len(value) >= _LENGTH_MIN and value in whole:
            kinds.setdefault(value, secret.kind)
    return dict(sorted(kinds.items(), key=lambda item: (-len(item[0]), item[0])))


def _compared(text: str) -> str:
    """Return a text as it is compared: in half width, without capitals, and with one space wherever there is space."""
    return " ".join(text.translate(_HALF_WIDTH).lower().split())


def _expression(value: str) -> str:
    words = r"\s+".join(re.escape(word) for word in value.split())
    before = _BEFORE if re.match(_JOINED, value[0]) else ""
    after = _AFTER if re.match(_JOINED, value[-1]) else ""
    return f"{before}{words}{after}"
