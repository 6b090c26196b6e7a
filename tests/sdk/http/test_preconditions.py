import pytest
from msgspec import Struct

from wellkept_sdk.errors import PreconditionFailed
from wellkept_sdk.http import IfMatch, tagged
from wellkept_sdk.http.preconditions import provide_if_match


class Pump(Struct, frozen=True):
    version: int


class TestIfMatch:
    def test_lets_any_version_pass_by_default(self) -> None:
        provide_if_match(None).require(7)

    def test_lets_a_named_version_pass(self) -> None:
        provide_if_match('"3", "7"').require(7)

    @pytest.mark.parametrize("line", ['"6"', 'W/"7"'])
    def test_refuses_another_version_and_weak_tags(self, line: str) -> None:
        with pytest.raises(PreconditionFailed) as raised:
            provide_if_match(line).require(7)

        assert raised.value.context == {"current_version": 7}

    def test_means_any_version_with_a_star(self) -> None:
        assert provide_if_match("*") == IfMatch()


class TestTagged:
    def test_carries_the_version_as_its_tag(self) -> None:
        answer = tagged(Pump(version=7))

        assert (answer.status_code, answer.headers["ETag"]) == (200, '"7"')
        assert "Location" not in answer.headers

    def test_says_where_a_new_record_lives(self) -> None:
        answer = tagged(Pump(version=1), status_code=201, location="/v1/pumps/1")

        assert (answer.status_code, answer.headers["Location"]) == (201, "/v1/pumps/1")
