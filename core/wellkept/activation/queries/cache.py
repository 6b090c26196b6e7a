"""What this process remembers of committed rows that never change."""

from typing import Generic, TypeVar

from wellkept.platform.plugin_host.current import host
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.unit_of_work import current_unit

CACHED_MAX = 10_000

KeyT = TypeVar("KeyT")
ValueT = TypeVar("ValueT")


class Cache(Generic[KeyT, ValueT]):
    """
    What was seen of the bound database with the bound host; another of either begins anew.

    Everything in it is immutable, so nothing is ever invalidated.
    """

    def __init__(self) -> None:
        """Know nothing yet."""
        self._kept: dict[KeyT, ValueT] = {}
        self._owner: tuple[object, object] = (None, None)

    def get(self, key: KeyT) -> ValueT | None:
        """Return what is known under a key."""
        return self._present().get(key)

    def keep(self, key: KeyT, value: ValueT) -> None:
        """
        Keep a value under a key, once the rows that it was read from are surely committed.

        They may be rows of the running transaction, which may yet be rolled back.
        """
        unit = current_unit()
        if unit is not None and unit.begun:
            unit.after_commit(lambda: self._keep(key, value))
        else:
            self._keep(key, value)

    def _keep(self, key: KeyT, value: ValueT) -> None:
        kept = self._present()
        if len(kept) >= CACHED_MAX:
            del kept[next(iter(kept))]
        kept[key] = value

    def _present(self) -> dict[KeyT, ValueT]:
        owner = (host(), database())
        if self._owner[0] is not owner[0] or self._owner[1] is not owner[1]:
            self._kept, self._owner = {}, owner
        return self._kept
