"""Serving: everything in one process, or the API and the worker apart."""

import asyncio
import gc
import signal
import socket

import click
import uvicorn
from msgspec.structs import replace

from wellkept.activation.service.default_plan import ensure_default_plan
from wellkept.app import build, engine_of
from wellkept.commands.deployment import host_of, opened, require_migrated, run_plainly
from wellkept.commands.files import load_with_progress
from wellkept.demo.loading import is_empty
from wellkept.platform.auth.service.bootstrap import bootstrap
from wellkept.platform.migrations.runner import migrate
from wellkept.platform.observability import logs, traces
from wellkept.platform.outbox.stream import end_streams
from wellkept.platform.plugin_host.lifecycle.apps import apps_of
from wellkept.platform.settings import Settings

SHUTDOWN_SECONDS_MAX = 25
CONNECTIONS_WAITING_MAX = 2048


@click.command()
@click.option("--demo", is_flag=True, help="Load the demo data first, if the database is empty.")
@click.pass_obj
def run(settings: Settings, *, demo: bool) -> None:
    """
    Run everything in one process: API, documentation and background work.

    Brings the database up to date, makes the first admin key and prints it once. With SQLite this is all there is to
    install; for several replicas use `serve` and `worker`.
    """
    _begin(settings)
    with _listener(settings) as listener:
        settings = replace(settings, port=listener.getsockname()[1])
        run_plainly(_prepare(settings, demo=demo))
        _serve(settings, listener, with_worker=True)


@click.command()
@click.pass_obj
def serve(settings: Settings) -> None:
    """Serve the API only; start as many as you like, and at least one `worker` beside them."""
    _begin(settings)
    with _listener(settings) as listener:
        settings = replace(settings, port=listener.getsockname()[1])
        run_plainly(_first_key(settings))
        _serve(settings, listener, with_worker=False)


@click.command()
@click.pass_obj
def worker(settings: Settings) -> None:
    """Do the background work only: events, timers, periodic jobs; any number may run at once."""
    _begin(settings)
    run_plainly(_work(settings))


def _begin(settings: Settings) -> None:
    logs.configure(log_format=settings.log_format, log_level=settings.log_level)
    traces.configure()


def _listener(settings: Settings) -> socket.socket:
    """
    Return a socket at the address of the settings; nobody is let in before the server listens.

    Raises:
        click.ClickException: somebody else has the address; said before a key is made that nobody could use yet.
    """
    listener = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        place = f"{settings.host}:{settings.port}"
        raise click.ClickException(
            f"Cannot listen on {place}: {error.strerror}. WELLKEPT_PORT names another."
        ) from error
    return listener


async def _prepare(settings: Settings, *, demo: bool) -> None:
    engine = engine_of(settings)
    for name in await migrate(engine, apps_of(host_of(settings))):
        click.echo(f"Migrated: {name}")
    async with opened(settings) as deployment:
        await ensure_default_plan(settings.default_plan)
        if demo and await is_empty():
            await load_with_progress(deployment)
        # Last of all, so that no key is made which an interruption would leave unseen.
        key = await bootstrap(configured_key=settings.bootstrap_api_key)
    _greet(settings, key)


async def _first_key(settings: Settings) -> None:
    async with opened(settings) as deployment:
        await require_migrated(deployment.database, deployment.host)
        await ensure_default_plan(settings.default_plan)
        key = await bootstrap(configured_key=settings.bootstrap_api_key)
    _greet(settings, key)


def _greet(settings: Settings, key: str | None) -> None:
    address = f"http://{settings.host}:{settings.port}"
    click.echo(f"\nWellkept serves {address} with its documentation at {address}/docs.")
    if key is not None:
        click.echo(f"\nThe first admin key, shown this once: {key}\n\nA first call:")
        click.echo(f'  curl -H "Authorization: Bearer {key}" "{address}/v1/tickets?limit=3"\n')
    else:
        click.echo(
            "The admin key is the one that was configured, or shown at the first start; "
            "`wellkept keys create admin@localhost` makes another.\n"
        )


def _serve(settings: Settings, listener: socket.socket, *, with_worker: bool) -> None:
    config = uvicorn.Config(
        build(settings, runs_worker=with_worker),
        http="httptools",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        backlog=CONNECTIONS_WAITING_MAX,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS_MAX,
    )
    # uvicorn stops gracefully and then raises the signal again; to be told to stop is no failure.
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, _end)
    # What is loaded by now stays for ever; no search for garbage under load need look at it again.
    gc.collect()
    gc.freeze()
    _Server(config).run(sockets=[listener])


class _Server(uvicorn.Server):
    """Ends the event streams when it is to stop: it waits for every answer, and theirs would last."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        end_streams()
        await super().shutdown(sockets)


def _end(*_: object) -> None:
    raise SystemExit(0)


async def _work(settings: Settings) -> None:
    app = build(settings)
    async with app.lifespan():
        await require_migrated(app.database, app.host)
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, app.worker.stop)
        await app.worker.run()


COMMANDS = (run, serve, worker)
