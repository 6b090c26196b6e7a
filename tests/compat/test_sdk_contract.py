"""The SDK keeps its word: what was promised to plugins changes only as its version says."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import msgspec
import pytest

import sdk_contract
from contract_changes import Document, changes, refusals
from sdk_contract import contract, kept

PROMISED: Document = {
    "released": True,
    "api_version": "1.0",
    "hooks": {"PumpHooks.pump_starting": {"phase": "decide", "since": "1.0"}},
    "schemas": {"PumpDraft": {"properties": {"code": {"type": "string"}}, "required": {"code": True}}},
    "names": {
        "pumps.start": {
            "parameters": {"pump": {"kind": "POSITIONAL_OR_KEYWORD", "type": "str"}},
            "returns": "None",
        }
    },
}


class TestSdk:
    def test_has_the_contract_that_is_kept(self) -> None:
        present, promised = contract(), kept()

        breaking, additions = changes(promised, present)
        how = "python tests/support/sdk_contract.py --write keeps a changed contract, if its version allows it."
        assert (breaking, additions) == ([], []), how

    def test_says_the_version_that_is_kept(self) -> None:
        assert contract()["api_version"] == kept()["api_version"]

    def test_promises_hooks_with_their_events_and_schemas(self) -> None:
        promised = kept()

        hook = promised["hooks"]["wellkept_sdk.hooks.tickets.TicketHooks.ticket_opening"]
        assert (hook["phase"], hook["event"]) == ("decide", "wellkept_sdk.hooks.tickets.TicketOpening")
        assert promised["schemas"]["TicketOpening"]["required"]["title"] is True
        assert promised["names"]["wellkept_sdk.ctx.Ctx"]["methods"]["emit"]["is_async"] is True
        assert promised["names"]["wellkept_sdk.errors.NotFound"]["constants"] == {"code": "not_found", "status": 404}


class TestRefusal:
    def test_names_what_an_addition_asks_for(self) -> None:
        grown = changed("hooks", "PumpHooks.pump_stopping", to={"phase": "decide", "since": "1.1"})

        assert refusals(PROMISED, grown) == [
            "The contract has grown. Raise the minor number of API_VERSION:",
            "  + hooks/PumpHooks.pump_stopping/phase: decide",
            "  + hooks/PumpHooks.pump_stopping/since: 1.1",
        ]
        assert refusals(PROMISED, {**grown, "api_version": "1.1"}) == []

    def test_names_what_a_change_asks_for(self) -> None:
        turned = changed("hooks", "PumpHooks.pump_starting", "phase", to="apply")

        assert refusals(PROMISED, {**turned, "api_version": "1.1"}) == [
            "These changes break plugins. Undo them, or raise the major number of API_VERSION:",
            "  ! hooks/PumpHooks.pump_starting/phase: decide -> apply",
        ]
        assert refusals(PROMISED, {**turned, "api_version": "2.0"}) == []

    def test_is_not_met_by_what_was_never_released(self) -> None:
        assert refusals({**PROMISED, "released": False}, changed("hooks", to={})) == []


class TestKeeping:
    def test_writes_the_present_contract(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sdk_contract, "KEPT", tmp_path / "api.json")

        assert sdk_contract.main(["--write"]) == 0
        assert kept() == {"released": False, **contract()}

    def test_leaves_a_released_contract_alone_and_says_why(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        released: Document = {**contract(), "released": True}
        released["hooks"]["wellkept_sdk.hooks.pumps.PumpHooks.pump_starting"] = {"phase": "decide"}
        monkeypatch.setattr(sdk_contract, "KEPT", tmp_path / "api.json")
        sdk_contract.KEPT.write_bytes(msgspec.json.encode(released))

        assert sdk_contract.main(["--write"]) == 1
        assert kept() == released
        assert "pump_starting/phase: decide" in capsys.readouterr().out


class TestChange:
    @pytest.mark.parametrize(
        ("path", "value", "line"),
        [
            (("hooks", "PumpHooks.pump_starting", "since"), "1.1", "! hooks/PumpHooks.pump_starting/since: 1.0 -> 1.1"),
            (
                ("schemas", "PumpDraft", "required", "site"),
                True,
                "+ schemas/PumpDraft/required/site: True (callers must now give it)",
            ),
            (
                ("names", "pumps.start", "parameters", "at"),
                {"kind": "KEYWORD_ONLY"},
                "+ names/pumps.start/parameters/at/kind: KEYWORD_ONLY (callers must now give it)",
            ),
        ],
    )
    def test_breaks_old_plugins(self, path: tuple[str, ...], value: Any, line: str) -> None:
        assert changes(PROMISED, changed(*path, to=value)) == ([line], [])

    def test_by_removal_breaks_old_plugins(self) -> None:
        breaking, additions = changes(PROMISED, changed("names", to={}))

        assert "- names/pumps.start/returns: None" in breaking
        assert additions == ["+ names: {}"]

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            (("schemas", "PumpDraft", "properties", "site"), {"type": "string"}),
            (("schemas", "PumpRecord"), {"required": {"id": True}}),
            (("names", "pumps.start", "parameters", "at"), {"kind": "KEYWORD_ONLY", "default": "None"}),
            (("names", "pumps.stop"), {"parameters": {"pump": {"kind": "KEYWORD_ONLY"}}, "returns": "None"}),
        ],
    )
    def test_by_addition_breaks_nobody(self, path: tuple[str, ...], value: Any) -> None:
        breaking, additions = changes(PROMISED, changed(*path, to=value))

        assert breaking == []
        assert additions


def changed(*path: str, to: Any) -> Document:
    """Return the promised contract with one change."""
    document = deepcopy(PROMISED)
    place = document
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = to
    return document
