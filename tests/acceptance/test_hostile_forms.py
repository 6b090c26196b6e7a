"""Forms that no well-meaning client sends: cut off, swollen, misnamed, on both databases."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from api import Api
from refusals import mistakes, refusal, rows
from wellkept.app import Wellkept

BOUNDARY = "frontier"
FORM_TYPE = f"multipart/form-data; boundary={BOUNDARY}"
FILE = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhot\r\n'
END = f"--{BOUNDARY}--\r\n"


def part(name: str, text: str, *, more: str = "") -> str:
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{text}\r\n'


BROKEN: dict[str, str] = {
    "nothing": "",
    "no boundary": "hot",
    "only the end": END,
    "without an end": FILE,
    "cut in the file": FILE[:-3],
    "cut in the headers": FILE[:40],
    "cut in the boundary": FILE + END[:-6],
    "another boundary": FILE.replace(BOUNDARY, "other") + END.replace(BOUNDARY, "other"),
    "no disposition": f"--{BOUNDARY}\r\n\r\nhot\r\n{END}",
    "no name": f"--{BOUNDARY}\r\nContent-Disposition: form-data\r\n\r\nhot\r\n{END}",
    "a header without a colon": f"--{BOUNDARY}\r\nrubbish\r\n\r\nhot\r\n{END}",
    "ten thousand parts": "".join(part(f"p{n}", "x") for n in range(10_000)) + FILE + END,
    "ten thousand equal parts": part("visibility", "customer") * 10_000 + FILE + END,
    "ten thousand files": FILE * 10_000 + END,
    "ten thousand headers": f"--{BOUNDARY}\r\n" + "X-A: b\r\n" * 10_000 + FILE.partition("\r\n")[2] + END,
    "a header without end": f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{"x" * 100_000}"\r\n\r\n\r\n{END}',
}

WRONG: list[tuple[str, dict[str, str]]] = [
    (part("visibility", "customer"), {"/file": "required"}),
    (part("file", "hot"), {"/file": "type"}),
    (FILE + part("colour", "red"), {"/colour": "unknown_field"}),
    (FILE + part("visibility", "everybody"), {"/visibility": "not_a_choice"}),
    (FILE + part("taken_at", "2026-11-21T09:00:00"), {"/taken_at": "naive_time"}),
    (FILE + part("taken_at", "0.5"), {"/taken_at": "type"}),
    (FILE + part("taken_at", "0001-01-01T00:00:00+14:00"), {"/taken_at": "too_large"}),
    (FILE + part("vis\x00ibility", "x"), {"/vis\x00ibility": "bad_characters"}),
]

#: What a sender may call a file, and what of it is kept.
NAMES = {
    "../../../etc/passwd": "passwd",
    "..\\..\\boot.ini": "boot.ini",
    "/etc/shadow": "shadow",
    "..": "unnamed",
    "a;b=c.txt": "a;b=c.txt",
    "\u6c34\u6cf5.txt": "\u6c34\u6cf5.txt",
    "\u202egpj.exe": "gpj.exe",
    "a" * 200: "a" * 200,
    "a" * 300 + ".pdf": "a" * 196 + ".pdf",
}


@pytest.fixture
async def files(admin: Api) -> str:
    """Return the path of a ticket's attachments."""
    return f"/v1/tickets/{(await admin.ticket())['id']}/attachments"


async def sent(api: Api, path: str, form: str, *, media_type: str = FORM_TYPE) -> httpx.Response:
    content: Any = form.encode("utf-8", "surrogatepass")
    return await api.http.post(path, content=content, headers={"Content-Type": media_type})


def stored(app: Wellkept) -> set[Path]:
    return {path for path in Path(app.settings.data_dir).rglob("*") if path.is_file()}


class TestForm:
    async def test_that_is_broken_is_refused_and_leaves_nothing(self, app: Wellkept, admin: Api, files: str) -> None:
        before = await rows(), stored(app)

        for case, form in BROKEN.items():
            refusal(await sent(admin, files, form), 400, 413, 422, case=case)

        assert (await rows(), stored(app)) == before

    async def test_that_is_wrong_is_refused_at_the_place_of_the_mistake(
        self, app: Wellkept, admin: Api, files: str
    ) -> None:
        before = await rows(), stored(app)

        for form, expected in WRONG:
            assert mistakes(await sent(admin, files, form + END), case=form) == expected, form

        assert (await rows(), stored(app)) == before

    async def test_without_a_boundary_or_of_another_type_is_415(self, admin: Api, files: str) -> None:
        for media_type in ("multipart/form-data", "multipart/mixed; boundary=x", "application/json", "text/plain", ""):
            refusal(await sent(admin, files, FILE + END, media_type=media_type), 415, case=media_type)

    async def test_for_an_import_is_held_to_the_same(self, app: Wellkept, admin: Api) -> None:
        before = await rows(), stored(app)

        for case, form in BROKEN.items():
            refusal(await sent(admin, "/v1/imports", form), 400, 413, 422, case=case)
        for mapping in ("", "kind = 1", "[[", 'kind = "tickets"', "\ud800", "x" * 300_000):
            form = FILE + part("mapping", mapping, more='; filename="m.toml"') + END
            refusal(await sent(admin, "/v1/imports", form), 422, case=mapping[:20])

        assert (await rows(), stored(app)) == before


class TestFileName:
    async def test_is_never_a_path(self, app: Wellkept, admin: Api, files: str) -> None:
        for name, kept in NAMES.items():
            answer = await admin.post(files, files={"file": (name, name.encode())})
            assert answer.status_code == 201, f"{name}: {answer.text}"
            read = await admin.found(f"{files}/{answer.json()['id']}")
            assert read["name"] == kept
            content = await admin.get(f"{files}/{read['id']}/content")
            assert content.content == name.encode()
            assert content.headers["x-content-type-options"] == "nosniff"
            assert content.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")

        assert not [path for path in stored(app) if path.name in NAMES.values()]

    async def test_with_what_no_database_holds_is_refused(self, app: Wellkept, admin: Api, files: str) -> None:
        before = await rows(), stored(app)

        for name in ("a\x00b.txt", "\ud800.txt", "a" * 5000, ""):
            form = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\nhot\r\n{END}'
            refusal(await sent(admin, files, form), 400, 422, case=name[:20])

        assert (await rows(), stored(app)) == before
