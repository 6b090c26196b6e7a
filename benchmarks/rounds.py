"""Measuring in turns: each round asks every server once, so that noise of the machine meets all alike."""

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice

import msgspec
from msgspec import Struct

from benchmarks.cases import Case, calls_of, load_of
from benchmarks.databases import Stock
from benchmarks.load import Load, Measurement
from benchmarks.plan import Plan
from benchmarks.servers import ROOT, Server, pin

LOAD_SECONDS_MAX = 30.0


class Figure(Struct, frozen=True, kw_only=True):
    """One measurement of one server."""

    requests_per_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    cpu_ms: float


Figures = dict[Case, dict[str, list[Figure]]]


class RefusedError(Exception):
    """A server has answered something else than success under load."""


def measure(servers: list[Server], *, stock: Stock, plan: Plan) -> Figures:
    """Return the figures of every case and server, one for each round."""
    left = [str(ticket_id) for ticket_id in stock.beyond_alike(len(servers))]
    startable, portion = iter(left), len(left) // (plan.rounds * len(servers))
    figures: Figures = {case: {server.contender.name: [] for server in servers} for case in Case}
    for case in Case:
        for number in range(plan.rounds):
            for server in servers:
                print(f"\r{case:<12} round {number + 1}  {server.contender.name:<32}", end="", flush=True)
                figure = _measured(case, server, stock=stock, startable=startable, portion=portion, plan=plan)
                figures[case][server.contender.name].append(figure)
    print()
    return figures


def _measured(
    case: Case, server: Server, *, stock: Stock, startable: Iterator[str], portion: int, plan: Plan
) -> Figure:
    mine = list(islice(startable, portion)) if case is Case.TRANSITION else []
    return figure_of(load_of(case, calls_of(case, stock, startable=mine), server=server, plan=plan), server=server)


def figure_of(load: Load, *, server: Server) -> Figure:
    """
    Return one measurement of a server.

    Raises:
        RefusedError: it has answered something else than success.
    """
    before = server.cpu_seconds()
    measurement = send(load)
    cpu_seconds = server.cpu_seconds() - before
    if measurement.refused or not measurement.requests:
        raise RefusedError(f"{server.contender.name}: {measurement.refused} refused; {measurement.example}")
    return Figure(
        requests_per_second=measurement.requests / measurement.seconds,
        p50_ms=measurement.p50_ms,
        p95_ms=measurement.p95_ms,
        p99_ms=measurement.p99_ms,
        cpu_ms=cpu_seconds * 1000 / measurement.sent,
    )


def send(load: Load) -> Measurement:
    """Run the load generator in a process of its own, on another core than the servers'."""
    finished = subprocess.run(
        [sys.executable, "-m", "benchmarks.load"],
        cwd=ROOT,
        input=msgspec.json.encode(load),
        stdout=subprocess.PIPE,
        check=True,
        timeout=LOAD_SECONDS_MAX,
        preexec_fn=lambda: pin(os.getpid(), core=1),
    )
    return msgspec.json.decode(finished.stdout, type=Measurement)
