"""What Wellkept asks of every plugin."""

from pathlib import Path
from typing import ClassVar

from wellkept_knowledge.plugin import KnowledgePlugin
from wellkept_sdk.testing import PluginCompliance


class TestKnowledge(PluginCompliance):
    plugin = KnowledgePlugin
    guides: ClassVar = (Path(__file__).parents[3] / "docs" / "errors.md",)
