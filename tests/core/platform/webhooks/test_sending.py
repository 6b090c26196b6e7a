"""One call of an address, over a real socket."""

import asyncio
from ipaddress import ip_network

import pytest

from webhook_readers import Listener
from wellkept.platform.webhooks.sending import Sender

LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
BODY = '{"温度": 1}'.encode()


class TestPost:
    async def test_sends_body_and_headers_and_tells_the_status(self) -> None:
        async with Listener().open() as listener:
            answer = await Sender(allowed=LOOPBACK).post(listener.url, body=BODY, headers={"webhook-id": "e1"})

        [(line, headers, body)] = listener.requests
        assert (answer.status, answer.error, line, body) == (200, None, "POST /hook HTTP/1.1", BODY)
        assert headers["host"] == f"127.0.0.1:{listener.port}"
        assert headers["webhook-id"] == "e1"
        assert headers["content-type"] == "application/json"
        assert headers["user-agent"].startswith("Wellkept/")

    async def test_follows_no_redirect(self) -> None:
        async with Listener().open() as listener, Listener().open() as other:
            listener.statuses, listener.extra = [302], [f"location: {other.url}"]

            answer = await Sender(allowed=LOOPBACK).post(listener.url, body=BODY, headers={})

        assert (answer.status, other.requests) == (302, [])

    async def test_calls_a_name_by_the_number_that_was_checked(self) -> None:
        async with Listener().open() as listener:
            named = listener.url.replace("127.0.0.1", "localhost")

            refused = await Sender(allowed=(ip_network("10.0.0.0/8"),)).post(named, body=BODY, headers={})
            answer = await Sender(allowed=LOOPBACK).post(named, body=BODY, headers={})

        assert refused.error == "RefusedError: localhost leads to no public address."
        assert answer.status in {200, None}, "a host may prefer ::1, where nobody listens"
        assert [headers["host"] for _, headers, _ in listener.requests] in ([], [f"localhost:{listener.port}"])

    async def test_refuses_private_addresses_and_connects_nowhere(self) -> None:
        async with Listener().open() as listener:
            answer = await Sender().post(listener.url.replace("http", "https"), body=BODY, headers={})

        assert (answer.status, answer.error, listener.requests) == (
            None,
            "RefusedError: This address is not a public one.",
            [],
        )

    async def test_waits_no_longer_than_it_may(self) -> None:
        async with Listener().open() as listener:
            listener.hangs = True
            async with asyncio.timeout(4):
                answer = await Sender(allowed=LOOPBACK, timeout_seconds=0.3).post(listener.url, body=BODY, headers={})

        assert (answer.status, answer.error) == (None, "No answer within 0.3 seconds.")

    @pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://name.invalid/", "http://a..b/"])
    async def test_tells_why_nobody_answered(self, url: str) -> None:
        answer = await Sender(allowed=LOOPBACK).post(url, body=BODY, headers={})

        assert answer.status is None
        assert answer.error
