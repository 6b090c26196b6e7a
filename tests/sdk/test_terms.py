from typing import Any, ClassVar

import msgspec
import pytest

from wellkept_sdk.terms import NoTerms, Terms


class PumpTerms(Terms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    version: ClassVar[int] = 2

    warn_before_minutes: int = 30

    @classmethod
    def migrated(cls, document: dict[str, Any], *, from_version: int) -> dict[str, Any]:
        if from_version == 1 and "warn_before" in document:
            return {"warn_before_minutes": document["warn_before"]}
        return document


class TestTerms:
    def test_stay_as_they_are_unless_a_version_says_how_they_change(self) -> None:
        assert NoTerms.migrated({"a": 1}, from_version=1) == {"a": 1}

    def test_of_an_older_version_are_read_as_the_present_one_writes_them(self) -> None:
        migrated = PumpTerms.migrated({"warn_before": 45}, from_version=1)

        assert msgspec.convert(migrated, PumpTerms) == PumpTerms(warn_before_minutes=45)

    def test_may_be_left_empty(self) -> None:
        assert msgspec.convert({}, PumpTerms).warn_before_minutes == 30

    def test_with_an_unknown_member_are_refused(self) -> None:
        with pytest.raises(msgspec.ValidationError, match="unknown field"):
            msgspec.convert({"colour": "red"}, NoTerms)
