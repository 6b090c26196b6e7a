"""Accounts and keys on the command line."""

import re
from collections.abc import Callable

import pytest
from click.testing import Result

Command = Callable[..., Result]
LI = "li@example.com"
UUID_LINE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


@pytest.fixture
def house(on_database: Command) -> Command:
    """Return the command line of a deployment with one engineer."""
    assert on_database("users", "create", LI, "--name", "Li Na", "--role", "engineer").exit_code == 0
    return on_database


class TestUsers:
    def test_are_made_and_listed(self, house: Command) -> None:
        made = house("users", "create", "wang@example.com", "--name", "Wang", "--role", "admin")
        listed = house("users", "list", "--role", "admin")

        assert UUID_LINE.fullmatch(made.stdout.strip())
        assert made.stdout.strip() in listed.stdout
        assert "wang@example.com" in listed.stdout
        assert LI not in listed.stdout

    def test_are_deactivated(self, house: Command) -> None:
        result = house("users", "deactivate", LI)

        assert (result.exit_code, result.stdout) == (0, "Deactivated.\n")
        assert "no" in house("users", "list").stdout

    def test_need_an_address_of_their_own(self, house: Command) -> None:
        result = house("users", "create", LI, "--name", "Li Na", "--role", "viewer")

        assert result.exit_code == 1
        assert "code_taken" in result.stderr

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("no-address", "--name", "Li Na", "--role", "viewer"), "$.email"),
            (("a@example.com", "--name", "", "--role", "viewer"), "$.name"),
            (("a@example.com", "--name", "Li Na", "--role", "king"), "'king' is not one of"),
        ],
    )
    def test_are_not_made_of_what_the_api_would_refuse(
        self, on_database: Command, words: tuple[str, ...], said: str
    ) -> None:
        result = on_database("users", "create", *words)

        assert result.exit_code == 2
        assert said in result.stderr

    def test_of_a_customer_need_the_customer(self, on_database: Command) -> None:
        result = on_database("users", "create", "a@example.com", "--name", "Frau Huber", "--role", "customer")

        assert result.exit_code == 1
        assert "/customer_ids" in result.stderr


class TestKeys:
    def test_are_shown_once_and_listed_without_their_secret(self, house: Command) -> None:
        made = house("keys", "create", LI, "--days", "30", "--scope", "tickets:read")

        listed = house("keys", "list", "--email", LI)

        key = made.stdout.strip()
        assert re.fullmatch(r"wk_[0-9a-f]{64}", key)
        assert key not in listed.stdout
        assert UUID_LINE.search(listed.stdout)

    def test_are_revoked(self, house: Command) -> None:
        house("keys", "create", LI)
        found = UUID_LINE.search(house("keys", "list").stdout)
        assert found is not None

        result = house("keys", "revoke", found[0])

        assert (result.exit_code, result.stdout) == (0, "Revoked.\n")

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("create", "nobody@example.com"), "`wellkept users list` shows all"),
            (("list", "--email", "nobody@example.com"), "`wellkept users list` shows all"),
            (("create", LI, "--scope", "tickets:dance"), "/scopes/0"),
            (("revoke", "01900000-0000-7000-8000-000000000001"), "not_found"),
        ],
    )
    def test_say_what_is_wrong(self, house: Command, words: tuple[str, ...], said: str) -> None:
        result = house("keys", *words)

        assert result.exit_code == 1
        assert said in result.stderr

    @pytest.mark.parametrize(
        ("words", "said"),
        [(("create", LI, "--days", "0"), "Invalid value for '--days'"), (("revoke", "seven"), "is not a valid UUID")],
    )
    def test_are_not_touched_by_wrong_use(self, command: Command, words: tuple[str, ...], said: str) -> None:
        result = command("keys", *words)

        assert result.exit_code == 2
        assert said in result.stderr

    def test_need_an_account_to_deactivate(self, house: Command) -> None:
        assert house("users", "deactivate", "nobody@example.com").exit_code == 1
