"""Checks of words: what people meet is named in both languages, and explained."""

from collections.abc import Iterator
from pathlib import Path

from wellkept_sdk.testing.compliance.subject import Subject, refuse


class WordChecks(Subject):
    """People find words for everything."""

    def test_labels_name_every_permission(self) -> None:
        """Look for the labels of permissions."""
        self._require_labels(permission.name for permission in self.plugin.permissions)

    def test_labels_name_every_error(self) -> None:
        """Look for the labels of errors' codes."""
        self._require_labels(error.code for error in self.plugin.errors)

    def test_labels_name_every_field_of_extensions_and_terms(self) -> None:
        """Look for the labels of fields."""
        shown = [field for extension in self.plugin.extensions for field in extension.read.__struct_fields__]
        self._require_labels([*shown, *self.plugin.terms.__struct_fields__])

    def test_labels_are_there_in_both_languages(self) -> None:
        """Look for empty labels."""
        empty = [key for key, label in self.plugin.labels.items() if not (label.zh_cn.strip() and label.en.strip())]
        refuse(f"The label of {key} is empty in one language." for key in empty)

    def test_readme_says_what_the_plugin_is_for(self) -> None:
        """Look for a README beside the package."""
        readme = self.project_folder / "README.md"
        assert readme.is_file(), f"There is no {readme}."
        assert readme.read_text(encoding="utf-8").strip()

    def test_errors_are_explained(self) -> None:
        """Look for the errors' codes in the guides."""
        told = "\n".join(path.read_text(encoding="utf-8") for path in self._guides())
        codes = [error.code for error in self.plugin.errors]
        refuse(f"No guide explains `{code}`." for code in codes if f"`{code}`" not in told)

    def test_errors_come_with_a_message(self) -> None:
        """Look at the first lines of the errors' docstrings."""
        dumb = [error for error in self.plugin.errors if not error.title().endswith((".", "…"))]
        refuse(f"The docstring of {error.__name__} is no sentence." for error in dumb)

    def _require_labels(self, keys: Iterator[str] | list[str]) -> None:
        refuse(f"There is no label for {key}." for key in keys if key not in self.plugin.labels)

    def _guides(self) -> list[Path]:
        return [*self.project_folder.glob("*.md"), *self.project_folder.glob("docs/**/*.md"), *self.guides]
