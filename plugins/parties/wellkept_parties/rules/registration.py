"""The unified social credit code of China (统一社会信用代码), GB 32100-2015."""

from typing import Final

LENGTH: Final = 18
#: Without I, O, S, V and Z, which are too like digits and each other; a character's value is its place.
ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)

_VALUE_OF: Final = {character: value for value, character in enumerate(ALPHABET)}


def is_credit_code(number: str) -> bool:
    """Return whether this is a unified social credit code: length, alphabet and check character; upper-case."""
    return len(number) == LENGTH and set(number) <= _VALUE_OF.keys() and number[-1] == check_character(number[:-1])


def check_character(characters: str) -> str:
    """
    Return the last character of the code that begins with these 17.

    GB 32100-2015, section 4.6: 31 less the weighted sum modulo 31, modulo 31.
    """
    total = sum(_VALUE_OF[character] * weight for character, weight in zip(characters, WEIGHTS, strict=True))
    return ALPHABET[-total % len(ALPHABET)]
