"""All of a case in one file, and the manifest by which it can be checked."""

import json
from hashlib import sha256
from io import BytesIO
from uuid import UUID
from zipfile import ZipFile

from hypothesis import given
from hypothesis import strategies as st

from wellkept_liability.rules.packing import manifest, readable_json, zipped

NAMES = st.from_regex(r"[a-z]{1,8}\.json", fullmatch=True)


class TestDocument:
    def test_can_be_read(self) -> None:
        assert readable_json({"id": UUID(int=1), "text": "密封"}).decode() == (
            '{\n  "id": "00000000-0000-0000-0000-000000000001",\n  "text": "密封"\n}\n'
        )


class TestManifest:
    def test_names_every_part_with_its_digest(self) -> None:
        found = json.loads(manifest({"b.json": b"two", "a.json": b""}, about={"case": "LC-00000007"}))

        assert found == {
            "case": "LC-00000007",
            "files": [
                {"name": "a.json", "size_bytes": 0, "sha256": sha256(b"").hexdigest()},
                {"name": "b.json", "size_bytes": 3, "sha256": sha256(b"two").hexdigest()},
            ],
        }


class TestArchive:
    @given(st.dictionaries(NAMES, st.binary(max_size=64), max_size=5))
    def test_holds_what_was_put_in_and_is_the_same_for_the_same(self, parts: dict[str, bytes]) -> None:
        made = zipped(parts)

        with ZipFile(BytesIO(made)) as archive:
            assert archive.testzip() is None
            assert {name: archive.read(name) for name in archive.namelist()} == parts
        assert zipped(dict(reversed(parts.items()))) == made
