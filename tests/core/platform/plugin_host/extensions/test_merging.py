from datetime import UTC, datetime, timedelta, timezone
from typing import Annotated, Any

import pytest
from msgspec import UNSET, Meta, Struct
from msgspec.structs import replace

from wellkept.platform.plugin_host.extensions.composing import patch_of
from wellkept.platform.plugin_host.extensions.merging import is_written_alike, merged, mistakes_in

CHINA = timezone(timedelta(hours=8))


class Berth(Struct, frozen=True, kw_only=True):
    quay: str
    depth_m: int
    until: datetime | None
    tugs: int
    is_free: bool


class BerthInput(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"depth_m": "depth"}):
    quay: str
    depth_m: Annotated[int, Meta(ge=1)]
    until: datetime | None = None
    tugs: int = 2


PRESENT = Berth(quay="Q1", depth_m=9, until=datetime(2026, 11, 21, 1, tzinfo=UTC), tugs=3, is_free=False)


def patched(present: Berth | None = PRESENT, **given: Any) -> dict[str, Any]:
    return merged(present, patch_of(BerthInput)(**given), BerthInput)


class TestMerge:
    def test_keeps_what_is_not_given_and_leaves_out_what_nobody_writes(self) -> None:
        assert patched(quay="Q2") == {"quay": "Q2", "depth": 9, "until": "2026-11-21T01:00:00Z", "tugs": 3}

    def test_sets_a_field_to_null_that_may_be_null(self) -> None:
        assert patched(until=None)["until"] is None

    def test_leaves_out_a_cleared_field_that_may_not_be_null_so_that_its_default_holds(self) -> None:
        assert "tugs" not in patched(tugs=None)

    def test_begins_with_nothing_where_there_is_no_value(self) -> None:
        assert patched(None, quay="Q2") == {"quay": "Q2"}

    @pytest.mark.parametrize(
        ("given", "pointer", "code"),
        [
            ({"depth_m": None}, "/extensions/port/depth", "required"),
            ({"depth_m": UNSET}, None, None),
        ],
    )
    def test_tells_what_is_wrong_by_its_place_in_the_body(
        self, given: dict[str, Any], pointer: str | None, code: str | None
    ) -> None:
        mistakes = mistakes_in(patched(**given), BerthInput, pointer="/extensions/port")

        assert [(mistake.pointer, mistake.code) for mistake in mistakes] == (
            [] if pointer is None else [(pointer, code)]
        )


class TestSameness:
    @pytest.mark.parametrize(
        ("new", "is_same"),
        [
            (BerthInput(quay="Q1", depth_m=9, until=datetime(2026, 11, 21, 1, tzinfo=UTC), tugs=3), True),
            (BerthInput(quay="Q1", depth_m=9, until=datetime(2026, 11, 21, 9, tzinfo=CHINA), tugs=3), True),
            (BerthInput(quay="Q1", depth_m=9, until=None, tugs=3), False),
        ],
    )
    def test_is_of_values_not_of_how_they_are_written(self, new: BerthInput, is_same: bool) -> None:  # noqa: FBT001 - a case
        assert is_written_alike(PRESENT, new) == is_same

    def test_is_not_that_of_nothing_or_of_what_could_not_be_written_today(self) -> None:
        shallow = replace(PRESENT, depth_m=0)

        assert not is_written_alike(None, BerthInput(quay="Q1", depth_m=9))
        assert not is_written_alike(shallow, BerthInput(quay="Q1", depth_m=1))


class TestPatchStruct:
    def test_is_the_same_for_the_same_struct(self) -> None:
        assert patch_of(BerthInput) is patch_of(BerthInput)

    def test_keeps_the_names_on_the_wire(self) -> None:
        assert patch_of(BerthInput).__struct_encode_fields__ == ("quay", "depth", "until", "tugs")
