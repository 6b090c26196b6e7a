"""Numbers for Prometheus."""

import re

from api import Api, anonymous_api
from wellkept.app import Wellkept
from wellkept.platform.jobs.attempt import Outcome, outcomes
from wellkept.platform.plugin_host.hooks import tallies


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


class TestHooks:
    async def test_are_counted_by_plugin_hook_and_outcome(self, app: Wellkept) -> None:
        tally = tallies.tally_of("weigher", "ticket_opened")
        tally.add(0.00001)
        tally.add(0.3)
        tally.count(tallies.Outcome.FAILED)

        text = (await anonymous_api(app).get("/metrics")).text

        del tallies.tallies["weigher", "ticket_opened"]
        labels = 'plugin="weigher"'
        assert f'wellkept_hook_calls_total{{hook="ticket_opened",outcome="done",{labels}}} 2.0' in text
        assert f'wellkept_hook_calls_total{{hook="ticket_opened",outcome="failed",{labels}}} 1.0' in text
        assert f'wellkept_hook_seconds_bucket{{hook="ticket_opened",le="0.25",{labels}}} 1.0' in text
        assert f'wellkept_hook_seconds_bucket{{hook="ticket_opened",le="0.5",{labels}}} 2.0' in text
        assert f'wellkept_hook_seconds_count{{hook="ticket_opened",{labels}}} 2.0' in text
