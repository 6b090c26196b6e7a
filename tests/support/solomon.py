"""Solomon's instances of vehicle routing with time windows, and a judge of routes that knows none of our solvers."""

import json
import math
import subprocess
import tarfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

from msgspec import Struct

from wellkept_stations.rules.problems import Job, Problem, Span, Vehicle

#: Whole numbers for the solvers: so many to a unit, ways rounded up, so that what fits them fits in truth.
SCALE: Final = 1_000
_FIRST_CUSTOMER_LINE: Final = 9
_VEHICLE_LINE: Final = 4


class Customer(Struct, frozen=True):
    """One line of an instance; the first is the depot."""

    number: int
    x: int
    y: int
    demand: int
    ready: int
    due: int
    service: int


class Instance(Struct, frozen=True, kw_only=True):
    """One instance, with the least total distance that anybody has found."""

    name: str
    vehicles: int
    capacity: int
    customers: Sequence[Customer]
    best_known: float

    def distance(self, here: int, there: int) -> float:
        """Return the way between two customers."""
        one, other = self.customers[here], self.customers[there]
        return math.hypot(one.x - other.x, one.y - other.y)

    def total(self, routes: Sequence[Sequence[int]]) -> float:
        """Return the way of all routes of jobs, from the depot and back."""
        return sum(self.distance(here, there) for route in routes for here, there in _legs([job + 1 for job in route]))

    def gap(self, routes: Sequence[Sequence[int]]) -> float:
        """Return how much longer routes are than the best known, in percent."""
        return (self.total(routes) / self.best_known - 1) * 100

    def problem(self) -> Problem:
        """Return the instance as our planner takes it: job 0 is the customer after the depot."""
        numbers = range(len(self.customers))
        depot = self.customers[0]
        ways = [[math.ceil(self.distance(here, there) * SCALE) for there in numbers] for here in numbers]
        vehicle = Vehicle(start=0, end=0, shifts=[Span(0, depot.due * SCALE)], load_max=self.capacity)
        return Problem(
            jobs=[
                Job(
                    place=customer.number,
                    service=customer.service * SCALE,
                    windows=[Span(customer.ready * SCALE, customer.due * SCALE)],
                    load=customer.demand,
                )
                for customer in self.customers[1:]
            ],
            vehicles=[vehicle] * self.vehicles,
            travel=ways,
            ways=ways,
        )


def faults_of(instance: Instance, routes: Sequence[Sequence[int]]) -> list[str]:
    """Return what is wrong with routes of jobs: late, overloaded, more than once; empty if they can be driven."""
    served = [job + 1 for route in routes for job in route]
    faults = [
        f"customer {number} is served {served.count(number)} times" for number in {*served} if served.count(number) > 1
    ]
    if len(routes) > instance.vehicles:
        faults.append(f"{len(routes)} vehicles")
    for place, route in enumerate(routes):
        faults += [f"route {place}: {fault}" for fault in _faults(instance, [job + 1 for job in route])]
    return faults


def unpacked(packed: Path, *, unpack: str) -> Mapping[str, Instance]:
    """
    Return Solomon's instances by their name.

    Args:
        packed: the archive.
        unpack: the program `zstd`.
    """
    done = subprocess.run([unpack, "-dcq", str(packed)], check=True, capture_output=True)  # noqa: S603 - our own arguments
    with tarfile.open(fileobj=BytesIO(done.stdout)) as archive:
        known = json.loads(_text(archive, "BKS.json"))
        names = [name for name in archive.getnames() if name.startswith("solomon/") and name.endswith(".txt")]
        found = [_read(_text(archive, name), known) for name in sorted(names)]
    return {instance.name: instance for instance in found}


def _text(archive: tarfile.TarFile, name: str) -> str:
    file = archive.extractfile(name)
    assert file is not None, f"{name} is no file"
    return file.read().decode()


def _read(text: str, known: Mapping[str, Mapping[str, float]]) -> Instance:
    lines = text.splitlines()
    name = lines[0].strip()
    vehicles, capacity = map(int, lines[_VEHICLE_LINE].split())
    return Instance(
        name=name,
        vehicles=vehicles,
        capacity=capacity,
        customers=[Customer(*map(int, line.split())) for line in lines[_FIRST_CUSTOMER_LINE:] if line.strip()],
        best_known=known[f"{name}_distance"]["best_known_cost"],
    )


def _faults(instance: Instance, route: Sequence[int]) -> list[str]:
    customers = instance.customers
    faults: list[str] = []
    if sum(customers[number].demand for number in route) > instance.capacity:
        faults.append("overloaded")
    now = float(customers[0].ready)
    for here, there in _legs(route):
        now += instance.distance(here, there)
        if now > customers[there].due + 1e-6:
            faults.append(f"customer {there} is reached at {now:.3f}, after {customers[there].due}")
        now = max(now, customers[there].ready) + customers[there].service
    return faults


def _legs(route: Sequence[int]) -> list[tuple[int, int]]:
    return list(zip([0, *route], [*route, 0], strict=True)) if route else []
