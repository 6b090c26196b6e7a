import pytest
from msgspec import UNSET, UnsetType

from wellkept_sdk.time_zones import is_time_zone, time_zone_mistakes


class TestTimeZone:
    @pytest.mark.parametrize("name", ["Asia/Shanghai", "America/Los_Angeles", "Europe/Berlin", "UTC"])
    def test_is_known_by_its_iana_name(self, name: str) -> None:
        assert is_time_zone(name)

    @pytest.mark.parametrize(
        "name",
        ["Mars/Olympus", "Asia", "asia/shanghai", "../UTC", "../../etc/passwd", "/etc/localtime", "+08:00", ""],
    )
    def test_is_nothing_else(self, name: str) -> None:
        assert not is_time_zone(name)

    @pytest.mark.parametrize("name", ["localtime", "Factory"])
    def test_is_the_same_on_every_machine(self, name: str) -> None:
        assert not is_time_zone(name)


class TestTimeZoneMistakes:
    @pytest.mark.parametrize("name", ["Asia/Shanghai", "UTC", None, UNSET])
    def test_are_none_for_one_that_is_known_or_not_given(self, name: str | UnsetType | None) -> None:
        assert time_zone_mistakes(name, pointer="/time_zone") == []

    @pytest.mark.parametrize("name", ["Mars/Olympus", "localtime", ""])
    def test_name_the_place_of_one_that_is_unknown(self, name: str) -> None:
        (mistake,) = time_zone_mistakes(name, pointer="/site/time_zone")

        assert [(error.pointer, error.code) for error in mistake.errors] == [("/site/time_zone", "not_a_choice")]
