"""The figures of results, counted by the database: three statements, however many answers there are."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.db import TRUE, Clause, Dialect, ListDeclaration, Row, Sort, all_of, equal, given, one_of, since
from wellkept_sdk.http import Page, PageRequest
from wellkept_sdk.services.stations import STATIONS
from wellkept_survey.rules.kinds import SurveySuppression
from wellkept_survey.rules.questionnaires import Asked

#: Of an anonymous template, groups with fewer answers would tell who has said what.
ANONYMOUS_MIN: Final = 3

_NOBODY: Final = "00000000-0000-0000-0000-000000000000"
_REVISIONS: Final = (
    "SELECT revision.template_id, revision.revision, revision.questions, template.anonymous,"
    " revision.revision = template.revision AS is_newest FROM survey_template template"
    " JOIN survey_template_revision revision ON revision.template_id = template.id"
)
_DECIDED: Final = Clause("invitation.status NOT IN ('scheduled', 'cancelled')")
_ASKED: Final = "invitation.status IN ('sent', 'answered', 'expired')"
_COUNTS: Final = ", ".join(
    (
        f"COUNT(CASE WHEN {_ASKED} THEN 1 END) AS asked",
        "COUNT(CASE WHEN invitation.status = 'answered' THEN 1 END) AS answered",
        *(
            f"COUNT(CASE WHEN invitation.suppressed_because = '{each}' THEN 1 END) AS {each}"
            for each in SurveySuppression
        ),
    )
)
_JOINS: Final = {
    "customer": "JOIN customer ON customer.id = invitation.customer_id",
    "project": "JOIN project ON project.id = invitation.project_id",
}


class ResultGroup(StrEnum):
    """By what answers are put together."""

    CUSTOMER = "customer"  #: Whose tickets they are about.
    PROJECT = "project"  #: Which project they are about.
    STATION = "station"  #: Which station had the ticket when they were asked for.
    MONTH = "month"  #: When the invitation was made, by UTC.
    NONE = "none"  #: All together.


class ResultFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which invitations count: those that were made from `starts_at` until before `ends_at`."""

    template: str | None = None
    customer_id: UUID | None = None
    project_id: UUID | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None


class Question(Struct, frozen=True, kw_only=True):
    """
    What is counted.

    Args:
        by: what makes a group.
        filters: which invitations count.
        hidden: anonymous templates among those that count.
    """

    by: ResultGroup
    filters: ResultFilters
    hidden: Sequence[UUID]


async def revisions(ctx: Ctx, *, template: str | None) -> Sequence[Row]:
    """Return what a template, or every one, has ever asked, the newest revision of each first; one statement."""
    where = equal("template.code", template)
    return await ctx.db.fetch(
        f"{_REVISIONS} WHERE {where.sql} ORDER BY template.code, revision.revision DESC", *where.args
    )


async def group_page(ctx: Ctx, question: Question, page: PageRequest) -> Page[Row]:
    """Return one page of groups, by key, with the numbers of their invitations; one statement."""
    key, label = _key(ctx, question.by)
    where = _where(ctx, question, key)
    none = f"CAST('{_NOBODY}' AS UUID)" if ctx.db.dialect is Dialect.POSTGRES else f"'{_NOBODY}'"
    listing = ListDeclaration(
        select=f"SELECT grouped.* FROM (SELECT {key} AS key, MIN({label}) AS label, {none} AS id, {_COUNTS}"
        f" FROM survey_invitation invitation {_JOINS.get(question.by, '')} WHERE {where.sql} GROUP BY 1) grouped",
        sorts={"key": Sort("grouped.key", str, nullable=True)},
        sort_default="key",
        id_column="grouped.id",
    )
    asked_for = {"group_by": question.by, **msgspec.to_builtins(question.filters)}
    # The arguments of the select stand before those of the page.
    return await ctx.db.page(listing, page, where=Clause("TRUE", where.args), filters=asked_for)


async def values(ctx: Ctx, question: Question, asked: Asked, *, keys: Sequence[str | None]) -> Sequence[Row]:
    """
    Return how often each value was given in each of the groups; one statement.

    Args:
        ctx: of a deployment route.
        question: what is counted.
        asked: tells whether revisions and choices matter: what does not is not sorted by, which takes the time.
        keys: of the groups.
    """
    if not keys:
        return []
    key, _ = _key(ctx, question.by)
    columns = [key, "given.question_code"]
    columns += ["invitation.template_id", "invitation.revision"] if asked.is_ambiguous else []
    columns += ["given.number"]
    columns += ["given.choices"] if asked.has_choices else []
    where = all_of(
        _where(ctx, question, key), Clause("invitation.status = 'answered'"), _among(ctx, question.by, key, keys)
    )
    names = ", ".join([f"{columns[0]} AS key", *columns[1:]])
    places = ", ".join(str(place + 1) for place in range(len(columns)))
    return await ctx.db.fetch(
        f"SELECT {names}, COUNT(*) AS answers FROM survey_invitation invitation"
        " JOIN survey_answer_value given ON given.invitation_id = invitation.id"
        f" {_JOINS.get(question.by, '')} WHERE {where.sql} GROUP BY {places}",
        *where.args,
    )


def _key(ctx: Ctx, by: ResultGroup) -> tuple[str, str]:
    """Return the text that makes a group, and its name for people."""
    match by:
        case ResultGroup.CUSTOMER:
            return "CAST(invitation.customer_id AS TEXT)", "customer.name"
        case ResultGroup.PROJECT:
            return "CAST(invitation.project_id AS TEXT)", "project.name"
        case ResultGroup.STATION:
            stations = ctx.service_or_none(STATIONS)
            name = "CAST(NULL AS TEXT)" if stations is None else stations.name_of("invitation.station_id")
            return "CAST(invitation.station_id AS TEXT)", name
        case ResultGroup.MONTH:
            month = _month(ctx.db.dialect)
            return month, month
        case ResultGroup.NONE:
            return "CAST(NULL AS TEXT)", "CAST(NULL AS TEXT)"


def _month(dialect: Dialect) -> str:
    """Return the month of an invitation by UTC; SQLite keeps moments as text that begins with it."""
    if dialect is Dialect.SQLITE:
        return "substr(invitation.created_at, 1, 7)"
    return "to_char(invitation.created_at AT TIME ZONE 'UTC', 'YYYY-MM')"


def _where(ctx: Ctx, question: Question, key: str) -> Clause:
    filters = question.filters
    chosen = all_of(
        given("invitation.template_id = (SELECT id FROM survey_template WHERE code = ?)", filters.template),
        equal("invitation.customer_id", filters.customer_id),
        equal("invitation.project_id", filters.project_id),
        since("invitation.created_at", filters.starts_at),
        given("invitation.created_at < ?", filters.ends_at),
        _served(ctx),
    )
    return all_of(_DECIDED, chosen, _open(ctx, question, key, chosen))


def _served(ctx: Ctx) -> Clause:
    """Return the condition that an invitation is about no ticket, or about one that surveys serve."""
    active = ctx.active_tickets("invitation.ticket_id")
    # No OR, for which SQLite would look up every ticket in an index, which takes three times as long.
    return Clause(f"CASE WHEN invitation.ticket_id IS NULL THEN TRUE ELSE {active.sql} END", active.args)


def _open(ctx: Ctx, question: Question, key: str, chosen: Clause) -> Clause:
    """Return the condition that an invitation is not of an anonymous template with too few answers in its group."""
    if not question.hidden:
        return TRUE
    hidden = ctx.db.any_of("invitation.template_id", question.hidden)
    group = f"invitation.template_id, COALESCE({key}, '')"
    enough: list[Any] = [*chosen.args, *hidden.args]
    return one_of(
        ~hidden,
        Clause(
            f"({group}) IN (SELECT {group} FROM survey_invitation invitation WHERE ({chosen.sql}) AND ({hidden.sql})"
            f" AND invitation.status = 'answered' GROUP BY 1, 2 HAVING COUNT(*) >= {ANONYMOUS_MIN})",
            tuple(enough),
        ),
    )


def _among(ctx: Ctx, by: ResultGroup, key: str, keys: Sequence[str | None]) -> Clause:
    if by is ResultGroup.NONE:
        return TRUE
    named = ctx.db.any_of(key, [each for each in keys if each is not None])
    return one_of(named, Clause(f"{key} IS NULL")) if None in keys else named
