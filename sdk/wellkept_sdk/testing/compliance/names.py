"""Checks of names: everything that a plugin adds begins with its own."""

import re

from wellkept_sdk.testing.compliance.subject import Subject, refuse

_VERB_ED = r"(\.[a-z][a-z0-9_]*){2}"


class NameChecks(Subject):
    """Names tell whose they are."""

    def test_tables_begin_with_the_plugins_name(self) -> None:
        """Look at the tables' names."""
        names = [name for name in self.tables if not name.startswith(f"{self.name}_")]
        refuse(f"The table {name} must begin with {self.name}_." for name in names)

    def test_permissions_begin_with_the_plugins_name(self) -> None:
        """Look at the permissions' names."""
        pattern = re.compile(rf"{self.name}:[a-z][a-z0-9_]*")
        names = [permission.name for permission in self.plugin.permissions]
        refuse(f"The permission {name} must be {self.name}:<verb>." for name in names if not pattern.fullmatch(name))

    def test_events_begin_with_the_plugins_name(self) -> None:
        """Look at the events' types."""
        pattern = re.compile(rf"{self.name}{_VERB_ED}")
        types = [event.type for event in self.plugin.events]
        refuse(
            f"The event {kind} must be {self.name}.<subject>.<verb-ed>."
            for kind in types
            if not pattern.fullmatch(kind)
        )

    def test_errors_begin_with_the_plugins_name(self) -> None:
        """Look at the errors' codes."""
        pattern = re.compile(rf"{self.name}{_VERB_ED}")
        codes = [error.code for error in self.plugin.errors]
        refuse(
            f"The error {code} must be {self.name}.<subject>.<what>." for code in codes if not pattern.fullmatch(code)
        )

    def test_schemas_of_extensions_begin_with_the_plugins_name(self) -> None:
        """Look at the names that the OpenAPI document shows."""
        prefix = "".join(word.capitalize() for word in self.name.split("_")).lower()
        names = [
            kind.__name__ for each in self.plugin.extensions for kind in (each.read, each.write) if kind is not None
        ]
        refuse(f"{name} must begin with the plugin's name." for name in names if not name.lower().startswith(prefix))
