from wellkept_sdk import API_VERSION, ActivationLevel, FailurePolicy, Manifest, Plugin
from wellkept_sdk.contributions import Command
from wellkept_sdk.plugin import NoSettings
from wellkept_sdk.terms import NoTerms


class Bare(Plugin):
    manifest = Manifest(name="bare", version="0.1.0", sdk=">=1.0,<2")


class TestPlugin:
    def test_contributes_nothing_by_default(self) -> None:
        plugin = Bare()

        lists = (plugin.mounts, plugin.extensions, plugin.services, plugin.hooks, plugin.permissions, plugin.events)
        assert lists == ((), (), (), (), (), ())
        assert (plugin.jobs, plugin.timers, plugin.commands, plugin.errors, plugin.labels) == ((), (), (), (), {})
        assert (plugin.settings(), plugin.terms(), plugin.schema) == (NoSettings(), NoTerms(), None)
        assert plugin.demo is None

    def test_is_active_by_contract_and_optional_unless_it_says_otherwise(self) -> None:
        assert Bare.manifest.activation is ActivationLevel.CONTRACT
        assert Bare.manifest.failure is FailurePolicy.OPTIONAL

    def test_is_an_object_of_its_own_as_pluggy_needs(self) -> None:
        assert len({Bare(), Bare()}) == 2


class TestApiVersion:
    def test_is_major_and_minor(self) -> None:
        assert API_VERSION == (1, 0)


class TestCommand:
    def test_takes_nothing_by_default(self) -> None:
        async def check() -> int:
            return 0

        assert Command(name="check", help="Check the pumps.", run=check).params == ()
