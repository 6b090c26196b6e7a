from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept.platform.paging.cursors import Place, opened, sealed
from wellkept_sdk.errors import Invalid

ID = UUID("0199a000-0000-7000-8000-000000000000")
AT = datetime(2026, 11, 21, 1, 2, 3, 456789, tzinfo=UTC)
FILTERS = {"status": ["new", "triaged"], "project_id": ID, "reported_from": AT, "open": True, "text": None}

values = st.one_of(
    st.tuples(st.just(int | None), st.none() | st.integers(-(2**63), 2**63 - 1)),
    st.tuples(st.just(str), st.text(st.characters(exclude_categories=["Cs"]))),
    st.tuples(st.just(datetime), st.datetimes(timezones=st.just(UTC))),
)


class TestCursor:
    @given(values, st.uuids(), st.dictionaries(st.text("abc"), st.text("xyz") | st.integers() | st.none()))
    def test_brings_back_the_place(self, typed: tuple[Any, Any], row_id: UUID, filters: dict[str, Any]):
        value_type, value = typed

        cursor = sealed(Place(value, row_id), sort="-a", filters=filters)

        assert opened(cursor, sort="-a", filters=filters, value_type=value_type) == Place(value, row_id)
        assert cursor.isascii()
        assert not set(cursor) & set("+/=&? ")

    def test_holds_whatever_the_order_of_the_filters(self):
        cursor = sealed(Place(AT, ID), sort="-at", filters=FILTERS)

        place = opened(cursor, sort="-at", filters=dict(reversed(FILTERS.items())), value_type=datetime)

        assert place == Place(AT, ID)

    @given(st.data())
    def test_that_was_changed_anywhere_is_refused(self, data: st.DataObject):
        cursor = sealed(Place(AT, ID), sort="-at", filters=FILTERS)
        position = data.draw(st.integers(0, len(cursor) - 1))
        letter = data.draw(st.sampled_from("AZaz09-_=+ ").filter(lambda letter: letter != cursor[position]))

        with pytest.raises(Invalid):
            opened(
                cursor[:position] + letter + cursor[position + 1 :], sort="-at", filters=FILTERS, value_type=datetime
            )

    @given(st.text() | st.binary().map(lambda raw: urlsafe_b64encode(raw).decode()))
    def test_that_is_rubbish_is_refused(self, rubbish: str):
        with pytest.raises(Invalid) as refusal:
            opened(rubbish, sort="-at", filters={}, value_type=datetime)

        assert [(error.pointer, error.code) for error in refusal.value.errors] == [("query/cursor", "cursor_invalid")]

    @pytest.mark.parametrize("rubbish", ["[" * 3000, "x" * 5000, "\ud800", "\0"])
    def test_that_is_hostile_is_refused(self, rubbish: str):
        with pytest.raises(Invalid):
            opened(rubbish, sort="-at", filters={}, value_type=datetime)

    def test_of_another_type_is_refused(self):
        cursor = sealed(Place("x", ID), sort="-at", filters={})

        with pytest.raises(Invalid):
            opened(cursor, sort="-at", filters={}, value_type=datetime)
