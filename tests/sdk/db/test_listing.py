from datetime import UTC, datetime

import msgspec
import pytest

from wellkept_sdk.db import Sort

MOMENT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


class TestSort:
    def test_finds_its_value_under_the_columns_name_or_its_key(self) -> None:
        row = {"due_at": MOMENT, "height": 3}

        assert Sort("c.due_at", datetime).value_in(row) == MOMENT
        assert Sort("length(c.name)", int, key="height").value_in(row) == 3

    def test_takes_aware_moments_only(self) -> None:
        kind = Sort("c.due_at", datetime).value_type()

        assert msgspec.convert("2026-11-02T01:00:00Z", kind) == MOMENT
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert("2026-11-02T01:00:00", kind)

    def test_takes_null_where_values_may_be_missing(self) -> None:
        assert msgspec.convert(None, Sort("c.grade", int, nullable=True).value_type()) is None
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(None, Sort("c.grade", int).value_type())
