import pytest

from wellkept.platform.constraints import UniqueKey, existing, unique, unreferenced
from wellkept.platform.storage.driver_errors import ForeignKeyViolation, UniqueViolation
from wellkept_sdk.errors import CodeTaken, InUse, Invalid

CODE = UniqueKey("project", ("code",), "/code")


class TestUnique:
    def test_points_at_the_clashing_member(self) -> None:
        with pytest.raises(CodeTaken) as refusal, unique(CODE):
            raise UniqueViolation(table="project", columns=frozenset({"code"}))

        assert [(mistake.pointer, mistake.code) for mistake in refusal.value.errors] == [("/code", "code_taken")]

    def test_leaves_other_clashes_as_they_are(self) -> None:
        with pytest.raises(UniqueViolation), unique(CODE):
            raise UniqueViolation(table="event", columns=frozenset({"code"}))


class TestExisting:
    def test_points_at_the_reference_whose_target_is_gone(self) -> None:
        with pytest.raises(Invalid) as refusal, existing("/customer_id", "customer"):
            raise ForeignKeyViolation

        assert [(mistake.pointer, mistake.code) for mistake in refusal.value.errors] == [
            ("/customer_id", "unknown_reference")
        ]


class TestUnreferenced:
    def test_says_that_the_record_is_in_use(self) -> None:
        with pytest.raises(InUse), unreferenced():
            raise ForeignKeyViolation
