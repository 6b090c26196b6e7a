from collections.abc import Callable

import pytest

from wellkept.platform.openapi.problems import PLATFORM_ERRORS, all_errors
from wellkept.platform.openapi.walking import JsonObject

Operation = Callable[[str], JsonObject]
ALWAYS = {"422", "429", "500", "503"}


def failures(operation: JsonObject) -> set[str]:
    return {status for status in operation["responses"] if status >= "400"}


class TestProblems:
    @pytest.mark.parametrize(
        ("name", "statuses"),
        [
            ("health", ALWAYS),
            ("me", ALWAYS | {"401"}),
            ("valves_list", ALWAYS | {"401", "403"}),
            ("valves_get", ALWAYS | {"401", "403", "404"}),
            ("valves_create", ALWAYS | {"400", "401", "403", "409", "413", "415"}),
            ("valves_change", ALWAYS | {"400", "401", "403", "404", "409", "412", "413", "415"}),
            ("valves_delete", ALWAYS | {"401", "403", "404", "409", "412"}),
        ],
    )
    def test_follow_from_what_the_operation_takes(self, operation: Operation, name: str, statuses: set[str]) -> None:
        assert failures(operation(name)) == statuses

    def test_are_problem_documents(self, document: JsonObject) -> None:
        for response in document["components"]["responses"].values():
            assert response["content"].keys() == {"application/problem+json"}
            assert response["content"]["application/problem+json"]["schema"] == {"$ref": "#/components/schemas/Problem"}

    def test_list_the_codes_of_the_domain_beside_those_of_the_platform(self, operation: Operation) -> None:
        response = operation("valves_move")["responses"]["409"]

        assert "`valves.reopen.too_late`: The time for reopening is over." in response["description"]
        example = response["content"]["application/problem+json"]["examples"]["valves.reopen.too_late"]["value"]
        assert example["status"] == 409
        assert example["type"].endswith("#valves.reopen.too_late")
        assert "idempotency_in_progress" in response["content"]["application/problem+json"]["examples"]

    def test_say_when_to_try_again(self, document: JsonObject) -> None:
        responses = document["components"]["responses"]

        assert "Retry-After" in responses["Problem429"]["headers"]
        assert "Retry-After" in responses["Problem503"]["headers"]
        assert "Retry-After" not in responses["Problem404"]["headers"]

    def test_are_all_known_by_their_codes(self) -> None:
        assert set(PLATFORM_ERRORS) <= set(all_errors())
