from wellkept_inventory.service.import_places import moved_to, placed, repeated
from wellkept_sdk.errors import FieldError, Invalid


class TestPlaces:
    def test_are_those_of_the_items_in_their_list(self) -> None:
        assert placed("parts", ["a", "b"]) == [("/parts/0", "a"), ("/parts/1", "b")]

    def test_of_what_is_said_again_are_mistakes(self) -> None:
        [mistake] = repeated(placed("parts", ["a", "b", "a"]), "code", str)

        assert [(each.pointer, each.code) for each in mistake.errors] == [("/parts/2/code", "not_a_choice")]

    def test_take_the_place_of_lines_of_a_posting(self) -> None:
        pointers = ["/lines/1/part_id", "/lines/0", "/lines/0/lot", "/lines", "/party_id"]
        refusal = Invalid(errors=[FieldError(pointer, "x", "X.") for pointer in pointers])

        moved = moved_to(refusal, ["/stock/200", "/stock/201"])

        assert [each.pointer for each in moved.errors] == [
            *("/stock/201/part_code", "/stock/200", "/stock/200/lot", "/lines", "/party_id"),
        ]
