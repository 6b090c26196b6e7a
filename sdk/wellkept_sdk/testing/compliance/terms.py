"""Checks of terms and settings."""

from typing import Any

import msgspec

from wellkept_sdk.testing.compliance.subject import Subject, refuse


class TermsChecks(Subject):
    """Terms can be left empty, stored, and read again by later versions."""

    def test_terms_may_be_left_empty(self) -> None:
        """Decode `{}`, as a plan says it that only names the plugin."""
        assert msgspec.convert({}, self.plugin.terms) == self.plugin.terms()

    def test_terms_are_read_back_as_they_were_written(self) -> None:
        """Encode the default terms and decode them again."""
        terms = self.plugin.terms()
        assert msgspec.json.decode(msgspec.json.encode(terms), type=self.plugin.terms) == terms

    def test_terms_refuse_what_they_do_not_know(self) -> None:
        """Look at how the type treats unknown members."""
        assert self.plugin.terms.__struct_config__.forbid_unknown_fields, "Say forbid_unknown_fields=True."

    def test_terms_of_every_earlier_version_are_migrated(self) -> None:
        """Migrate a document of each earlier version, and decode it."""
        earlier = range(1, self.plugin.terms.version)
        refuse(
            f"Give earlier_terms an example of version {each}." for each in earlier if each not in self.earlier_terms
        )
        for version in earlier:
            stored: dict[str, Any] = dict(self.earlier_terms[version])
            msgspec.convert(self.plugin.terms.migrated(stored, from_version=version), self.plugin.terms)

    def test_settings_may_be_left_empty(self) -> None:
        """Decode `{}`, unless the deployment has to decide something."""
        if not any(name.startswith(f"{self.name}_") for name in self.settings):
            msgspec.convert({}, self.plugin.settings)
