"""The application with a plugin `knowledge`, which has routes below tickets and projects and extends tickets."""

from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from tempfile import TemporaryDirectory
from uuid import UUID

from msgspec import Struct

from api import Api, Json
from probes import Probe, probe
from wellkept.app import Wellkept, build
from wellkept.hosting import bindings_restored, listening, use
from wellkept.platform.migrations.runner import run_statements
from wellkept.platform.plugin_host.lifecycle.apps import apps_of
from wellkept.platform.settings import Settings
from wellkept.platform.storage.engines import PgEngine, SqliteEngine, bind
from wellkept_sdk import Ctx, PluginPermission
from wellkept_sdk.actor import Role
from wellkept_sdk.errors import Conflict
from wellkept_sdk.http import (
    FromPath,
    JSONBody,
    Mount,
    MountPoint,
    NamedDependency,
    Page,
    documents,
    get,
    needs,
    post,
)


class ArticleCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody knows about a ticket."""

    text: str


class ArticleRead(Struct, frozen=True, kw_only=True):
    """What somebody knows about a ticket."""

    id: UUID
    text: str


class ArticleKnown(Conflict):
    """This is known already."""

    code = "knowledge.article.known"


def knowledge() -> Probe:
    """Return the plugin: a probe that also keeps articles, which all may read and only some may write."""
    made = probe("knowledge")
    everybody = frozenset({Role.DISPATCHER, Role.ENGINEER, Role.VIEWER, Role.CUSTOMER, Role.PARTNER})
    made.permissions = (
        PluginPermission(name="knowledge:read", description="Read articles.", roles=everybody),
        PluginPermission(name="knowledge:write", description="Write articles.", roles=frozenset({Role.DISPATCHER})),
    )

    @get("/articles", opt=needs("knowledge:read"))
    async def list_articles(ticket_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> Page[ArticleRead]:
        """List what is known about a ticket."""
        rows = await ctx.db.fetch("SELECT * FROM knowledge_mark WHERE seam = 'article' AND record_id = ?", ticket_id)
        return Page(items=[ArticleRead(id=row["id"], text=row["note"]) for row in rows], next_cursor=None)

    @post("/articles", opt=needs("knowledge:write") | documents(problems=[ArticleKnown]))
    async def add_article(
        ticket_id: FromPath[UUID], data: JSONBody[ArticleCreate], ctx: NamedDependency[Ctx]
    ) -> ArticleRead:
        """Add what is known about a ticket."""
        sql = "SELECT id FROM knowledge_mark WHERE seam = 'article' AND record_id = ? AND note = ?"
        if await ctx.db.fetch_one(sql, ticket_id, data.text):
            raise ArticleKnown
        row = await ctx.db.insert(made.table, record_id=ticket_id, seam="article", note=data.text)
        return ArticleRead(id=row["id"], text=row["note"])

    made.mounts = (*made.mounts, Mount(at=MountPoint.TICKET, routes=[list_articles, add_article]))
    return made


@contextmanager
def knowledge_app() -> Generator[Wellkept]:
    """Compose the application with the plugin; nothing is bound yet."""
    with TemporaryDirectory() as folder:
        with bindings_restored():
            app = build(Settings(data_dir=folder), plugins=[knowledge()])
        assert len(app.host.plugins) == 1, [found.reason for found in app.host.found]
        yield app


@asynccontextmanager
async def serving_knowledge(app: Wellkept, database: SqliteEngine | PgEngine) -> AsyncGenerator[None]:
    """Let the composed application serve on an empty database, with the table of the plugin."""
    bind(database)
    with bindings_restored():
        use(app.host, plan="default", subscriptions=listening(app.host))
        for each in apps_of(app.host):
            if each.name == "knowledge":
                await run_statements(database, ["DROP TABLE IF EXISTS knowledge_mark", *each.statements()])
        yield
        await database.execute("DROP TABLE knowledge_mark")


class Two:
    """A customer with two projects: the contract of the first has `knowledge` off, the customer's has it on."""

    def __init__(self, customer: Json, without: Json, within: Json) -> None:
        """Keep the records."""
        self.customer, self.without, self.within = customer, without, within


async def two_projects(admin: Api) -> Two:
    """Make them, with the plan FULL."""
    await admin.created("/v1/service-plans", {"code": "FULL", "name": "Full", "plugins": {"knowledge": {"level": 4}}})
    customer = await admin.customer(time_zone="Asia/Shanghai")
    without, within = [await admin.project(customer_id=customer["id"]) for _ in range(2)]
    body = {"customer_id": customer["id"], "plan_code": "FULL", "starts_on": "2026-01-01"}
    await admin.created("/v1/contracts", {"number": "K-ALL", **body})
    off = {"project_id": without["id"], "overrides": {"knowledge": {"enabled": False}}}
    await admin.created("/v1/contracts", {"number": "K-OFF", **body, **off})
    return Two(customer, without, within)
