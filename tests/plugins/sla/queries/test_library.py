"""What facts refer to, and what of it is remembered."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from sla_house import Story, sla_app
from wellkept_sdk.ids import TicketId
from wellkept_sdk.testing import TestApp, dialects
from wellkept_sla.queries import library
from wellkept_sla.queries.facts import facts_of
from wellkept_sla.terms import SlaTerms


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with sla_app(request.param) as app:
        yield app


class TestLibrary:
    async def test_has_the_terms_and_calendars_that_facts_name(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        ctx = await app.house.context("sla", None)
        [opened] = (await facts_of(ctx, [TicketId(UUID(story.id))]))[TicketId(UUID(story.id))]

        found = await library.library_of(ctx, [opened])

        assert list(found.terms.values()) == [SlaTerms()]
        [calendar] = found.calendars.values()
        assert (calendar.code, calendar.revision_id) == ("cn-standard", opened.data.calendars["cn-standard"])

    async def test_reads_from_the_database_only_what_it_does_not_remember(
        self, app: TestApp, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        ctx = await app.house.context("sla", None)
        facts = (await facts_of(ctx, [TicketId(UUID(story.id))]))[TicketId(UUID(story.id))]
        remembered = await library.library_of(ctx, facts)
        monkeypatch.setattr(library, "_remembered", type(library._remembered)())  # pyright: ignore[reportPrivateUsage] - a process that has just begun

        before = app.house.statements
        read = await library.library_of(ctx, facts)
        first = app.house.statements - before
        await library.library_of(ctx, facts)

        assert (first, app.house.statements - before) == (1, 1)
        assert read.terms == remembered.terms

    def test_forgets_what_was_asked_for_longest_ago(self, monkeypatch: pytest.MonkeyPatch) -> None:
        kept = type(library._remembered)()  # pyright: ignore[reportPrivateUsage] - what is under test
        monkeypatch.setattr(library, "_remembered", kept)
        monkeypatch.setattr(library, "REMEMBERED_MAX", 2)

        for name in ("first", "second", "first", "third"):
            library.remember(name, SlaTerms())

        assert list(kept) == ["first", "third"]
