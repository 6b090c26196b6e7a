"""The keys of an issuer: when it is asked, and what happens while it does not answer."""

import asyncio

import pytest

from oidc_issuer import OidcIssuer
from wellkept.platform.auth.issuer_keys import DOCUMENT_BYTES_MAX, REFRESH_SECONDS, RETRY_SECONDS_MIN, IssuerKeys
from wellkept_sdk.errors import Unavailable

ISSUER = "https://login.example"


class Clock:
    """A clock that a test moves by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keys(issuer: OidcIssuer, clock: Clock) -> IssuerKeys:
    return IssuerKeys(ISSUER, transport=issuer.transport, clock=clock)


def rounds(issuer: OidcIssuer) -> int:
    return issuer.asked.count("/.well-known/openid-configuration")


class TestIssuerKeys:
    async def test_are_fetched_once_for_many(self, issuer: OidcIssuer, keys: IssuerKeys) -> None:
        found = await asyncio.gather(*(keys.find("rsa", algorithm="RS256") for _ in range(20)))

        assert all(found)
        assert rounds(issuer) == 1

    async def test_are_asked_for_again_when_an_unknown_one_appears(
        self, issuer: OidcIssuer, keys: IssuerKeys, clock: Clock
    ) -> None:
        issuer.published = {"rsa"}
        await keys.find("rsa", algorithm="RS256")
        issuer.published = {"rsa", "ec"}
        clock.seconds += RETRY_SECONDS_MIN

        assert await keys.find("ec", algorithm="ES256") is not None

    async def test_that_are_forged_do_not_become_load_on_the_issuer(
        self, issuer: OidcIssuer, keys: IssuerKeys, clock: Clock
    ) -> None:
        for attempt in range(50):
            clock.seconds += 1
            assert await keys.find(f"forged-{attempt}", algorithm="RS256") is None

        assert rounds(issuer) == 5

    async def test_are_served_from_memory_while_the_issuer_is_down(
        self, issuer: OidcIssuer, keys: IssuerKeys, clock: Clock
    ) -> None:
        await keys.find("rsa", algorithm="RS256")
        issuer.is_down = True
        clock.seconds += 100 * REFRESH_SECONDS

        for _ in range(3):
            assert await keys.find("rsa", algorithm="RS256") is not None
            await asyncio.sleep(0)
        await keys.close()

    async def test_that_are_withdrawn_are_forgotten_after_an_hour(
        self, issuer: OidcIssuer, keys: IssuerKeys, clock: Clock
    ) -> None:
        await keys.find("rsa", algorithm="RS256")
        issuer.published = {"ec"}
        clock.seconds += REFRESH_SECONDS

        await keys.find("rsa", algorithm="RS256")
        await asyncio.sleep(0.05)

        assert await keys.find("rsa", algorithm="RS256") is None

    async def test_that_were_never_reached_are_no_verdict_on_the_token(
        self, issuer: OidcIssuer, keys: IssuerKeys
    ) -> None:
        issuer.is_down = True

        with pytest.raises(Unavailable):
            await keys.find("rsa", algorithm="RS256")

    @pytest.mark.parametrize(
        ("member", "value"), [("names_itself", "https://evil.example"), ("keys_at", "http://login.example/keys")]
    )
    async def test_of_a_doubtful_document_are_not_taken(
        self, issuer: OidcIssuer, keys: IssuerKeys, member: str, value: str
    ) -> None:
        setattr(issuer, member, value)

        with pytest.raises(Unavailable):
            await keys.find("rsa", algorithm="RS256")

    async def test_of_an_endless_document_are_not_taken(self, issuer: OidcIssuer, keys: IssuerKeys) -> None:
        issuer.padding = DOCUMENT_BYTES_MAX

        with pytest.raises(Unavailable):
            await keys.find("rsa", algorithm="RS256")

    async def test_that_are_broken_are_none(self, issuer: OidcIssuer, keys: IssuerKeys) -> None:
        issuer.broken = {"rsa"}

        assert await keys.find("rsa", algorithm="RS256") is None
        assert await keys.find("ec", algorithm="ES256") is not None

    async def test_need_no_id_when_there_is_only_one(self, issuer: OidcIssuer, keys: IssuerKeys) -> None:
        issuer.published = {"rsa"}

        assert await keys.find(None, algorithm="RS256") is not None

    async def test_need_an_id_when_there_are_several(self, keys: IssuerKeys) -> None:
        assert await keys.find(None, algorithm="RS256") is None

    async def test_are_of_the_kind_that_the_algorithm_wants(self, keys: IssuerKeys) -> None:
        assert await keys.find("rsa", algorithm="ES256") is None
        assert await keys.find("ec", algorithm="RS256") is None
