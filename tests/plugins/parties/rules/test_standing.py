import pytest

from wellkept_parties.rules.standing import DESTINATION, PartiesAction, is_allowed
from wellkept_sdk.services.parties import PartyStatus

ACTIVE, BLOCKED, ARCHIVED = PartyStatus


class TestParty:
    @pytest.mark.parametrize(
        ("status", "actions"),
        [(ACTIVE, ["block", "archive"]), (BLOCKED, ["unblock", "archive"]), (ARCHIVED, ["restore"])],
    )
    def test_may_be_moved(self, status: PartyStatus, actions: list[str]) -> None:
        assert [action for action in PartiesAction if is_allowed(action, status=status)] == actions

    def test_stands_elsewhere_then(self) -> None:
        assert DESTINATION == {"block": BLOCKED, "unblock": ACTIVE, "archive": ARCHIVED, "restore": ACTIVE}
