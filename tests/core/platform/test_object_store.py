"""Bytes that are too many for a row."""

from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from wellkept.platform.object_store import READ_BYTES, ObjectStore, object_path
from wellkept_sdk.errors import Unavailable

DIGEST = sha256(b"valve").hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> ObjectStore:
    return ObjectStore(None, folder=tmp_path / "attachments")


async def read(store: ObjectStore, digest: str) -> bytes:
    return b"".join([piece async for piece in await store.read(digest)])


def files_in(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


class TestObjectStore:
    async def test_gives_back_what_was_put_whatever_was_read_before(self, store: ObjectStore) -> None:
        file = BytesIO(b"valve")
        file.read()

        stored = await store.put(file)

        assert (stored.sha256, stored.size_bytes) == (DIGEST, 5)
        assert await read(store, DIGEST) == b"valve"

    async def test_keeps_equal_bytes_once(self, store: ObjectStore, tmp_path: Path) -> None:
        await store.put(BytesIO(b"valve"))
        await store.put(BytesIO(b"valve"))

        assert files_in(tmp_path) == [DIGEST]

    async def test_takes_files_longer_than_one_piece_and_empty_ones(self, store: ObjectStore) -> None:
        long = await store.put(BytesIO(b"x" * (READ_BYTES + 1)))
        empty = await store.put(BytesIO(b""))

        assert len(await read(store, long.sha256)) == READ_BYTES + 1
        assert await read(store, empty.sha256) == b""

    async def test_is_unavailable_when_an_object_is_gone(self, store: ObjectStore) -> None:
        with pytest.raises(Unavailable):
            await store.read(DIGEST)

    async def test_is_unavailable_when_it_cannot_be_written(self, store: ObjectStore, tmp_path: Path) -> None:
        (tmp_path / "attachments" / DIGEST[:2]).write_text("a file where a folder should be")

        with pytest.raises(Unavailable):
            await store.put(BytesIO(b"valve"))

    async def test_knows_what_it_has(self, store: ObjectStore) -> None:
        assert not await store.has(DIGEST)

        await store.put(BytesIO(b"valve"))

        assert await store.has(DIGEST)

    async def test_deletes_an_object_and_does_not_mind_if_it_is_gone(self, store: ObjectStore, tmp_path: Path) -> None:
        await store.put(BytesIO(b"valve"))

        await store.delete(DIGEST)
        await store.delete(DIGEST)

        assert list((tmp_path / "attachments").iterdir()) == []

    async def test_keeps_a_part_apart(self, store: ObjectStore) -> None:
        part = store.part("imports").part("1")
        await store.put(BytesIO(b"valve"))
        await part.put(BytesIO(b"valve"))

        await part.delete(DIGEST)

        assert await store.has(DIGEST)
        assert not await part.has(DIGEST)

    @pytest.mark.parametrize("verb", ["has", "delete"])
    async def test_is_unavailable_when_it_cannot_be_reached(
        self, store: ObjectStore, tmp_path: Path, verb: str
    ) -> None:
        (tmp_path / "attachments" / DIGEST[:2]).write_text("a file where a folder should be")

        with pytest.raises(Unavailable):
            await getattr(store, verb)(DIGEST)

    async def test_may_lie_elsewhere(self, tmp_path: Path) -> None:
        store = ObjectStore("memory://", folder=tmp_path / "unused")

        await store.put(BytesIO(b"valve"))

        assert await read(store, DIGEST) == b"valve"
        assert not (tmp_path / "unused").exists()


class TestObjectPath:
    def test_spreads_objects_over_folders(self) -> None:
        assert object_path("ab12") == "ab/ab12"
