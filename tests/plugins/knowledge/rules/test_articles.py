from datetime import date
from uuid import UUID

import pytest

from wellkept_knowledge.rules.articles import (
    DESTINATION,
    KnowledgeAction,
    allowed_actions,
    is_complete,
    needs_other_eyes,
    next_review,
)
from wellkept_knowledge.rules.kinds import KnowledgeStatus

LI, WANG = UUID(int=1), UUID(int=2)


class TestAction:
    @pytest.mark.parametrize(
        ("status", "allowed"),
        [
            (KnowledgeStatus.DRAFT, {"submit", "retire"}),
            (KnowledgeStatus.IN_REVIEW, {"publish", "return", "retire"}),
            (KnowledgeStatus.PUBLISHED, {"mark_stale", "retire"}),
            (KnowledgeStatus.STALE, {"publish", "retire"}),
            (KnowledgeStatus.RETIRED, {"restore"}),
        ],
    )
    def test_is_allowed_by_the_status(self, status: KnowledgeStatus, allowed: set[str]) -> None:
        assert set(allowed_actions(status, has_newer=False)) == allowed

    def test_publishes_a_newer_revision_of_what_is_published(self) -> None:
        assert KnowledgeAction.PUBLISH in allowed_actions(KnowledgeStatus.PUBLISHED, has_newer=True)

    def test_leads_somewhere(self) -> None:
        assert set(DESTINATION) == set(KnowledgeAction)


class TestFourEyes:
    def test_are_those_of_somebody_else_than_the_author(self) -> None:
        assert needs_other_eyes(author_id=LI, actor_id=LI)
        assert not needs_other_eyes(author_id=LI, actor_id=WANG)

    def test_are_anybodys_for_what_wellkept_has_written(self) -> None:
        assert not needs_other_eyes(author_id=None, actor_id=None)


class TestComplete:
    @pytest.mark.parametrize(("remedy", "body"), [("Replace it.", ""), ("", "Long ago …")])
    def test_is_what_says_what_to_do(self, remedy: str, body: str) -> None:
        assert is_complete(remedy=remedy, body=body)

    def test_is_not_what_says_nothing(self) -> None:
        assert not is_complete(remedy=" \n", body="\t")


class TestNextReview:
    def test_is_so_many_months_from_today(self) -> None:
        assert next_review(None, today=date(2026, 3, 2), after_months=12) == date(2027, 3, 2)
        assert next_review(None, today=date(2026, 11, 2), after_months=3) == date(2027, 2, 2)

    def test_is_the_last_day_of_a_shorter_month(self) -> None:
        assert next_review(None, today=date(2028, 2, 29), after_months=12) == date(2029, 2, 28)
        assert next_review(None, today=date(2026, 8, 31), after_months=6) == date(2027, 2, 28)

    def test_leaves_a_day_that_lies_ahead(self) -> None:
        assert next_review(date(2026, 3, 3), today=date(2026, 3, 2), after_months=12) == date(2026, 3, 3)

    @pytest.mark.parametrize("passed", [date(2026, 3, 2), date(2025, 1, 1)])
    def test_replaces_a_day_that_has_come(self, passed: date) -> None:
        assert next_review(passed, today=date(2026, 3, 2), after_months=1) == date(2026, 4, 2)

    def test_ends_with_the_calendar(self) -> None:
        assert next_review(None, today=date(9999, 12, 1), after_months=120) == date(9999, 12, 31)
