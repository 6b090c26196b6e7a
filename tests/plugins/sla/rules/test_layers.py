from wellkept_sla.rules.layers import laid_over

BASE = {
    "calendar": "cn-standard",
    "on_reopen": "resume",
    "holders": {"parts": "us", "customer": "customer"},
    "clocks": {"response": {"kind": "sla", "measure": "response"}, "resolution": {"kind": "sla"}},
}


class TestTermsLaidOverOthers:
    def test_change_only_what_they_say(self) -> None:
        assert laid_over(BASE, {"calendar": "24x7"}) == {**BASE, "calendar": "24x7"}

    def test_state_a_clock_whole(self) -> None:
        laid = laid_over(BASE, {"clocks": {"response": {"kind": "ola"}}})

        assert laid["clocks"] == {"response": {"kind": "ola"}, "resolution": {"kind": "sla"}}

    def test_remove_a_clock_and_a_holder_by_null(self) -> None:
        laid = laid_over(BASE, {"clocks": {"response": None}, "holders": {"parts": None}})

        assert (list(laid["clocks"]), laid["holders"]) == (["resolution"], {"customer": "customer"})

    def test_restore_any_other_member_by_null(self) -> None:
        laid = laid_over(BASE, {"on_reopen": None, "clocks": None})

        assert laid == BASE

    def test_leave_what_they_are_laid_over_as_it_is(self) -> None:
        laid_over(BASE, {"clocks": {"response": None}})

        assert list(BASE["clocks"]) == ["response", "resolution"]
