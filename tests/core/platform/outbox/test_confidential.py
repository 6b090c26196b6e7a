"""Fields of events that not every reader of the feed sees."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

import pytest
from msgspec.structs import replace

from wellkept.platform.outbox.confidential import declare, shown
from wellkept_sdk.actor import ANONYMOUS, SYSTEM
from wellkept_sdk.events import Event


class LinkSent(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "test.link.sent"
    confidential: ClassVar[Mapping[str, str]] = {"url": "links:write"}

    url: str
    channel: str


@pytest.fixture(autouse=True)
def declared() -> Iterator[None]:
    declare([LinkSent])
    yield
    declare([])


class TestConfidentialField:
    def test_is_null_for_who_lacks_the_permission(self) -> None:
        data = {"url": "https://a.example", "channel": "link"}

        assert shown("test.link.sent", data, actor=ANONYMOUS) == {"url": None, "channel": "link"}
        assert data["url"] == "https://a.example"

    def test_is_shown_to_who_has_it_and_to_the_system(self) -> None:
        data = {"url": "https://a.example", "channel": "link"}
        allowed = replace(ANONYMOUS, permissions=frozenset({"links:write"}))

        assert shown("test.link.sent", data, actor=allowed) == data
        assert shown("test.link.sent", data, actor=SYSTEM) == data

    def test_is_nothing_of_other_types(self) -> None:
        assert shown("test.valve.closed", {"url": "x"}, actor=ANONYMOUS) == {"url": "x"}
