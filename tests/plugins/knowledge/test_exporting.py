"""Published articles as training material, over HTTP."""

from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from articles_house import ArticlesApp, articles_app
from wellkept_knowledge.service import exporting
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import dialects

EXPORT = "/v1/knowledge/export"


@pytest.fixture(params=dialects(), ids=str)
async def house(request: pytest.FixtureRequest) -> AsyncIterator[ArticlesApp]:
    async with articles_app(request.param) as house:
        yield house


async def files(house: ArticlesApp, **params: Any) -> dict[str, str]:
    answer = await house.app.client.get(EXPORT, params=params)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    with ZipFile(BytesIO(answer.content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


class TestExport:
    async def test_has_a_file_for_each_published_article(self, house: ArticlesApp) -> None:
        await house.published(safety=["断电"], tools=["扳手"])
        await house.draft(title="Draft")
        stale = await house.published(title="Old pump", language="en")
        await house.moved(stale["id"], "mark_stale", reason="Outdated.")

        found = await files(house)

        assert found == {
            "000001-液压泵-E-501-压力不足.md": (
                "# 液压泵 E-501 压力不足\n\n"
                "- 编号 1 · 第 1 版\n- 型号: HP-200\n- 故障代码: E-501\n- 类别: hydraulics\n\n"
                "## 现象\n\n泵启动后压力低于 8 MPa\n\n## 原因\n\n进油滤芯堵塞\n\n## 处理\n\n更换滤芯并排气\n\n"
                "## 安全\n\n- 断电\n\n## 工具\n\n- 扳手\n"
            )
        }

    async def test_is_narrowed_by_category_and_model(self, house: ArticlesApp) -> None:
        await house.published(title="One", categories=["hydraulics"], models=["A-1"])
        await house.published(title="Two", categories=["electrics"], models=["A-1"])

        assert list(await files(house)) == ["000001-One.md", "000002-Two.md"]
        assert list(await files(house, category="electrics", format="markdown")) == ["000002-Two.md"]
        assert list(await files(house, category="hydraulics", model="A-1")) == ["000001-One.md"]
        assert await files(house, model="A-2") == {}

    async def test_goes_by_batches_and_is_the_same_again(
        self, house: ArticlesApp, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(exporting, "BATCH", 2)
        for number in range(5):
            await house.published(title=f"Pump {number}")

        first, second = [(await house.app.client.get(EXPORT)).content for _ in range(2)]

        assert first == second
        assert len(await files(house)) == 5

    async def test_has_the_published_revision(self, house: ArticlesApp) -> None:
        article = await house.published(title="Before")
        await house.revised(article["id"], title="After")

        assert list(await files(house)) == ["000001-Before.md"]


class TestRefusal:
    async def test_of_callers_from_outside(self, house: ArticlesApp) -> None:
        customer = await house.app.customer(contract="plain")
        client = await house.app.as_actor(Role.CUSTOMER, customer_ids=[customer["id"]])

        assert (await client.get(EXPORT)).status_code == 403

    async def test_of_another_format(self, house: ArticlesApp) -> None:
        answer = await house.app.client.get(EXPORT, params={"format": "pdf"})

        assert [error["pointer"] for error in answer.json()["errors"]] == ["query/format"]
        assert answer.status_code == 422
