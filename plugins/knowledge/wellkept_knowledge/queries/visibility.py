"""Which articles a caller may see, as one condition that lists, searches and votes share."""

from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID

from wellkept_knowledge.terms import AudienceMax, KnowledgeTerms
from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.actor import Role
from wellkept_sdk.db import FALSE, TRUE, Clause

_FINDABLE: Final = "knowledge_article.status IN ('published', 'stale')"
_FOR_PARTNERS: Final = Clause(f"{_FINDABLE} AND knowledge_article.audience IN ('partner', 'customer')")
_FOR_CUSTOMERS: Final = f"{_FINDABLE} AND knowledge_article.audience = 'customer'"
_LABEL: Final = (
    "EXISTS (SELECT 1 FROM knowledge_label own WHERE own.article_id = knowledge_article.id"
    " AND own.kind IN ('customer', 'project')"
)


async def seen(ctx: Ctx) -> Clause:
    """
    Return the condition, over the table `knowledge_article`, that the caller may see an article.

    Our own house sees all. Partners see what is published for partners and customers. Customers see what is published
    for them where a contract lets them: that of the record, else any of those of their customers and projects. Of
    articles with labels they see those of their own customers and projects whose contracts let them.
    """
    if not ctx.actor.is_outside:
        return TRUE
    if ctx.actor.role is not Role.CUSTOMER:
        return _FOR_PARTNERS
    if ctx.record is not None and not _shows(ctx.terms(KnowledgeTerms)):
        return FALSE
    shown = await _shown(ctx)
    if ctx.record is None and not shown:
        return FALSE
    own = ctx.db.any_of("own.value", sorted(shown))
    return Clause(f"{_FOR_CUSTOMERS} AND (NOT {_LABEL}) OR {_LABEL} AND {own.sql}))", own.args)


async def own_ids(ctx: Ctx) -> frozenset[str]:
    """Return the ids of a customer's own customers and projects, as labels have them."""
    projects = await _projects(ctx, ctx.actor.customer_ids)
    return frozenset(str(each) for each in (*ctx.actor.customer_ids, *projects))


async def _shown(ctx: Ctx) -> frozenset[str]:
    """
    Return the ids of the caller's customers and projects whose contracts let customers see articles.

    A customer is among them for the sake of one of its projects, a project only for its own.
    """
    projects = await _projects(ctx, ctx.actor.customer_ids)
    of_customers = await ctx.terms_among(KnowledgeTerms, RecordName.CUSTOMER, ctx.actor.customer_ids)
    of_projects = await ctx.terms_among(KnowledgeTerms, RecordName.PROJECT, list(projects))
    customer_ids = {each for each, terms in of_customers.items() if _shows(terms)}
    project_ids = {each for each, terms in of_projects.items() if _shows(terms)}
    owners = {projects[each] for each in project_ids}
    return frozenset(map(str, customer_ids | project_ids | owners))


def _shows(terms: KnowledgeTerms) -> bool:
    return terms.audience_max is AudienceMax.CUSTOMER


async def _projects(ctx: Ctx, customer_ids: Collection[UUID]) -> Mapping[UUID, UUID]:
    """Return the projects of customers, each with its customer."""
    if not customer_ids:
        return {}
    where = ctx.db.any_of("customer_id", customer_ids)
    rows = await ctx.db.fetch(f"SELECT id, customer_id FROM project WHERE {where.sql} ORDER BY id", *where.args)
    return {row["id"]: row["customer_id"] for row in rows}
