from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from api import Api
from import_files import HEADER, TICKETS, cells
from wellkept.app import Wellkept
from wellkept.imports.jobs import continue_import
from wellkept.platform.jobs.timers import DueTimer
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.unit_of_work import unit_of_work
from wellkept_sdk.actor import Role
from wellkept_sdk.ids import uuid7
from wellkept_sdk.now import now

Json = dict[str, Any]
IMPORTS = "/v1/imports"


def csv_of(*rows: list[str]) -> bytes:
    return "\n".join(",".join(row) for row in [HEADER, *rows]).encode()


def form(file: bytes, mapping: bytes | str = TICKETS, **others: Any) -> Json:
    text = mapping.encode() if isinstance(mapping, str) else mapping
    return {"files": {"file": ("rows.csv", file), "mapping": ("mapping.toml", text)}, **others}


GOOD = csv_of(cells("A", 0, "New"), cells("B", 0, "Sleeping"))


async def work(app: Wellkept) -> None:
    """Do what the worker does until no import is due."""
    due = "SELECT * FROM timer WHERE kind = 'import_run' AND due_at <= ?"
    while timers := await database().fetch(due, now()):
        await database().execute("DELETE FROM timer")
        timer = DueTimer(plugin="core", kind="import_run", record_id=timers[0]["record_id"], due_at=now(), payload=None)
        async with unit_of_work():
            await continue_import(timer, now(), settings=app.settings, store=app.store)


def mistakes(body: Json) -> list[tuple[str, str]]:
    return [(error["pointer"], error["code"]) for error in body["errors"]]


class TestImport:
    async def test_is_accepted_done_and_reported(self, app: Wellkept, admin: Api) -> None:
        answer = await admin.post(IMPORTS, **form(GOOD))
        run = answer.json()
        await work(app)

        assert answer.status_code == 202, answer.text
        assert (run["status"], run["rows_total"]) == ("queued", 2)
        assert answer.headers["location"] == f"{IMPORTS}/{run['id']}"
        done = await admin.found(f"{IMPORTS}/{run['id']}")
        assert (done["status"], done["created"], done["failed"], done["rows_done"]) == ("done", 1, 1, 2)
        errors = await admin.all_items(f"{IMPORTS}/{run['id']}/errors")
        assert [(error["row"], error["column"], error["value"], error["code"]) for error in errors] == [
            (3, "state", "Sleeping", "not_a_choice"),
        ]
        assert [one["id"] for one in await admin.all_items(IMPORTS)] == [run["id"]]
        [ticket] = await admin.all_items("/v1/tickets")
        assert ticket["title"] == "Pump trips"

    async def test_may_be_a_trial(self, app: Wellkept, admin: Api) -> None:
        answer = await admin.post(IMPORTS, **form(GOOD, data={"dry_run": "true"}))
        await work(app)

        assert answer.json()["dry_run"] is True
        assert await admin.all_items("/v1/tickets") == []

    @pytest.mark.parametrize("mapping", [("mapping.toml", TICKETS), (None, TICKETS)], ids=["file", "text"])
    @pytest.mark.parametrize("dry_run", ["true", "false"])
    async def test_takes_its_mapping_as_a_file_or_as_text(
        self, admin: Api, mapping: tuple[str | None, str], dry_run: str
    ) -> None:
        answer = await admin.post(
            IMPORTS, files={"file": ("rows.csv", GOOD), "mapping": mapping, "dry_run": (None, dry_run)}
        )

        assert answer.status_code == 202, answer.text
        assert answer.json()["dry_run"] is (dry_run == "true")

    async def test_takes_no_two_mappings(self, admin: Api) -> None:
        files = [("file", ("rows.csv", GOOD)), ("mapping", (None, TICKETS)), ("mapping", (None, TICKETS))]

        answer = await admin.http.post(IMPORTS, files=files)

        assert answer.status_code == 422, answer.text
        assert mistakes(answer.json()) == [("/mapping", "type")]

    def test_says_in_the_document_that_the_mapping_is_text(self, app: Wellkept) -> None:
        form = app.document["components"]["schemas"]["ImportForm"]["properties"]

        assert (form["mapping"]["type"], form["mapping"]["contentMediaType"]) == ("string", "application/toml")

    async def test_tells_of_nothing_that_lies_ahead(self, app: Wellkept, admin: Api) -> None:
        ahead = (now() + timedelta(minutes=2)).strftime("%d/%m/%Y %H:%M")
        row = cells("C", 0, "New", opened=ahead, updated=ahead)

        run = (await admin.post(IMPORTS, **form(csv_of(row, cells("D", 0, "New"))))).json()
        await work(app)

        errors = await admin.all_items(f"{IMPORTS}/{run['id']}/errors")
        assert [(error["row"], error["column"], error["code"]) for error in errors] == [
            (2, "opened", "tickets.reported_at.in_future"), (2, "updated", "tickets.occurred_at.in_future"),
        ]  # fmt: skip
        assert len(await admin.all_items("/v1/tickets")) == 1

    async def test_can_be_resumed_after_a_failure(self, app: Wellkept, admin: Api) -> None:
        run = (await admin.post(IMPORTS, **form(GOOD))).json()
        await database().execute("UPDATE import_run SET status = 'failed'")

        resumed = await admin.post(f"{IMPORTS}/{run['id']}/resume")
        await work(app)
        again = await admin.post(f"{IMPORTS}/{run['id']}/resume")

        assert (resumed.status_code, resumed.json()["status"]) == (202, "running")
        assert (again.status_code, again.json()["code"]) == (409, "imports.run.finished")

    async def test_that_does_not_exist_is_not_found(self, admin: Api) -> None:
        for path in (f"{IMPORTS}/{uuid7()}", f"{IMPORTS}/{uuid7()}/errors"):
            assert (await admin.get(path)).status_code == 404
        assert (await admin.post(f"{IMPORTS}/{uuid7()}/resume")).status_code == 404

    async def test_is_for_those_who_may_import(self, as_actor: Callable[..., Awaitable[Api]]) -> None:
        viewer = await as_actor(Role.VIEWER)

        assert (await viewer.post(IMPORTS, **form(GOOD))).status_code == 403
        assert (await viewer.get(IMPORTS)).status_code == 403

    async def test_does_not_exist_for_customers(self, admin: Api, as_actor: Callable[..., Awaitable[Api]]) -> None:
        run = (await admin.post(IMPORTS, **form(GOOD))).json()
        customer = await as_actor(Role.CUSTOMER, customer_ids=[(await admin.ticket())["customer_id"]])
        viewer = await as_actor(Role.VIEWER)

        for path in (f"{IMPORTS}/{run['id']}", f"{IMPORTS}/{run['id']}/errors"):
            assert (await customer.get(path)).status_code == 404
            assert (await viewer.get(path)).status_code == 403


class TestBadInput:
    @pytest.mark.parametrize(
        ("file", "code"),
        [
            (b"", "imports.file.unreadable"),
            (b"PK\x03\x04 no workbook", "imports.file.unreadable"),
            (b"\x1f\x8b no gzip", "imports.file.unreadable"),
            (b"\xff\xfe\x00", "imports.file.unreadable"),
            (b'"number"x,step', "imports.file.unreadable"),
            (b"number,step\n1,2\n", "imports.file.columns_missing"),
        ],
    )
    async def test_in_the_file_is_refused_before_anything_is_written(self, admin: Api, file: bytes, code: str) -> None:
        answer = await admin.post(IMPORTS, **form(file))

        assert answer.status_code == 422, answer.text
        assert answer.json()["code"] == code
        assert {error["pointer"] for error in answer.json()["errors"]} == {"/file"}
        assert await admin.all_items(IMPORTS) == []

    @pytest.mark.parametrize(
        ("mapping", "found"),
        [
            ("kind = ", [("/mapping", "imports.mapping.not_toml")]),
            (b"\xff", [("/mapping", "bad_characters")]),
            ("title = '\x00'", [("/mapping", "imports.mapping.not_toml")]),
            (b"#" * 900_000, [("/mapping", "too_long")]),
            (TICKETS.replace('title = "text"', 'colour = "text"'), [
                ("/mapping/columns/colour", "unknown_field"), ("/mapping/columns/title", "required"),
            ]),
        ],
    )  # fmt: skip
    async def test_in_the_mapping_is_pointed_at(
        self, admin: Api, mapping: bytes | str, found: list[tuple[str, str]]
    ) -> None:
        answer = await admin.post(IMPORTS, **form(GOOD, mapping))

        assert answer.status_code == 422, answer.text
        assert mistakes(answer.json()) == found

    async def test_in_a_mapping_of_plain_text_is_pointed_at(self, admin: Api) -> None:
        for mapping, code in (("kind = ", "imports.mapping.not_toml"), ("\x00", "bad_characters")):
            answer = await admin.post(IMPORTS, files={"file": ("rows.csv", GOOD), "mapping": (None, mapping)})

            assert answer.status_code == 422, answer.text
            assert mistakes(answer.json()) == [("/mapping", code)]

    async def test_in_the_bytes_of_plain_text_is_refused(self, admin: Api) -> None:
        answer = await admin.post(IMPORTS, files={"mapping": (None, b"\xff\xfe"), "file": ("rows.csv", GOOD)})

        assert answer.status_code in {400, 422}, answer.text

    async def test_in_the_form_is_pointed_at(self, admin: Api) -> None:
        answer = await admin.post(IMPORTS, files={"colour": ("a", b"red")}, data={"dry_run": "perhaps"})

        assert answer.status_code == 422, answer.text
        assert sorted(mistakes(answer.json())) == [
            ("/colour", "unknown_field"), ("/dry_run", "type"), ("/file", "required"), ("/mapping", "required"),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"--edge\r\n",
            b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nnumber,step',
            b"\x00\xff" * 100,
        ],
    )
    async def test_that_is_cut_off_is_refused(self, admin: Api, body: bytes) -> None:
        headers = {"Content-Type": "multipart/form-data; boundary=edge"}

        answer = await admin.http.post(IMPORTS, content=body, headers=headers)

        assert answer.status_code in {400, 422}, answer.text
        assert answer.json()["code"] in {"malformed_json", "validation_failed"}

    async def test_that_is_no_form_is_refused(self, admin: Api) -> None:
        assert (await admin.post(IMPORTS, {"file": "x"})).status_code == 415
