import pytest

from wellkept_sdk.errors import (
    CodeTaken,
    FieldError,
    InternalError,
    Invalid,
    NotFound,
    PermissionDenied,
    Unavailable,
    Vetoed,
    WellkeptError,
    invalid,
    refuse,
    unknown_reference,
)


class ValveStuck(Invalid):
    """The valve does not move.

    More is said here for those who read the code.
    """

    code = "test.valve.stuck"


class TestWellkeptError:
    def test_says_its_docstring_unless_told_otherwise(self) -> None:
        assert NotFound().detail == "There is nothing here that the caller may see."
        assert str(NotFound(detail="No such pump.")) == "No such pump."

    def test_has_a_title_of_one_line(self) -> None:
        assert ValveStuck.title() == "The valve does not move."

    def test_keeps_what_else_the_problem_should_tell(self) -> None:
        assert PermissionDenied(action="start").context == {"action": "start"}

    def test_tells_when_to_try_again(self) -> None:
        assert Unavailable.headers == {"Retry-After": "1"}

    def test_stands_at_one_place_under_its_own_code(self) -> None:
        taken = CodeTaken.at("/code")

        assert (taken.status, taken.code) == (409, "code_taken")
        assert taken.errors == (FieldError("/code", "code_taken", CodeTaken.title()),)

    def test_is_an_internal_one_if_nothing_better_is_known(self) -> None:
        assert (InternalError.status, InternalError.code) == (500, "internal_error")
        assert issubclass(InternalError, WellkeptError)


class TestInvalid:
    def test_stands_at_one_place_under_its_own_code(self) -> None:
        mistake = ValveStuck.at("/valve_id")

        assert mistake.errors == (FieldError("/valve_id", "test.valve.stuck", "The valve does not move."),)
        assert mistake.code == "test.valve.stuck"

    def test_is_made_for_one_field(self) -> None:
        mistake = invalid("/grade", "too_large", "At most 3.")

        assert (mistake.status, mistake.code) == (422, "validation_failed")
        assert mistake.errors == (FieldError("/grade", "too_large", "At most 3."),)

    def test_names_what_a_reference_does_not_find(self) -> None:
        assert unknown_reference("/project_id", "project").errors == (
            FieldError("/project_id", "unknown_reference", "There is no such project."),
        )


class TestRefuse:
    def test_lets_pass_what_has_no_mistake(self) -> None:
        refuse([])

    def test_raises_a_single_mistake_as_it_is(self) -> None:
        mistake = ValveStuck.at("/valve_id")

        with pytest.raises(ValveStuck) as raised:
            refuse([mistake])

        assert raised.value is mistake

    def test_merges_several_mistakes_into_one_error(self) -> None:
        with pytest.raises(Invalid) as raised:
            refuse([ValveStuck.at("/valve_id"), invalid("/grade", "too_large", "At most 3.")])

        assert type(raised.value) is Invalid
        assert [(error.pointer, error.code) for error in raised.value.errors] == [
            ("/valve_id", "test.valve.stuck"),
            ("/grade", "too_large"),
        ]


class TestVetoed:
    def test_carries_the_code_and_the_words_of_the_plugin(self) -> None:
        reason = {"code": "sla.contract.ended", "message": "The contract has ended.", "plugin": "sla"}

        vetoed = Vetoed(
            veto_code="sla.contract.ended",
            detail="The contract has ended.",
            plugin="sla",
            hook="ticket_opening",
            reasons=[reason],
        )

        assert (vetoed.code, vetoed.status, str(vetoed)) == ("sla.contract.ended", 409, "The contract has ended.")
        assert vetoed.context == {"plugin": "sla", "hook": "ticket_opening", "reasons": [reason]}
