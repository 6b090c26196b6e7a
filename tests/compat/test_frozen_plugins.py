"""Plugins that were written for a released version of the API work with this one; each folder holds one, frozen."""

from pathlib import Path

from wellkept_sdk import API_VERSION

COMPAT = Path(__file__).parent


class TestFrozenPlugins:
    def test_are_there_for_every_minor_version_of_the_api(self) -> None:
        major, minor = API_VERSION

        frozen = {path.name for path in COMPAT.glob("v*/")}

        assert frozen == {f"v{major}_{number}" for number in range(minor + 1)}

    def test_run_the_compliance_suite_and_a_journey(self) -> None:
        tests = {path.name for path in COMPAT.glob("v*/tests/*.py")}

        assert tests == {"test_compliance.py", "test_journey.py"}
