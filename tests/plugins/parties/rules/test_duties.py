"""The duty list: who answers for what, and for what nobody does."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from wellkept_parties.rules.duties import EXPECTED, Part, duties, merged, missing
from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.parties import PartyRole, PartyScope

PUMPCO, CHILLCO = PartyId(UUID(int=1)), PartyId(UUID(int=2))
HVAC, CONTROL, OTHER = PartyScope.HVAC, PartyScope.CONTROL, PartyScope.OTHER
SUPPLIER, INSTALLER = PartyRole.SUPPLIER, PartyRole.INSTALLER

scopes = st.lists(st.sampled_from(PartyScope))
parts = st.lists(
    st.builds(Part, party_id=st.sampled_from([PUMPCO, CHILLCO]), role=st.sampled_from(PartyRole), scope=scopes)
)


def part(party_id: PartyId, role: PartyRole, *scope: PartyScope) -> Part:
    return Part(party_id=party_id, role=role, scope=scope)


class TestDutyList:
    def test_names_who_answers_in_which_role(self) -> None:
        found = duties(
            [
                part(CHILLCO, INSTALLER, HVAC),
                part(PUMPCO, SUPPLIER, CONTROL, HVAC),
                part(CHILLCO, SUPPLIER, HVAC),
                part(PUMPCO, SUPPLIER, HVAC),
            ]
        )

        assert [(duty.scope, duty.role, duty.party_ids) for duty in found if duty.role] == [
            (HVAC, SUPPLIER, [PUMPCO, CHILLCO]),
            (HVAC, INSTALLER, [CHILLCO]),
            (CONTROL, SUPPLIER, [PUMPCO]),
        ]

    def test_marks_what_nobody_answers_for(self) -> None:
        found = duties([part(PUMPCO, SUPPLIER, HVAC, OTHER)])

        assert [duty.scope for duty in found if duty.role is None] == [
            "structure",
            "waterproofing",
            "electrical",
            "plumbing",
            "installation",
            "fit_out",
            "control",
            "equipment",
            "part",
        ]

    def test_misses_nothing_else_of_an_empty_project(self) -> None:
        assert [duty.scope for duty in duties([])] == list(EXPECTED)
        assert OTHER not in EXPECTED

    @given(parts)
    def test_has_each_scope_covered_or_missing_and_each_line_once(self, given_parts: list[Part]) -> None:
        found = duties(given_parts)
        covered = {duty.scope for duty in found if duty.role is not None}

        assert covered == {scope for each in given_parts for scope in each.scope}
        assert [duty.scope for duty in found if duty.role is None] == missing(given_parts)
        assert covered.isdisjoint(missing(given_parts))
        assert len({(duty.scope, duty.role) for duty in found}) == len(found)
        assert all(len(set(duty.party_ids)) == len(duty.party_ids) for duty in found)


class TestScopes:
    @given(scopes, scopes)
    def test_are_merged_in_one_order(self, one: list[PartyScope], other: list[PartyScope]) -> None:
        assert merged(one, other) == [scope for scope in PartyScope if scope in {*one, *other}]
