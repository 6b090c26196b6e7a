"""
What the tests of a plugin work with: the application with this plugin alone, and the suite that every plugin passes.

Needs Wellkept with its extra `test`; nothing that runs in a deployment may import this.
"""

from wellkept_sdk.testing.app import Json, TestApp
from wellkept_sdk.testing.clock import Clock
from wellkept_sdk.testing.compliance import PluginCompliance
from wellkept_sdk.testing.databases import dialects

__all__ = ["Clock", "Json", "PluginCompliance", "TestApp", "dialects"]
