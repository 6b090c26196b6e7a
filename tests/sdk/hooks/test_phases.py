from inspect import iscoroutinefunction

import pluggy
import pytest

from wellkept_sdk.ctx import Ctx
from wellkept_sdk.hooks import (
    ContractHooks,
    CustomerHooks,
    EquipmentHooks,
    HookSpec,
    Phase,
    ProjectHooks,
    TicketHooks,
    Veto,
    apply,
    collect,
    decide,
    hookimpl,
)
from wellkept_sdk.hooks.phases import PROJECT, SPEC_MARK

SPEC_CLASSES = [ContractHooks, CustomerHooks, EquipmentHooks, ProjectHooks, TicketHooks]


class ValveHooks:
    @decide(since="1.2")
    async def valve_opening(self, ctx: Ctx, event: Veto) -> Veto | None: ...

    @apply(since="1.3")
    async def valve_opened(self, ctx: Ctx, event: Veto) -> None: ...

    @collect(since="1.4")
    async def valve_opinions(self, ctx: Ctx, event: Veto) -> Veto | None: ...


class CarefulValves(ValveHooks):
    @hookimpl
    async def valve_opened(self, ctx: Ctx, event: Veto) -> None: ...


class TestSpecification:
    def test_says_its_phase_and_since_when_it_is_there(self) -> None:
        hooks = [ValveHooks.valve_opening, ValveHooks.valve_opened, ValveHooks.valve_opinions]

        assert [getattr(hook, SPEC_MARK) for hook in hooks] == [
            HookSpec(phase=Phase.DECIDE, since="1.2"),
            HookSpec(phase=Phase.APPLY, since="1.3"),
            HookSpec(phase=Phase.COLLECT, since="1.4"),
        ]

    def test_is_known_to_pluggy(self) -> None:
        manager = pluggy.PluginManager(PROJECT)
        manager.add_hookspecs(ValveHooks)
        plugin = CarefulValves()
        manager.register(plugin)

        assert [implementation.plugin for implementation in manager.hook.valve_opened.get_hookimpls()] == [plugin]
        assert manager.hook.valve_opening.get_hookimpls() == []

    @pytest.mark.parametrize("specs", SPEC_CLASSES, ids=lambda specs: specs.__name__)
    def test_of_core_answers_as_its_phase_allows(self, specs: type) -> None:
        hooks = {name: hook for name, hook in vars(specs).items() if hasattr(hook, SPEC_MARK)}

        assert hooks
        for name, hook in hooks.items():
            phase, answer = getattr(hook, SPEC_MARK).phase, hook.__annotations__["return"]
            assert list(hook.__annotations__)[:2] == ["ctx", "event"], name
            assert (answer is None) == (phase is Phase.APPLY), name
            assert iscoroutinefunction(hook) or name.endswith("_visibility"), name
