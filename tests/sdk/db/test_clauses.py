from wellkept_sdk.db import FALSE, TRUE, Clause, all_of, one_of

HOT = Clause("temperature > ?", (80,))
OLD = Clause("built_on < ?", ("1999-01-01",))


class TestClause:
    def test_joins_with_the_arguments_in_order(self) -> None:
        assert Clause("(temperature > ?) AND (built_on < ?)", (80, "1999-01-01")) == HOT & OLD
        assert Clause("(built_on < ?) OR (temperature > ?)", ("1999-01-01", 80)) == OLD | HOT
        assert Clause("NOT (temperature > ?)", (80,)) == ~HOT


class TestAllOf:
    def test_is_true_without_conditions(self) -> None:
        assert all_of() == TRUE

    def test_leaves_out_what_always_holds(self) -> None:
        assert all_of(TRUE, HOT) == HOT


class TestOneOf:
    def test_is_false_without_conditions(self) -> None:
        assert one_of() == FALSE

    def test_leaves_out_what_never_holds(self) -> None:
        assert one_of(FALSE, HOT) == HOT
