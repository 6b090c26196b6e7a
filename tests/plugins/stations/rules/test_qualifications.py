from datetime import date

from wellkept_sdk.errors import Invalid
from wellkept_stations.rules.qualifications import repeated_codes, validity_mistakes

JUNE, JULY = date(2026, 6, 30), date(2026, 7, 1)


def told(mistakes: list[Invalid]) -> list[tuple[str, str]]:
    return [(error.pointer, error.code) for mistake in mistakes for error in mistake.errors]


class TestCodes:
    def test_stand_in_a_list_once(self) -> None:
        assert told(repeated_codes(["a", "b", "a", "a"], pointer="/skills")) == [
            ("/skills/2/code", "duplicate"),
            ("/skills/3/code", "duplicate"),
        ]
        assert told(repeated_codes(["a", "a"], pointer="/required", member="")) == [("/required/1", "duplicate")]
        assert told(repeated_codes(["a", "b"], pointer="/skills")) == []


class TestValidity:
    def test_ends_on_the_day_of_its_beginning_at_the_earliest(self) -> None:
        found = validity_mistakes([(JULY, JUNE), (JUNE, JUNE), (JUNE, None), (None, JUNE)], pointer="/certificates")

        assert told(found) == [("/certificates/0/valid_until", "too_small")]
