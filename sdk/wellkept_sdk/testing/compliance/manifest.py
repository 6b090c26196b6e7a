"""Checks of what a plugin says about itself."""

import msgspec
from packaging.specifiers import InvalidSpecifier, SpecifierSet

from wellkept_sdk.manifest import API_VERSION, Manifest
from wellkept_sdk.testing.compliance.subject import Subject, refuse


class ManifestChecks(Subject):
    """The manifest is true."""

    def test_manifest_is_valid(self) -> None:
        """Hold its fields against their types."""
        msgspec.convert(msgspec.to_builtins(self.plugin.manifest), Manifest)

    def test_manifest_covers_this_version_of_the_sdk(self) -> None:
        """Read the range of versions."""
        present = ".".join(map(str, API_VERSION))
        try:
            covered = SpecifierSet(self.plugin.manifest.sdk).contains(present)
        except InvalidSpecifier:
            covered = False
        assert covered, f"sdk={self.plugin.manifest.sdk!r} is no range that contains {present}."

    def test_manifest_provides_what_the_plugin_offers(self) -> None:
        """Compare the names of services."""
        offered = {service.key.name for service in self.plugin.services}
        assert set(self.plugin.manifest.provides) == offered, f"Offered are: {', '.join(sorted(offered)) or 'none'}."

    def test_plugin_is_made_without_arguments(self) -> None:
        """Make it, and look for the object that the entry point names."""
        assert isinstance(self.plugin(), self.plugin)
        named = getattr(self.package, "plugin", None)
        assert isinstance(named, self.plugin), f"{self.package.__name__}.plugin is no {self.plugin.__name__}."

    def test_exemptions_name_checks_and_reasons(self) -> None:
        """Look for the checks that are exempt."""
        unknown = [name for name in self.exempt if not hasattr(self, f"test_{name}")]
        refuse(f"There is no check {name!r}." for name in unknown)
        refuse(f"Why is {name!r} exempt?" for name, reason in self.exempt.items() if not reason.strip())
