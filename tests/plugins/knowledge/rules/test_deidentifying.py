import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_knowledge.rules.deidentifying import PLACEHOLDERS, RemovedKind, Secret, deidentify

CUSTOMER = Secret(RemovedKind.CUSTOMER, "江南造船厂")
WANG = Secret(RemovedKind.CONTACT, "王建国")
PHONE = Secret(RemovedKind.PHONE, "13800138000")
SERIAL = Secret(RemovedKind.SERIAL_NUMBER, "SN-4711")


def cleaned(text: str, *secrets: Secret) -> str:
    return deidentify([text], secrets).texts[0]


def counts(text: str, *secrets: Secret) -> dict[str, int]:
    return {each.kind.value: each.count for each in deidentify([text], secrets).removed}


class TestKnownValue:
    def test_is_replaced_by_what_it_is(self) -> None:
        text = "江南造船厂王建国13800138000来电，SN-4711漏油。"

        assert cleaned(text, CUSTOMER, WANG, PHONE, SERIAL) == "[客户][联系人][电话]来电，[序列号]漏油。"
        assert counts(text, CUSTOMER, WANG, PHONE, SERIAL) == {
            "customer": 1,
            "contact": 1,
            "phone": 1,
            "serial_number": 1,
        }

    def test_is_found_inside_words_of_han_text(self) -> None:
        assert cleaned("老王建国师傅说", WANG) == "老[联系人]师傅说"

    def test_is_not_found_inside_words_of_other_letters(self) -> None:
        li = Secret(RemovedKind.CONTACT, "Li")

        assert cleaned("Li lifts the lid, LI calls, oil", li) == "[联系人] lifts the lid, [联系人] calls, oil"
        assert cleaned("由Li处理", li) == "由[联系人]处理"

    @pytest.mark.parametrize("text", ["_{}_", "__{}__", "photo_{}.jpg", "{}_before"])
    def test_is_found_beside_underscores(self, text: str) -> None:
        assert cleaned(text.format("sn-4711"), SERIAL) == text.format("[序列号]")
        assert cleaned(text.format("13800138000"), PHONE) == text.format("[电话]")

    def test_is_found_whatever_its_capitals_and_spaces(self) -> None:
        yard = Secret(RemovedKind.CUSTOMER, "North  Yard Ltd.")

        assert cleaned("at NORTH\nyard LTD., dock 2", yard) == "at [客户], dock 2"

    def test_is_found_in_full_width(self) -> None:
        assert cleaned("ＳＮ－４７１１漏油（王建国）", SERIAL, WANG) == "[序列号]漏油（[联系人]）"
        assert cleaned("SN-4711", Secret(RemovedKind.SERIAL_NUMBER, "ＳＮ－４７１１")) == "[序列号]"

    @pytest.mark.parametrize("text", ["ſmith kim", "SMİTH Kim", "smıth KIM smith"])
    def test_may_be_written_with_letters_that_are_nearly_the_same(self, text: str) -> None:
        smith, kim = Secret(RemovedKind.CONTACT, "Smith"), Secret(RemovedKind.CONTACT, "KIM")

        assert "[联系人]" in cleaned(f"{text} smith", smith, kim)

    def test_goes_before_a_shorter_one_within_it(self) -> None:
        short = Secret(RemovedKind.PROJECT, "江南")

        assert cleaned("江南造船厂在江南", short, CUSTOMER) == "[客户]在[项目]"
        assert cleaned("江南造船厂在江南", CUSTOMER, short) == "[客户]在[项目]"

    def test_has_the_first_of_two_kinds(self) -> None:
        same = Secret(RemovedKind.PROJECT, CUSTOMER.value)

        assert cleaned("江南造船厂", CUSTOMER, same) == "[客户]"

    def test_of_one_character_names_nobody(self) -> None:
        assert cleaned("A 泵", Secret(RemovedKind.PROJECT, "A"), Secret(RemovedKind.CONTACT, " ")) == "A 泵"

    def test_is_no_pattern(self) -> None:
        assert cleaned("P.1 P11 (P.1)", Secret(RemovedKind.PROJECT, "P.1")) == "[项目] P11 ([项目])"

    def test_is_counted_over_all_texts(self) -> None:
        found = deidentify(["王建国", "王建国, 王建国"], [WANG])

        assert found.texts == ["[联系人]", "[联系人], [联系人]"]
        assert [(each.kind, each.count) for each in found.removed] == [(RemovedKind.CONTACT, 3)]


class TestPattern:
    @pytest.mark.parametrize(
        ("text", "clean"),
        [
            ("mail li.wei+x@north-yard.com.cn now", "mail [邮箱] now"),
            ("联系wang@x.cn。", "联系[邮箱]。"),
            ("PLC 10.0.12.7 offline", "PLC [地址] offline"),
            ("地址192.168.1.254端口", "地址[地址]端口"),
            ("IP192.168.1.254，ip10.0.12.7", "IP[地址]，ip[地址]"),
            ("host_10.0.12.7_a", "host_[地址]_a"),
            ("身份证11010519491231002X", "身份证[编号]"),
            ("id 110105194912310021.", "id [编号]."),
            ("车牌沪A·12345", "车牌[编号]"),
            ("粤B12345D 进厂", "[编号] 进厂"),
            ("call +86 21 5555 0100 today", "call [电话] today"),
            ("call (021) 5555-0100", "call [电话]"),
            ("电话021-5555 0100转3", "电话[电话]转3"),
            ("138-0013-8000", "[电话]"),
            ("１３８００１３８０００", "[电话]"),
            ("ｗａｎｇ＠ｘ．ｃｎ，", "[邮箱]，"),
            ("555-0100", "[电话]"),
            ("AB1234567", "AB[电话]"),
        ],
    )
    def test_takes_out_what_looks_like_who_and_where(self, text: str, clean: str) -> None:
        assert cleaned(text) == clean

    @pytest.mark.parametrize(
        "text",
        [
            "压力低于 8 MPa, 12.5 bar, 1450/1500 rpm",
            "on 2026-03-02, 2026/3/2 and 2026.03.02",
            "2026年3月2日 13:45:30",
            "50 60 70 80 90 Hz",
            "1,234,567.89 and 3.14159265",
            "GB/T 19001-2016, ISO 9001-2015",
            "bearing 6205-2RS, bolt M12x1.75, 380V-400V",
            "v1.2.3.4 and 1.2.3.4.5 and 999.1.1.1",
            "fault 555-010",
            "user@localhost",
        ],
    )
    def test_leaves_what_a_technician_needs(self, text: str) -> None:
        assert cleaned(text) == text

    def test_finds_a_telephone_number_after_a_day(self) -> None:
        assert cleaned("2026-03-02 13800138000") == "2026-03-02 [电话]"


class TestLaws:
    @given(st.text(), st.lists(st.sampled_from([CUSTOMER, WANG, SERIAL]), max_size=3), st.text())
    def test_leaves_none_of_the_known_values_of_han(self, before: str, secrets: list[Secret], after: str) -> None:
        text = before + "".join(secret.value for secret in secrets if secret is not SERIAL) + after

        clean = cleaned(text, CUSTOMER, WANG)

        assert CUSTOMER.value not in clean
        assert WANG.value not in clean

    @given(st.text(alphabet="江南造船厂王建国138 0-@.aSN47", max_size=60))
    def test_takes_nothing_out_of_what_is_clean_already(self, text: str) -> None:
        once = cleaned(text, CUSTOMER, WANG, PHONE, SERIAL)

        assert cleaned(once, CUSTOMER, WANG, PHONE, SERIAL) == once

    def test_has_a_placeholder_for_each_kind(self) -> None:
        assert set(PLACEHOLDERS) == set(RemovedKind)

    @pytest.mark.parametrize("piece", ["a", "a.", "+1", "1.1.", "a@", "123 ", "(", "京A", "1", "12345-", "+("])
    def test_is_quick_whatever_the_text_is(self, piece: str) -> None:
        started = time.perf_counter()

        deidentify([piece * (100_000 // len(piece))], [CUSTOMER])

        assert time.perf_counter() - started < 2
