"""API keys as text, and the header they come in."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept.platform.auth.tokens import bearer_token, digest, is_key, new_key, prefix
from wellkept_sdk.errors import Unauthenticated

KEY = "wk_" + "0f" * 32


class TestKey:
    def test_is_a_mark_and_64_hexadecimal_digits(self) -> None:
        assert re.fullmatch(r"wk_[0-9a-f]{64}", new_key())

    def test_is_never_made_twice(self) -> None:
        assert len({new_key() for _ in range(100)}) == 100

    def test_is_recognised(self) -> None:
        assert is_key(new_key())

    @pytest.mark.parametrize(
        "token", ["", "wk_", KEY[:-1], KEY + "0", KEY + "\n", "wk_" + "g" * 64, KEY.upper(), KEY[3:]]
    )
    def test_of_another_form_is_none(self, token: str) -> None:
        assert not is_key(token)

    def test_is_told_apart_by_its_first_eight_digits(self) -> None:
        assert prefix(KEY) == "wk_0f0f0f0f"

    def test_is_stored_as_its_sha256(self) -> None:
        assert digest("wk_abc") == "57c4313922158bfba2f67931effbc294d12a8a12cd03c01fc0e29ce785557775"


class TestBearerToken:
    @pytest.mark.parametrize("value", [b"Bearer abc", b"bearer abc", b"BEARER  abc "])
    def test_is_what_follows_the_scheme(self, value: bytes) -> None:
        assert bearer_token([(b"host", b"x"), (b"Authorization", value)]) == "abc"

    @pytest.mark.parametrize("value", [b"", b"Bearer", b"Bearer ", b"Basic abc", b"abc", b"Bearer \xff", b"Bearerabc"])
    def test_is_refused_in_any_other_form(self, value: bytes) -> None:
        with pytest.raises(Unauthenticated):
            bearer_token([(b"authorization", value)])

    def test_is_refused_when_missing(self) -> None:
        with pytest.raises(Unauthenticated):
            bearer_token([(b"host", b"x")])

    def test_is_refused_when_there_are_two(self) -> None:
        with pytest.raises(Unauthenticated):
            bearer_token([(b"authorization", b"Bearer abc"), (b"authorization", b"Bearer abc")])

    def test_is_refused_when_very_long(self) -> None:
        with pytest.raises(Unauthenticated):
            bearer_token([(b"authorization", b"Bearer " + b"a" * 8193)])

    @given(value=st.binary(max_size=80))
    def test_is_found_or_refused_whatever_the_bytes(self, value: bytes) -> None:
        try:
            token = bearer_token([(b"authorization", value)])
        except Unauthenticated:
            return
        assert token
