import pytest

from wellkept.platform.time_zones import time_zone_mistakes


class TestTimeZone:
    @pytest.mark.parametrize("name", ["Asia/Shanghai", "UTC", None])
    def test_is_accepted_when_known_or_not_given(self, name: str | None) -> None:
        assert time_zone_mistakes(name, pointer="/time_zone") == []

    @pytest.mark.parametrize("name", ["Mars/Base", "asia/shanghai", "../etc/passwd", "+08:00", ""])
    def test_is_refused_when_unknown(self, name: str) -> None:
        (mistake,) = time_zone_mistakes(name, pointer="/time_zone")

        assert [(error.pointer, error.code) for error in mistake.errors] == [("/time_zone", "not_a_choice")]
