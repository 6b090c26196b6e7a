"""Which of several languages somebody reads."""

from collections.abc import Collection, Mapping, Sequence

#: Languages that a caller can ask for in one header, more are not looked at.
WANTED_MAX = 20


def wanted_languages(header: str) -> list[str]:
    """
    Return the languages of an `Accept-Language` header, the best first; one that is refused (`q=0`) is left out.

    Args:
        header: as it was sent; what is no language is not looked at.
    """
    weighted: list[tuple[float, str]] = []
    for part in header.split(",")[:WANTED_MAX]:
        name, _, weight = part.partition(";")
        if name.strip() and name.strip() != "*":
            weighted.append((_weight(weight), name.strip()))
    return [name for weight, name in sorted(weighted, key=lambda pair: -pair[0]) if weight > 0]


def best_language(wanted: Sequence[str], known: Collection[str], *, default: str) -> str:
    """
    Return the language of texts that somebody is shown: the first that fits wholly, else by its first part.

    Args:
        wanted: the best first.
        known: languages that the texts have.
        default: what every text has.
    """
    ordered = sorted(known)
    for name in wanted:
        exact = (each for each in ordered if each.lower() == name.lower())
        alike = (each for each in ordered if _base(each) == _base(name))
        found = next(exact, None) or next(alike, None)
        if found is not None:
            return found
    return default


def words_in(texts: Mapping[str, str], language: str, *, default: str) -> str:
    """Return a text in a language, else in the default one, else in any; empty where there is none."""
    for name in (language, default, *texts):
        if name in texts:
            return texts[name]
    return ""


def _base(language: str) -> str:
    return language.partition("-")[0].lower()


def _weight(said: str) -> float:
    _, _, number = said.partition("=")
    try:
        return float(number) if number else 1.0
    except ValueError:
        return 0.0
