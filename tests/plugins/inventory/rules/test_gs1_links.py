"""Web addresses whose path and query are elements."""

import pytest

from wellkept_inventory.rules.gs1_elements import Element
from wellkept_inventory.rules.gs1_links import elements_of_link, link_to
from wellkept_inventory.rules.scanning_text import ScanError

GTIN = Element("01", "09506000134352")


class TestLink:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("https://id.gs1.org/01/09506000134352", [GTIN]),
            ("https://id.gs1.org/01/09506000134352/10/L1/21/SN9", [GTIN, ("10", "L1"), ("21", "SN9")]),
            ("HTTPS://EXAMPLE.COM/01/09506000134352/", [GTIN]),
            ("http://user@example.com:8080/parts/01/9506000134352?utm=x", [GTIN]),
            ("https://example.com/01/95060001/pages/01/09506000134352#more", [GTIN]),
            ("https://example.com/01/09506000134352/235/TPX", [GTIN, ("235", "TPX")]),
            ("https://example.com/01/09506000134352?17=261231&10=L%2F1", [GTIN, ("17", "261231"), ("10", "L/1")]),
            ("https://example.com/01/09506000134352/10/L1?10=L1;3103=000195", [GTIN, ("10", "L1"), ("3103", "000195")]),
            ("https://example.com/00/106141412345678908", [("00", "106141412345678908")]),
            ("https://example.com/8004/9506000134352/7040/1ABC", [("8004", "9506000134352"), ("7040", "1ABC")]),
        ],
    )
    def test_is_read(self, text: str, expected: list[Element]):
        assert elements_of_link(text) == tuple(expected)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "09506000134352",
            "ftp://id.gs1.org/01/09506000134352",
            "https://id.gs1.org",
            "https:///01/09506000134352",
            "https://example.com/manuals/01/",
            "https://example.com/pumps?01=09506000134352",
            "https://example.com/00/page",
            "https://[::1",
        ],
    )
    def test_is_not_any_other_text_or_address(self, text: str):
        assert elements_of_link(text) is None

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("https://id.gs1.org/01/09506000134353", "(01)"),
            ("https://id.gs1.org/01/6000134352", "(01)"),
            ("https://id.gs1.org/01/09506000134352/10", "10"),
            ("https://id.gs1.org/01/09506000134352/21/SN9/10/L1", "(01)"),
            ("https://id.gs1.org/01/09506000134352/10/L1/10/L1", "(01)"),
            ("https://id.gs1.org/01/09506000134352/22/A/235/B", "(01)"),
            ("https://id.gs1.org/00/106141412345678908/10/L1", "(00)"),
            ("https://id.gs1.org/01/09506000134352/10/%E6%89", "%E6%89"),
            ("https://id.gs1.org/01/09506000134352/10/%E6%89%B9", "(10)"),
            ("https://id.gs1.org/01/09506000134352/10/L1?10=L2", "(10)"),
            ("https://id.gs1.org/01/09506000134352?17=269931", "(17)"),
            ("https://id.gs1.org/01/09506000134352?890=1", "890"),
        ],
    )
    def test_that_is_malformed_says_where(self, text: str, place: str):
        with pytest.raises(ScanError) as refused:
            elements_of_link(text)

        assert refused.value.place == place


class TestCanonicalLink:
    def test_encodes_what_paths_do_not_have(self):
        elements = [GTIN, Element("10", "A/1%"), Element("21", "?<x>")]

        link = link_to(elements)

        assert link == "https://id.gs1.org/01/09506000134352/10/A%2F1%25/21/%3F%3Cx%3E"
        assert elements_of_link(link) == tuple(elements)
