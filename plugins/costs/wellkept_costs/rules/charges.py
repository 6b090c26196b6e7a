"""What charges of plugins have become: which are new, changed, gone or unchanged since they were taken in."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_costs.rules.lines import Line
from wellkept_sdk.services.costs import CostKind

CONTRACT_SUFFIX: Final = "#contract"
REST_SUFFIX: Final = "#rest"


class ChargeKey(Struct, frozen=True, order=True):
    """A charge of a plugin, under the key that stays."""

    source: str
    source_key: str


class Stated(Struct, frozen=True, kw_only=True):
    """What a charge comes to, priced; two equal ones need no change."""

    kind: CostKind
    quantity_milli: int
    unit: str
    unit_cost_minor: int
    cost_minor: int
    price_minor: int
    occurred_on: date


class Taken(Struct, frozen=True, kw_only=True):
    """
    What was made of a charge.

    Args:
        latest: the line, or the two of a split, by which it was taken in last.
        generation: how often it was, one or more.
        standing: the lines that count for it now, whoever has corrected them since; none where it was taken back.
        ended: whether it was taken back because the charge had ended, and not by somebody's own wish.
    """

    latest: Sequence[Line]
    generation: int
    standing: Sequence[Line]
    ended: bool

    @property
    def stated(self) -> Stated:
        """Return what the charge came to when it was taken in last."""
        first = self.latest[0]
        return Stated(
            kind=first.kind,
            quantity_milli=sum(line.quantity_milli for line in self.latest),
            unit=first.unit,
            unit_cost_minor=first.unit_cost_minor,
            cost_minor=sum(line.cost_minor for line in self.latest),
            price_minor=sum(line.price_minor for line in self.latest),
            occurred_on=first.occurred_on,
        )

    def is_still(self, stated: Stated) -> bool:
        """Return whether the charge is as it was: then what people have made of it since is left alone."""
        return not self.ended and self.stated == stated


def part_keys(key: str | None, *, parts: int) -> tuple[str | None, ...]:
    """Return the keys of a line, or of the two parts of a split one."""
    if key is None or parts == 1:
        return (key,) * parts
    return f"{key}{CONTRACT_SUFFIX}", f"{key}{REST_SUFFIX}"


def key_of(charge: ChargeKey, taken: Taken | None) -> str:
    """Return the key of the line by which a charge is taken in now: its own at first, numbered from then on."""
    return charge.source_key if taken is None else f"{charge.source_key}#{taken.generation + 1}"


def taken_charges(lines: Iterable[Line]) -> Mapping[ChargeKey, Taken]:
    """
    Return what was made of every charge of a ticket.

    Args:
        lines: all of the ticket's, in the order of recording, each with its reversal.
    """
    tree = _Tree([line for line in lines if line.reverses_line_id is None])
    return {key: tree.taken(firsts) for key, firsts in tree.charges().items()}


def ended_charges(
    taken: Mapping[ChargeKey, Taken], *, stated: Collection[ChargeKey], answered: Collection[str]
) -> list[ChargeKey]:
    """
    Return the charges that their plugins do not state any more, as far as something stands for them.

    Args:
        taken: what was made of every charge.
        stated: the charges that are stated now.
        answered: the plugins that have answered; of the others nothing is known.
    """
    return [
        key for key, each in taken.items() if each.standing and key.source in answered and key not in frozenset(stated)
    ]


class _Tree:
    """Lines, with what stands instead of which, and which is split from which."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._by_id = {line.id: line for line in lines}
        self._rest = {line.split_from_id: line for line in lines if line.split_from_id is not None}
        self._instead: defaultdict[UUID | None, list[Line]] = defaultdict(list)
        for line in lines:
            if not line.collected and line.split_from_id is None:
                self._instead[line.corrects_line_id].append(line)

    def charges(self) -> dict[ChargeKey, list[Line]]:
        """Return, by charge, the first lines by which it was taken in, one after the other."""
        found: defaultdict[ChargeKey, list[Line]] = defaultdict(list)
        key_of_line: dict[UUID, ChargeKey] = {}
        for line in self._by_id.values():
            if not line.collected or line.split_from_id is not None or line.source_key is None:
                continue
            before = None if line.corrects_line_id is None else key_of_line.get(line.corrects_line_id)
            key = before or ChargeKey(line.source, self._stem(line, line.source_key))
            key_of_line[line.id] = key
            found[key].append(line)
        return found

    def taken(self, firsts: Sequence[Line]) -> Taken:
        """Return what was made of a charge that was taken in by these lines."""
        latest = self._parts(firsts[-1])
        leaves = [leaf for line in latest for leaf in self._leaves(line)]
        return Taken(
            latest=latest,
            generation=len(firsts),
            standing=[leaf for leaf in leaves if leaf.reversed_by_line_id is None],
            ended=any(leaf.reversal_collected for leaf in leaves),
        )

    def _stem(self, line: Line, key: str) -> str:
        return key.removesuffix(CONTRACT_SUFFIX) if line.id in self._rest else key

    def _parts(self, line: Line) -> list[Line]:
        rest = self._rest.get(line.id)
        return [line] if rest is None else [line, rest]

    def _leaves(self, line: Line) -> list[Line]:
        """Return what stands instead of a line at last: itself, or what people have corrected it to."""
        instead = self._instead.get(line.id, []) if line.reversed_by_line_id is not None else []
        if not instead:
            return [line]
        return [leaf for other in instead for part in self._parts(other) for leaf in self._leaves(part)]
