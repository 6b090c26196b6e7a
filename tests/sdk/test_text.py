import msgspec
import pytest

from wellkept_sdk.text import Code, Email, Name


class TestCode:
    @pytest.mark.parametrize("text", ["A", "PLC-7", "a/b.c_d", "7" * 64])
    def test_may_be(self, text: str) -> None:
        assert msgspec.convert(text, Code) == text

    @pytest.mark.parametrize("text", ["", "-A", "a b", "a\n", "泵", "7" * 65])
    def test_may_not_be(self, text: str) -> None:
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(text, Code)


class TestName:
    @pytest.mark.parametrize("text", ["", "x" * 201])
    def test_may_not_be(self, text: str) -> None:
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(text, Name)


class TestEmail:
    @pytest.mark.parametrize("text", ["li@example.com", "li+a@例子.中国"])
    def test_may_be(self, text: str) -> None:
        assert msgspec.convert(text, Email) == text

    @pytest.mark.parametrize("text", ["li", "@", "li@", "a b@c", "li@a@b", "li@example.com\n"])
    def test_may_not_be(self, text: str) -> None:
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(text, Email)
