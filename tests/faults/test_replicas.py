"""Replicas that start at the same moment on an empty database: one schema, one admin, all of them serve."""

import asyncio

import pytest

from servers import KEY, Deployment, Server, client
from wellkept.platform.migrations.difference import schema_difference
from wellkept.platform.plugin_host.host import Host
from wellkept.platform.plugin_host.lifecycle.apps import apps_of
from wellkept.platform.settings import Settings
from wellkept.platform.storage.engines import engine_for
from wellkept_sdk.db.database import Dialect

REPLICAS = 4
on_postgres = pytest.mark.parametrize("blank_schema_url", [Dialect.POSTGRES], indirect=True, ids=str)


class TestReplicasThatStartAtOnce:
    @on_postgres
    async def test_migrate_once_make_one_admin_and_all_serve(self, deployment: Deployment) -> None:
        migrating = [deployment.start("migrate") for _ in range(REPLICAS)]
        codes = [await process.ended() for process in migrating]
        serving = [deployment.start("serve") for _ in range(REPLICAS)]

        replicas = [await server.ready() for server in serving]

        assert codes == [0] * REPLICAS, deployment.said()
        assert sum("Migrated:" in process.output for process in migrating) == 1
        await assert_one_house(deployment, replicas)

    async def test_may_all_be_told_to_run(self, deployment: Deployment) -> None:
        starting = [deployment.start("run") for _ in range(2)]

        replicas = [await server.ready() for server in starting]

        assert sum("Migrated:" in server.output for server in replicas) == 1
        await assert_one_house(deployment, replicas)

    @on_postgres
    async def test_of_serve_or_worker_refuse_a_database_that_is_not_migrated(self, deployment: Deployment) -> None:
        refusing = [deployment.start(command) for command in ("serve", "worker")]

        codes = [await process.ended() for process in refusing]

        assert codes == [1, 1]
        assert all("run `wellkept migrate` first" in process.output for process in refusing)


async def assert_one_house(deployment: Deployment, replicas: list[Server]) -> None:
    """Each replica takes the one key and sees what another has written; the schema is as declared."""
    apis = [client(server) for server in replicas]
    ticket = await apis[0].ticket()
    seen = await asyncio.gather(*(api.found(f"/v1/tickets/{ticket['id']}") for api in apis))
    users, keys = await apis[-1].all_items("/v1/users"), await apis[-1].all_items("/v1/api-keys")
    for api in apis:
        await api.http.aclose()

    assert [found["number"] for found in seen] == [ticket["number"]] * len(replicas)
    assert ([user["role"] for user in users], len(keys)) == (["admin"], 1)
    assert KEY not in deployment.said()
    assert [await server.stopped() for server in replicas] == [0] * len(replicas)
    assert await difference(deployment) == []


async def difference(deployment: Deployment) -> object:
    engine = engine_for(deployment.database_url)
    await engine.open()
    try:
        return list(await schema_difference(engine, apps_of(Host.installed(Settings()))))
    finally:
        await engine.close()
