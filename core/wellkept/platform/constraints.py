"""What a caller is told when the database refuses a row for its keys."""

from collections.abc import Generator
from contextlib import contextmanager

from msgspec import Struct

from wellkept.platform.storage.driver_errors import ForeignKeyViolation, UniqueViolation
from wellkept_sdk.errors import CodeTaken, InUse, unknown_reference


class UniqueKey(Struct, frozen=True):
    """Columns whose values belong to one row only, and the member of a body that is wrong when they do not."""

    table: str
    columns: tuple[str, ...]
    pointer: str


@contextmanager
def unique(*keys: UniqueKey) -> Generator[None]:
    """
    Turn a clash with another row into a refusal that points at the clashing member.

    Raises:
        CodeTaken: another record has these values already.
    """
    try:
        yield
    except UniqueViolation as clash:
        for key in keys:
            if clash.concerns(key.table, *key.columns):
                raise CodeTaken.at(key.pointer) from clash
        raise


@contextmanager
def existing(pointer: str, what: str) -> Generator[None]:
    """
    Turn a reference whose target was deleted since we looked into the refusal of an unknown one.

    Raises:
        Invalid: the record referred to is not there.
    """
    try:
        yield
    except ForeignKeyViolation as missing:
        raise unknown_reference(pointer, what) from missing


@contextmanager
def unreferenced() -> Generator[None]:
    """
    Turn a deletion that would leave other records without their target into a refusal.

    Raises:
        InUse: other records refer to this one.
    """
    try:
        yield
    except ForeignKeyViolation as reference:
        raise InUse from reference
