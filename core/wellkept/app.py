"""The composition root: the only module, beside the command line, that knows all parts."""

from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path

from litestar import Litestar, Request, Router
from litestar.datastructures import State
from litestar.di import Provide
from litestar.types import ASGIApp, ControllerRouterHandler, Receive, Scope, Send

from wellkept import __version__
from wellkept.activation.routes import ROUTES as ACTIVATION_ROUTES
from wellkept.background import worker_for
from wellkept.customers.routes import ROUTES as CUSTOMER_ROUTES
from wellkept.equipment.routes import ROUTES as EQUIPMENT_ROUTES
from wellkept.hosting import hosted
from wellkept.imports.routes import ROUTES as IMPORT_ROUTES
from wellkept.platform.access.gate import anonymous_paths, gate, require_gated
from wellkept.platform.audit.routes import ROUTES as AUDIT_ROUTES
from wellkept.platform.auth.authentication import Authentication
from wellkept.platform.auth.oidc import OidcVerifier
from wellkept.platform.auth.routes import ROUTES as ACCOUNT_ROUTES
from wellkept.platform.exports.walking import exporting
from wellkept.platform.http.admission import admission
from wellkept.platform.http.context import ACTOR
from wellkept.platform.http.edge import pipeline
from wellkept.platform.http.problems import exception_handlers
from wellkept.platform.labels.routes import ROUTES as LABEL_ROUTES
from wellkept.platform.object_store import ObjectStore
from wellkept.platform.observability import health, metrics
from wellkept.platform.observability.traces import traced
from wellkept.platform.openapi import pages
from wellkept.platform.openapi.document import configure
from wellkept.platform.openapi.walking import JsonObject
from wellkept.platform.outbox.routes import ROUTES as EVENT_ROUTES
from wellkept.platform.outbox.subscriptions import Subscription
from wellkept.platform.paging import provide_page
from wellkept.platform.plugin_host.assembling.routers import VERSION
from wellkept.platform.plugin_host.extensions.composition import compose
from wellkept.platform.plugin_host.host import Host
from wellkept.platform.plugin_host.routes import ROUTES as PLUGIN_ROUTES
from wellkept.platform.plugin_host.seams.documents import documented
from wellkept.platform.plugin_host.seams.mounts import mounted
from wellkept.platform.settings import Settings
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.engines import PgEngine, SqliteEngine, bind, engine_for
from wellkept.platform.webhooks.routes import ROUTES as WEBHOOK_ROUTES
from wellkept.projects.routes import ROUTES as PROJECT_ROUTES
from wellkept.tickets.routes import ROUTES as TICKET_ROUTES
from wellkept_sdk.actor import Actor
from wellkept_sdk.http.preconditions import provide_if_match
from wellkept_sdk.plugin import Plugin

API_ROUTES: tuple[ControllerRouterHandler, ...] = (
    *ACCOUNT_ROUTES,
    *CUSTOMER_ROUTES,
    *PROJECT_ROUTES,
    *EQUIPMENT_ROUTES,
    *TICKET_ROUTES,
    *ACTIVATION_ROUTES,
    *PLUGIN_ROUTES,
    *IMPORT_ROUTES,
    *EVENT_ROUTES,
    *LABEL_ROUTES,
    *WEBHOOK_ROUTES,
    *AUDIT_ROUTES,
)
ROOT_ROUTES: tuple[ControllerRouterHandler, ...] = (*health.ROUTES, *metrics.ROUTES, *pages.ROUTES)
DESCRIPTION = "After-sales service of engineering projects: customers, projects, equipment and tickets."


class Wellkept:
    """
    The application: an ASGI callable with its database.

    `litestar` is the app behind the edge, `host` its plugins, `worker` what does the background work.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        database: Database,
        owns_database: bool,
        runs_worker: bool,
        host: Host,
        subscriptions: Sequence[Subscription],
    ) -> None:
        """Compose everything; nothing is opened yet."""
        self.settings = settings
        self.database = database
        self._owns_database = owns_database
        self._runs_worker = runs_worker
        self.host = host
        self.store = store_of(settings)
        self._oidc = _oidc_verifier(settings)
        self.litestar = _litestar(settings, host=host, store=self.store, lifespan=self._open)
        require_gated(self.litestar)
        self._documents = pages.publish(self.litestar, make=partial(documented, host, self._without))
        self.worker = worker_for(settings, host=host, store=self.store, subscriptions=subscriptions)
        self._edge = pipeline(
            traced(self.litestar), settings=settings, authenticate=self._authenticate, observers=[metrics.observe]
        )

    @property
    def document(self) -> JsonObject:
        """The OpenAPI document."""
        return self._documents.document

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self._edge(scope, receive, send)

    def lifespan(self) -> AbstractAsyncContextManager[None]:
        """Open the database and close it again; a server does this through the lifespan protocol."""
        # Not through Litestar, which would hide why the database cannot be opened in a group of errors.
        return self._open(self.litestar)

    @asynccontextmanager
    async def _open(self, _: Litestar) -> AsyncGenerator[None]:
        async with AsyncExitStack() as stack:
            if self._owns_database:
                await self.database.open()
                stack.push_async_callback(self.database.close)
            if self._oidc is not None:
                stack.push_async_callback(self._oidc.close)
            if self._runs_worker:
                await stack.enter_async_context(self.worker.running())
            yield

    def _without(self, plugins: Collection[str]) -> Litestar:
        """Return an app without the routes of these plugins, to be documented."""
        if not plugins:
            return self.litestar
        return _litestar(self.settings, host=self.host, store=self.store, lifespan=self._open, unmounted=plugins)

    def _authenticate(self, app: ASGIApp) -> ASGIApp:
        return Authentication(exporting(app), anonymous_paths=anonymous_paths(self.litestar), oidc=self._oidc)


def build(
    settings: Settings,
    *,
    database: Database | None = None,
    runs_worker: bool = False,
    plugins: Sequence[Plugin] | None = None,
    subscriptions: Sequence[Subscription] = (),
) -> Wellkept:
    """
    Return the application.

    Args:
        settings: what the deployment decides.
        database: an open database; without it the application opens its own, as the settings say.
        runs_worker: do the background work in this process too, as long as the application lives.
        plugins: exactly these instead of the installed ones; for tests.
        subscriptions: who wants to hear of events beside the plugins.

    Raises:
        PluginsError: a plugin without which the deployment must not start is not active.
    """
    engine = database or engine_of(settings)
    bind(engine)
    host = hosted(settings, plugins=plugins, subscriptions=subscriptions)
    return Wellkept(
        settings,
        database=engine,
        owns_database=database is None,
        runs_worker=runs_worker,
        host=host,
        subscriptions=subscriptions,
    )


def store_of(settings: Settings) -> ObjectStore:
    """Return the object store that the settings name: of attachments and of files that wait to be imported."""
    return ObjectStore(settings.attachment_url, folder=Path(settings.data_dir) / "attachments")


def engine_of(settings: Settings) -> SqliteEngine | PgEngine:
    """Return the engine that the settings name, not opened yet; the data folder is made if it is missing."""
    Path(settings.data_dir).mkdir(parents=True, exist_ok=True)
    return engine_for(
        settings.database,
        pool_max=settings.pool_max,
        full_sync=settings.sqlite_sync == "full",
        pgbouncer=settings.pgbouncer,
    )


def _litestar(
    settings: Settings, *, host: Host, store: ObjectStore, lifespan: object, unmounted: Collection[str] = ()
) -> Litestar:
    composed = compose(host)
    own = Router(
        VERSION,
        route_handlers=list(API_ROUTES),
        dependencies=composed.dependencies,
        # Not of the whole application: a plugin may have types of the same names.
        signature_namespace=composed.namespace,
    )
    return Litestar(
        [own, *mounted(host, without=unmounted), *ROOT_ROUTES],
        guards=[gate],
        before_request=admission(idempotency_hours=settings.idempotency_hours),
        dependencies={
            "actor": Provide(provide_actor, sync_to_thread=False),
            "page": Provide(provide_page, sync_to_thread=False),
            "if_match": Provide(provide_if_match, sync_to_thread=False),
            "store": Provide(lambda: store, sync_to_thread=False, use_cache=True),
            "settings": Provide(lambda: settings, sync_to_thread=False, use_cache=True),
        },
        exception_handlers=exception_handlers(),
        lifespan=[lifespan],  # pyright: ignore[reportArgumentType] - Litestar's type leaves out async generators
        openapi_config=configure(title="Wellkept", version=__version__, description=DESCRIPTION),
        request_max_body_size=None,  # the edge limits bodies, uploads apart
        logging_config=None,
        debug=False,
    )


def provide_actor(request: Request[None, None, State]) -> Actor:
    """Return who is calling; the dependency `actor`."""
    return request.scope["state"][ACTOR]


def _oidc_verifier(settings: Settings) -> OidcVerifier | None:
    if settings.oidc_issuer is None or settings.oidc_audience is None:
        return None
    return OidcVerifier(issuer=settings.oidc_issuer, audience=settings.oidc_audience)
