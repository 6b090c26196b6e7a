"""Terms as they are kept for good."""

from msgspec import json
from msgspec.structs import replace

from wellkept_sdk.period import Elapsed
from wellkept_sdk.services.sla import ClockKind, Measure
from wellkept_sla.rules.terms_documents import calendar_codes, document_of, hash_of, party_codes, terms_in
from wellkept_sla.terms import PRESET, ClockTerms, SlaTerms

SUPPLIER = ClockTerms(
    kind=ClockKind.UC,
    measure=Measure.HOLDING,
    targets={"1": Elapsed(duration="PT6H")},
    calendar="24x7",
    party="PUMPCO",
)


class TestTerms:
    def test_come_out_of_their_document_as_they_went_in(self) -> None:
        terms = SlaTerms(clocks={**PRESET, "pump_supplier": SUPPLIER})

        assert terms_in(json.decode(json.encode(document_of(terms)))) == terms

    def test_have_the_hash_of_their_content(self) -> None:
        first = SlaTerms(clocks={"a": SUPPLIER, "b": PRESET["response"]})
        turned = SlaTerms(clocks={"b": PRESET["response"], "a": SUPPLIER})

        assert hash_of(first) == hash_of(turned)
        assert hash_of(first) != hash_of(replace(first, calendar="24x7"))
        assert hash_of(SlaTerms()) == hash_of(SlaTerms())

    def test_name_calendars_and_parties(self) -> None:
        terms = SlaTerms(clocks={**PRESET, "pump_supplier": SUPPLIER})

        assert calendar_codes(terms) == {"cn-standard", "24x7"}
        assert party_codes(terms) == {"PUMPCO"}


class TestOlderDocument:
    def test_is_read_by_what_terms_say_of_their_migration(self) -> None:
        document = {**document_of(SlaTerms(calendar="24x7")), "version": SlaTerms.version - 1}

        assert terms_in(document) == SlaTerms(calendar="24x7")
