"""The two `async with` scopes around a unit of work: the verb's and the edge's."""

from types import TracebackType
from typing import TYPE_CHECKING, Literal

from piccolo.engine.base import BaseTransaction

from wellkept.platform.storage.unit import Guard, Unit

if TYPE_CHECKING:
    from wellkept.platform.storage.database import Database


class TransactionScope(BaseTransaction):
    """
    The scope of one verb.

    In a unit of work it joins, begins the transaction if nobody has, and leaves the commit to the edge; inside
    another verb it is a savepoint; alone it is a transaction of its own. Piccolo uses it too.
    """

    def __init__(self, database: "Database") -> None:
        """Open nothing yet."""
        self._database = database
        self._savepoint: Guard | None = None
        self._owns_unit = False

    async def __aenter__(self) -> Unit:  # pyright: ignore[reportIncompatibleMethodOverride] - Piccolo's own return more, too
        current = self._database.units
        unit = current.get()
        if unit is None:
            unit = Unit(self._database)
            await unit.begin()
            current.set(unit)
            self._owns_unit = True
        elif not unit.begun:
            await unit.begin()
        if unit.depth > 0:
            self._savepoint = unit.guard()
        else:
            unit.depth = 1
        self._unit = unit
        return unit

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> Literal[False]:
        unit, savepoint = self._unit, self._savepoint
        if savepoint is not None:
            await (unit.keep(savepoint) if error is None else unit.undo(savepoint))
            return False
        unit.ascend(0)
        if self._owns_unit:
            self._database.units.set(None)
        if error is not None:
            await unit.roll_back()
        elif self._owns_unit:
            await unit.commit()
        return False


class UnitScope:
    """The scope of one request or job: owns the commit of everything that verbs do inside it."""

    def __init__(self, database: "Database") -> None:
        """Open nothing yet."""
        self._database = database

    async def __aenter__(self) -> Unit:
        current = self._database.units
        if current.get() is not None:
            raise RuntimeError("A unit of work is open in this task already; verbs nest, edges do not.")
        self._unit = Unit(self._database)
        current.set(self._unit)
        return self._unit

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.units.set(None)
        if error is not None or self._unit.doomed:
            await self._unit.roll_back()
        else:
            await self._unit.commit()
