"""The body of a transition, as it is parsed at the edge."""

import msgspec
import pytest

from wellkept.tickets.rules.actions import ACTION_COMMANDS, ActionCommand, TicketAction
from wellkept_sdk.records.tickets import Action

USER = "01900000-0000-7000-8000-000000000001"
LEAST: dict[Action, dict[str, str]] = {
    Action.TRIAGE: {},
    Action.ASSIGN: {"assignee_id": USER},
    Action.RESPOND: {},
    Action.START: {},
    Action.HOLD: {"reason": "parts"},
    Action.RESUME: {},
    Action.RESOLVE: {"cause": "seal worn", "measure": "seal replaced"},
    Action.CONFIRM: {},
    Action.REJECT: {"reason": "still leaks"},
    Action.CLOSE: {},
    Action.REOPEN: {"reason": "leaks again"},
    Action.CANCEL: {"reason": "by mistake"},
    Action.ESCALATE: {"reason": "no answer"},
}


def parsed(body: dict[str, str]) -> ActionCommand:
    command: ActionCommand = msgspec.json.decode(msgspec.json.encode(body), type=TicketAction)
    return command


class TestActionCommand:
    @pytest.mark.parametrize("action", Action)
    def test_tells_which_action_it_is(self, action: Action) -> None:
        assert parsed({"action": action, **LEAST[action]}).action is action

    @pytest.mark.parametrize("action", [action for action, fields in LEAST.items() if fields])
    def test_demands_the_fields_of_its_action(self, action: Action) -> None:
        with pytest.raises(msgspec.ValidationError, match=f"required field `{min(LEAST[action])}`"):
            parsed({"action": action})

    @pytest.mark.parametrize(
        "body",
        [
            {"action": "start", "assignee_id": USER},
            {"action": "dance"},
            {"action": "resolve", "cause": "", "measure": "x"},
            {"action": "triage", "grade": None},
            {"action": "triage", "grade": 4},
        ],
    )
    def test_refuses_what_does_not_belong_to_it(self, body: dict[str, str]) -> None:
        with pytest.raises(msgspec.ValidationError):
            parsed(body)

    def test_is_listed_once_for_each_action(self) -> None:
        assert [command.__struct_config__.tag for command in ACTION_COMMANDS] == list(Action)
