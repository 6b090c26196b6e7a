"""Articles as training material."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_knowledge.rules.training import Lesson, file_name, markdown


class TestFileName:
    @pytest.mark.parametrize(
        ("title", "name"),
        [
            ("液压泵 E-501 压力不足", "000031-液压泵-E-501-压力不足.md"),
            ("../../etc/passwd", "000031-etc-passwd.md"),
            ("???", "000031.md"),
            ("a" * 300, f"000031-{'a' * 60}.md"),
        ],
    )
    def test_begins_with_the_number(self, title: str, name: str) -> None:
        assert file_name(Lesson(number=31, revision=2, language="en", title=title)) == name

    @given(st.text())
    def test_has_nothing_that_leads_elsewhere(self, title: str) -> None:
        name = file_name(Lesson(number=1, revision=1, language="en", title=title))

        assert not set(name) & set('/\\:*?"<>|\n\0')


class TestMarkdown:
    def test_has_headings_in_the_language_of_the_article(self) -> None:
        lesson = Lesson(
            number=31,
            revision=2,
            language="zh-CN",
            title="液压泵\n压力不足",
            symptom="压力低于 8 MPa",
            cause="滤芯堵塞",
            remedy="更换滤芯",
            body="详见 <b>手册</b>",
            models=["HP-200"],
            fault_codes=["E-501", "E-502"],
            categories=["hydraulics"],
            safety=["断电"],
            tools=["扳手"],
            parts=["滤芯"],
        )

        assert markdown(lesson) == (
            "# 液压泵 压力不足\n\n"
            "- 编号 31 · 第 2 版\n- 型号: HP-200\n- 故障代码: E-501, E-502\n- 类别: hydraulics\n\n"
            "## 现象\n\n压力低于 8 MPa\n\n## 原因\n\n滤芯堵塞\n\n## 处理\n\n更换滤芯\n\n"
            "详见 &lt;b>手册&lt;/b>\n\n"
            "## 安全\n\n- 断电\n\n## 工具\n\n- 扳手\n\n## 备件\n\n- 滤芯\n"
        )

    def test_leaves_out_what_is_empty(self) -> None:
        assert markdown(Lesson(number=1, revision=1, language="en", title="Pump", remedy="Fix")) == (
            "# Pump\n\n- Article 1, revision 1\n\n## Remedy\n\nFix\n"
        )
