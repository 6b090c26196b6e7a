"""schemathesis walks the OpenAPI document against the live server with every check, and finds nothing."""

import asyncio
import base64
import json
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from api import Json
from servers import KEY, Deployment, Server, client
from small_house import furnish
from third_party import WEATHER_HOLD, site_packages

ROOT = Path(__file__).parents[2]
REPORT = "report.ndjson"
SEED = 20261121
EXAMPLES_MAX = 4
SECONDS_MAX = 480
SEMANTIC = re.compile(
    r"unknown_reference|not_a_choice|cursor_invalid|idempotency_key_reused|duplicate|unexpected|unchanged|[a-z_]+\..+"
)
#: What else a schema cannot say: the code, and where it may come back although the data fits the schema.
UNSAYABLE = {
    # Only staff need evidence; what is inside a file; a place that an import brings needs more than one that is there;
    # used parts that come back need a place, a forecast needs a part and a place or demand; the other half
    # of a registration or of a position.
    "required": (
        r"/evidence|/mapping/.*|/(locations|parts|stock)/\d+/\w+|/(part|location)_id|/registration/\w+"
        r"|.*/(longitude|latitude)|/answers(/\d+/value)?"
        # A party, a day, an item, a length: what else was said makes them necessary; a share beside others.
        r"|/(obligor_party_id|party_id|fixed_on|equipment_id|length|length/within|minimum|retention_id)"
        r"|/(counter_)?shares/\d+/(share_bp|weight)"
    ),
    # What a question asks for is known to its template only; a day that no year has, or text that is no moment.
    "type": r"/answers/\d+/value|/perform_by|/(starts|ends)_md",
    "bad_characters": r"/mapping",
    # After now; the other day of the pair; a day long ago; a quantity's sign, whose pattern is that of every quantity.
    "too_small": (
        r"/until|query/((from|to)_on|day)|/.*(quantity|minimum|maximum|recommended|counted|amount_minor|\w+_point|/\d+)"
        r"|/answers/\d+/value|/occurred_at|/(counter_)?shares/\d+/weight"
    ),
    "too_short": r"query/q",  # signs alone, without a letter or digit
    # In UTC beyond the year 9999; times a quantity.
    "too_large": r"/\w+_at|/until|/perform_by|query/.*|/.*amount_minor|/answers/\d+/value",
    "too_long": r"/metadata|/specifications|/answers/\d+/value",  # in bytes; options where one is to be chosen
}


async def walked(server: Server, folder: Path, *phases: str, paths: str = ".*") -> str:
    """Run schemathesis as an outsider would and return what it says, having checked that it found nothing."""
    command = [str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(ROOT / "schemathesis.toml")]
    command += ["run", f"{server.address}/openapi.json", "--header", f"Authorization: Bearer {KEY}", "--no-color"]
    command += [
        "--checks",
        "all",
        "--include-path-regex",
        paths,
        "--phases",
        ",".join(phases),
        "--max-examples",
        str(EXAMPLES_MAX),
    ]
    command += ["--seed", str(SEED), "--report", "ndjson", "--report-ndjson-path", str(folder / REPORT)]
    run = await asyncio.to_thread(
        subprocess.run, command, cwd=folder, capture_output=True, text=True, timeout=SECONDS_MAX, check=False
    )
    assert run.returncode == 0, run.stdout[-20_000:] + run.stderr[-5_000:]
    return run.stdout


def answers(folder: Path) -> Iterator[tuple[Json, Json]]:
    """Yield every request's case with its answer."""
    with (folder / REPORT).open(encoding="utf-8") as report:
        for line in report:
            recorder: Any = json.loads(line).get("ScenarioFinished", {}).get("recorder", {})
            for name, interaction in recorder.get("interactions", {}).items():
                if interaction["response"] and name in recorder["cases"]:
                    yield recorder["cases"][name]["value"], interaction["response"]


def is_valid(case: Json) -> bool:
    return bool(case.get("meta")) and case["meta"]["generation"]["mode"] == "positive"


def reasons(answer: Json) -> list[tuple[str, str]]:
    """Return code and pointer of everything that a 422 names."""
    problem = json.loads(base64.b64decode(answer["content"]["$base64"]))
    return [(error["code"], error["pointer"]) for error in problem["errors"]] or [(problem["code"], "")]


def is_explained(code: str, pointer: str) -> bool:
    """Return whether a schema could not have said it."""
    return bool(SEMANTIC.fullmatch(code) or re.fullmatch(UNSAYABLE.get(code, "(?!)"), pointer))


@pytest.fixture
async def server_with_plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Server]:
    """Serve with the example of a third party's plugin, which the default plan has."""
    with site_packages(tmp_path / "site") as site:
        site.install(WEATHER_HOLD)
        monkeypatch.setenv("PYTHONPATH", str(site.folder))
        deployment = Deployment(tmp_path, database_url=f"sqlite:///{tmp_path / 'wellkept.sqlite'}")
        yield await deployment.start("run", plugins="weather_hold", log_format="json", log_level="info").ready()
        deployment.end()


@pytest.mark.slow
@pytest.mark.unmeasured
class TestSchemathesis:
    async def test_finds_nothing_in_an_empty_and_a_furnished_house(
        self, server: Server, tmp_path: Path, blank_url: str
    ) -> None:
        await walked(server, tmp_path, "examples", "stateful")
        api = client(server)
        await furnish(api)
        await api.http.aclose()
        # What a request may look like does not depend on the database, so the longest phase runs on one of them.
        longest = "coverage" if blank_url.startswith("sqlite") else "fuzzing"

        await walked(server, tmp_path, "examples", longest, "stateful")

        seen = list(answers(tmp_path))
        refused = [answer for case, answer in seen if is_valid(case) and answer["status_code"] == 422]
        assert len(seen) > 500
        assert {answer["status_code"] for _, answer in seen} >= {200, 201, 204, 404, 409, 422}
        assert {reason for answer in refused for reason in reasons(answer) if not is_explained(*reason)} == set()
        assert await server.stopped() == 0
        assert '"event": "request"' in server.output
        assert KEY not in server.output
        assert '"level": "error"' not in server.output

    async def test_finds_nothing_in_the_routes_of_a_plugin_of_somebody_else(
        self, server_with_plugin: Server, tmp_path: Path
    ) -> None:
        api = client(server_with_plugin)
        ticket = await api.ticket(extensions={"weather_hold": {"outdoor": True}})
        reading = {"measured_at": ticket["reported_at"], "wind_dmps": 123}
        await api.created(f"/v1/projects/{ticket['project_id']}/weather_hold/readings", reading)
        await api.http.aclose()

        paths = "weather_hold|plans|contracts|plugins|tickets$"
        await walked(server_with_plugin, tmp_path, "examples", "coverage", "fuzzing", paths=paths)

        seen = list(answers(tmp_path))
        assert len(seen) > 50
        assert all(answer["status_code"] < 500 for _, answer in seen)
        assert await server_with_plugin.stopped() == 0
        assert '"level": "error"' not in server_with_plugin.output
