"""
What Wellkept asks of every plugin, as one class of tests to inherit.

`class TestSla(PluginCompliance): plugin = SlaPlugin` in a test module is enough; every check is a test of its own,
whose name is a sentence. It needs pytest-asyncio in its mode `auto`.
"""

from wellkept_sdk.testing.compliance.data import DataChecks
from wellkept_sdk.testing.compliance.extensions import ExtensionChecks
from wellkept_sdk.testing.compliance.loading import LoadingChecks
from wellkept_sdk.testing.compliance.manifest import ManifestChecks
from wellkept_sdk.testing.compliance.names import NameChecks
from wellkept_sdk.testing.compliance.package import PackageChecks
from wellkept_sdk.testing.compliance.reactions import ReactionChecks
from wellkept_sdk.testing.compliance.routes import RouteChecks
from wellkept_sdk.testing.compliance.terms import TermsChecks
from wellkept_sdk.testing.compliance.words import WordChecks


class PluginCompliance(
    ManifestChecks,
    NameChecks,
    WordChecks,
    PackageChecks,
    TermsChecks,
    LoadingChecks,
    DataChecks,
    RouteChecks,
    ReactionChecks,
    ExtensionChecks,
):
    """
    Every check; inherit it, and name the plugin.

    Attributes:
        plugin: its class.
        companions: instances of the plugins that it requires.
        settings: what the deployment must set for it, by name: `sla_calendar`.
        served_terms: the terms under which it is tried; the default ones, if none are given.
        earlier_terms: for each earlier version of its terms, a document that was stored under it.
        guides: Markdown files that explain its errors, beside the README and what lies in `docs`.
        use: what people do with it at a ticket, a method that is given `app` and `ticket`.
        exempt: checks that it cannot pass, by name without `test_`, each with the reason.
    """


__all__ = ["PluginCompliance"]
