"""Numbers for Prometheus."""

import re

from api import Api, anonymous_api
from wellkept.app import Wellkept
from wellkept.platform.jobs.attempt import Outcome, outcomes


async def count(app: Wellkept, *, route: str, status: int) -> float:
    text = (await anonymous_api(app).get("/metrics")).text
    line = rf'wellkept_request_seconds_count{{method="GET",route="{re.escape(route)}",status="{status}"}} (\S+)'
    found = re.search(line, text)
    return 0.0 if found is None else float(found[1])


class TestRequests:
    async def test_are_counted_by_the_template_of_their_route(self, app: Wellkept, admin: Api) -> None:
        route = "/v1/tickets/{ticket_id}"
        ticket = await admin.ticket()
        before = await count(app, route=route, status=200)

        await admin.found(f"/v1/tickets/{ticket['id']}")

        assert await count(app, route=route, status=200) == before + 1
        assert ticket["id"] not in (await anonymous_api(app).get("/metrics")).text

    async def test_of_no_route_are_counted_together(self, app: Wellkept, admin: Api) -> None:
        before = await count(app, route="(none)", status=404)

        await admin.get("/v1/nothing-of-the-kind")

        assert await count(app, route="(none)", status=404) == before + 1
        assert "nothing-of-the-kind" not in (await anonymous_api(app).get("/metrics")).text


class TestWork:
    async def test_is_counted_by_lane_and_outcome(self, app: Wellkept) -> None:
        outcomes["events.sla", Outcome.DONE] = 7

        text = (await anonymous_api(app).get("/metrics")).text

        del outcomes["events.sla", Outcome.DONE]
        assert 'wellkept_work_total{lane="events.sla",outcome="done"} 7.0' in text
