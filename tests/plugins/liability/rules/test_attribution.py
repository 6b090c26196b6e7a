"""Whom the cause of a fault points at."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_liability.rules.attribution import (
    Because,
    Candidate,
    Nearness,
    ProposedShare,
    cause_kind,
    defaulted,
    proposal,
)
from wellkept_liability.terms import LiabilityTerms
from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.liability import ShareRole
from wellkept_sdk.services.parties import PartyScope

PUMPCO, FITCO, SEALCO = (PartyId(UUID(int=number)) for number in (1, 2, 3))
ROLE_FOR = LiabilityTerms().role_for


def takes_part(
    party_id: PartyId,
    role: ShareRole = ShareRole.DESIGNER,
    nearness: Nearness = Nearness.PROJECT,
    scope: tuple[str, ...] = (),
) -> Candidate:
    return Candidate(party_id=party_id, role=role, nearness=nearness, scope=scope)


def whole(role: ShareRole, party_id: PartyId | None = None) -> list[ProposedShare]:
    return [ProposedShare(role=role, party_id=party_id, share_bp=10_000)]


class TestCauseKind:
    @pytest.mark.parametrize(
        ("code", "kind"),
        [
            ("design", "design"),
            ("design.seal_groove", "design"),
            ("design-seal-groove", "design"),
            ("material/rubber.hardness", "material"),
            ("force_majeure", "force_majeure"),
            ("force_majeure.flood", "force_majeure"),
            ("designer", None),
            ("wear", None),
            ("设计", None),
            ("", None),
            (None, None),
        ],
    )
    def test_is_what_a_code_begins_with(self, code: str | None, kind: str | None) -> None:
        assert cause_kind(code, ROLE_FOR) == kind

    @given(st.text(max_size=64))
    def test_is_found_for_any_code(self, code: str) -> None:
        kind = cause_kind(code, ROLE_FOR)

        assert kind is None or code.startswith(kind)


class TestProposal:
    def test_names_who_plays_the_role_nearest_to_the_ticket(self) -> None:
        candidates = [
            takes_part(PUMPCO, nearness=Nearness.PROJECT),
            takes_part(FITCO, nearness=Nearness.PARENT),
            takes_part(SEALCO, role=ShareRole.SUPPLIER, nearness=Nearness.TICKET),
        ]

        found = proposal("design", role_for=ROLE_FOR, candidates=candidates, scope=None)

        assert (found.because, found.kind, found.nearness) == (Because.ATTRIBUTED, "design", Nearness.PARENT)
        assert found.shares == whole(ShareRole.DESIGNER, FITCO)

    def test_names_several_at_the_same_place_in_equal_parts(self) -> None:
        candidates = [takes_part(each) for each in (PUMPCO, FITCO, SEALCO)]

        found = proposal("design", role_for=ROLE_FOR, candidates=candidates, scope=None)

        assert [share.share_bp for share in found.shares] == [3334, 3333, 3333]

    def test_prefers_who_answers_for_what_the_ticket_is_about(self) -> None:
        candidates = [takes_part(PUMPCO, scope=("hvac",)), takes_part(FITCO, scope=("electrical",))]

        fitting = proposal("design", role_for=ROLE_FOR, candidates=candidates, scope=PartyScope.ELECTRICAL)
        others = proposal("design", role_for=ROLE_FOR, candidates=candidates, scope=PartyScope.PLUMBING)

        assert fitting.shares == whole(ShareRole.DESIGNER, FITCO)
        assert [share.party_id for share in others.shares] == [PUMPCO, FITCO]

    def test_names_each_party_once(self) -> None:
        candidates = [takes_part(PUMPCO, scope=("hvac",)), takes_part(PUMPCO, scope=("plumbing",))]

        found = proposal("design", role_for=ROLE_FOR, candidates=candidates, scope=None)

        assert found.shares == whole(ShareRole.DESIGNER, PUMPCO)

    def test_names_the_customer_as_operator_where_no_party_runs_it(self) -> None:
        found = proposal("misuse", role_for=ROLE_FOR, candidates=[], scope=None)

        assert (found.because, found.shares) == (Because.ATTRIBUTED, whole(ShareRole.OPERATOR))

    def test_names_nobody_for_what_nobody_could_prevent(self) -> None:
        found = proposal("force_majeure", role_for=ROLE_FOR, candidates=[takes_part(PUMPCO)], scope=None)

        assert found.shares == whole(ShareRole.FORCE_MAJEURE)

    def test_is_undetermined_without_a_cause_or_a_party(self) -> None:
        unknown = proposal("wear", role_for=ROLE_FOR, candidates=[takes_part(PUMPCO)], scope=None)
        nobody = proposal("design", role_for=ROLE_FOR, candidates=[], scope=None)

        assert (unknown.because, unknown.shares) == (Because.NO_CAUSE, whole(ShareRole.UNDETERMINED))
        assert (nobody.because, nobody.shares) == (Because.NO_PARTY, whole(ShareRole.UNDETERMINED))

    @given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from(list(Nearness))), max_size=12))
    def test_is_always_the_whole(self, places: list[tuple[int, Nearness]]) -> None:
        candidates = [takes_part(PartyId(UUID(int=number)), nearness=nearness) for number, nearness in places]

        found = proposal("design", role_for=ROLE_FOR, candidates=candidates, scope=None)

        assert sum(share.share_bp for share in found.shares) == 10_000


class TestDefault:
    def test_puts_all_of_it_on_who_has_not_kept_the_promise(self) -> None:
        found = defaulted(PUMPCO, role=ShareRole.CONTRACTOR)

        assert (found.because, found.shares) == (Because.DEFAULTED, whole(ShareRole.CONTRACTOR, PUMPCO))
