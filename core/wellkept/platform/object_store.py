"""Bytes that are too many for a row: content-addressed objects in a folder or in S3."""

import asyncio
from collections.abc import AsyncIterator
from copy import copy
from hashlib import sha256
from pathlib import Path
from typing import IO

import obstore
from msgspec import Struct
from obstore.exceptions import BaseError
from obstore.store import LocalStore, from_url

from wellkept_sdk.errors import Unavailable

READ_BYTES = 1024 * 1024
_FAN_OUT = 2


class StoredObject(Struct, frozen=True, kw_only=True):
    """What was stored: the digest names the bytes, so equal bytes are kept once."""

    sha256: str
    size_bytes: int


class ObjectStore:
    """A store of objects, each named by the digest of its bytes, all of them under one `prefix`."""

    def __init__(self, url: str | None, *, folder: Path) -> None:
        """
        Use the store at a URL such as `s3://bucket/prefix`, or the local folder, made if it is missing.

        Args:
            url: credentials and endpoint come from the environment, under the names that S3 clients agree on.
            folder: used without a URL.
        """
        self._backend = from_url(url) if url is not None else _local(folder)
        self.prefix = ""

    def part(self, prefix: str) -> "ObjectStore":
        """Return a part of this store that shares nothing with the rest, not even equal bytes: all of it may go."""
        part = copy(self)
        part.prefix = f"{self.prefix}{prefix}/"
        return part

    async def put(self, file: IO[bytes]) -> StoredObject:
        """
        Store a file's bytes under their SHA-256.

        A crash before the caller's row is written leaves an object that nothing names; a repeat writes it again.

        Raises:
            Unavailable: the store cannot be reached or written.
        """
        stored = await asyncio.to_thread(_measure, file)
        file.seek(0)
        try:
            await obstore.put_async(self._backend, self._path(stored.sha256), file)
        except (BaseError, OSError) as error:
            raise Unavailable(detail="The object store does not answer.") from error
        return stored

    async def read(self, digest: str) -> AsyncIterator[bytes]:
        """
        Return the bytes of an object in pieces; the object is opened before the first one is asked for.

        Raises:
            Unavailable: the store cannot be reached, or has lost the object.
        """
        try:
            found = await obstore.get_async(self._backend, self._path(digest))
        except (BaseError, OSError) as error:
            raise Unavailable(detail="The object store does not answer.") from error
        return (bytes(piece) async for piece in found.stream(min_chunk_size=READ_BYTES))

    async def has(self, digest: str) -> bool:
        """
        Return whether the object is there.

        Raises:
            Unavailable: the store cannot be reached.
        """
        try:
            await obstore.head_async(self._backend, self._path(digest))
        except FileNotFoundError:
            return False
        except (BaseError, OSError) as error:
            raise Unavailable(detail="The object store does not answer.") from error
        return True

    async def delete(self, digest: str) -> None:
        """
        Delete an object, unless it is gone already; the caller knows that nobody needs it any more.

        Raises:
            Unavailable: the store cannot be reached or written.
        """
        try:
            await obstore.delete_async(self._backend, self._path(digest))
        except FileNotFoundError:
            return
        except (BaseError, OSError) as error:
            raise Unavailable(detail="The object store does not answer.") from error

    def _path(self, digest: str) -> str:
        return f"{self.prefix}{object_path(digest)}"


def object_path(digest: str) -> str:
    """Return where an object lies; the first digits spread objects over folders."""
    return f"{digest[:_FAN_OUT]}/{digest}"


def _local(folder: Path) -> LocalStore:
    folder.mkdir(parents=True, exist_ok=True)
    return LocalStore(prefix=folder, automatic_cleanup=True)


def _measure(file: IO[bytes]) -> StoredObject:
    digest, size = sha256(), 0
    file.seek(0)
    while piece := file.read(READ_BYTES):
        digest.update(piece)
        size += len(piece)
    return StoredObject(sha256=digest.hexdigest(), size_bytes=size)
