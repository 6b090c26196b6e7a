"""Language tags as BCP 47 writes them, and which language a text is in."""

import re
from typing import Final

CHINESE: Final = "zh-CN"
ENGLISH: Final = "en"

#: ISO 639-1, and the Chinese languages that have three letters; each with a space on both sides.
_LANGUAGES: Final = (
    " aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs"
    " cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha"  # codespell:ignore fo
    " he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn"
    " ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb"
    " nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd"  # codespell:ignore nd
    " se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw"  # codespell:ignore te
    " ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu cmn gan hak nan wuu yue "
)
_TAG: Final = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<rest>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)",
    re.IGNORECASE | re.ASCII,
)
HAN: Final = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN: Final = re.compile(f"[{HAN}]")


def canonical_tag(tag: str) -> str | None:
    """Return a language tag as it is usually written, such as `zh-CN`; None if there is no such language."""
    found = _TAG.fullmatch(tag)
    if found is None or f" {found['language'].lower()} " not in _LANGUAGES:
        return None
    script, region = found["script"] or "", found["region"] or ""
    parts = [found["language"].lower(), script.title(), region.upper(), *found["rest"].lower().split("-")]
    return "-".join(part for part in parts if part)


def language_of(*texts: str) -> str:
    """Return the language of texts as far as it matters here: Chinese if there is one Han character, else English."""
    return CHINESE if any(_HAN.search(text) for text in texts) else ENGLISH
