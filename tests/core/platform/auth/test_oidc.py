"""Tokens of an OIDC issuer: which are believed, and which never."""

import base64
import hmac
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oidc_issuer import OidcIssuer
from wellkept.platform.auth.issuer_keys import IssuerKeys
from wellkept.platform.auth.oidc import OidcVerifier
from wellkept_sdk.errors import Unauthenticated
from wellkept_sdk.now import now

ISSUER = "https://login.example"


@pytest.fixture
def verifier(issuer: OidcIssuer) -> OidcVerifier:
    return OidcVerifier(issuer=ISSUER, audience="wellkept", keys=IssuerKeys(ISSUER, transport=issuer.transport))


def base64_url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class TestToken:
    @pytest.mark.parametrize(
        ("kid", "algorithm"), [("rsa", "RS256"), ("rsa", "PS256"), ("ec", "ES256"), ("ed", "EdDSA")]
    )
    async def test_of_the_issuer_names_its_owner(
        self, issuer: OidcIssuer, verifier: OidcVerifier, kid: str, algorithm: str
    ) -> None:
        assert await verifier.email(issuer.token(kid=kid, algorithm=algorithm)) == "li@example.com"

    @pytest.mark.parametrize(
        "claims",
        [
            {"iss": "https://other.example"},
            {"aud": "another-program"},
            {"aud": None},
            {"iss": None},
            {"exp": None},
            {"email": None},
            {"email": 7},
            {"email_verified": False},
            {"email_verified": "false"},
            {"exp": 1_700_000_000},
            {"nbf": 4_000_000_000},
            {"iat": 4_000_000_000},
            {"exp": "soon"},
        ],
        ids=str,
    )
    async def test_with_wrong_claims_is_refused(
        self, issuer: OidcIssuer, verifier: OidcVerifier, claims: dict[str, Any]
    ) -> None:
        with pytest.raises(Unauthenticated):
            await verifier.email(issuer.token(**claims))

    async def test_for_several_audiences_is_believed(self, issuer: OidcIssuer, verifier: OidcVerifier) -> None:
        assert await verifier.email(issuer.token(aud=["another-program", "wellkept"])) == "li@example.com"

    @pytest.mark.parametrize("verified", [True, "true"])
    async def test_with_a_verified_address_is_believed(
        self, issuer: OidcIssuer, verifier: OidcVerifier, verified: object
    ) -> None:
        assert await verifier.email(issuer.token(email_verified=verified)) == "li@example.com"

    async def test_is_believed_with_a_minute_of_skew_and_no_more(
        self, issuer: OidcIssuer, verifier: OidcVerifier
    ) -> None:
        assert await verifier.email(issuer.token(exp=now() - timedelta(seconds=50)))
        with pytest.raises(Unauthenticated):
            await verifier.email(issuer.token(exp=now() - timedelta(seconds=61)))

    async def test_without_a_signature_is_refused(self, issuer: OidcIssuer, verifier: OidcVerifier) -> None:
        _, claims, _ = issuer.token().split(".")
        header = base64_url(b'{"alg":"none","kid":"rsa"}')

        with pytest.raises(Unauthenticated):
            await verifier.email(f"{header}.{claims}.")

    async def test_signed_with_the_public_key_as_a_secret_is_refused(
        self, issuer: OidcIssuer, verifier: OidcVerifier
    ) -> None:
        _, claims, _ = issuer.token().split(".")
        header = base64_url(b'{"alg":"HS256","kid":"rsa"}')
        signed = f"{header}.{claims}"
        for secret in issuer.public_forms():
            signature = hmac.digest(secret, signed.encode(), "sha256")

            with pytest.raises(Unauthenticated):
                await verifier.email(f"{signed}.{base64_url(signature)}")

    async def test_with_changed_claims_is_refused(self, issuer: OidcIssuer, verifier: OidcVerifier) -> None:
        header, _, signature = issuer.token().split(".")
        _, claims, _ = issuer.token(email="admin@example.com").split(".")

        with pytest.raises(Unauthenticated):
            await verifier.email(f"{header}.{claims}.{signature}")

    async def test_that_claims_the_key_of_another_kind_is_refused(
        self, issuer: OidcIssuer, verifier: OidcVerifier
    ) -> None:
        header = base64_url(b'{"alg":"ES256","kid":"rsa"}')
        _, claims, signature = issuer.token().split(".")

        with pytest.raises(Unauthenticated):
            await verifier.email(f"{header}.{claims}.{signature}")

    @pytest.mark.parametrize("kid", ["[]", "{}", "7", "null"])
    async def test_with_a_strange_key_id_is_refused(self, issuer: OidcIssuer, verifier: OidcVerifier, kid: str) -> None:
        header = base64_url(f'{{"alg":"RS256","kid":{kid}}}'.encode())
        _, claims, signature = issuer.token().split(".")

        with pytest.raises(Unauthenticated):
            await verifier.email(f"{header}.{claims}.{signature}")

    @settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(header=st.binary(max_size=60), claims=st.binary(max_size=60), signature=st.binary(max_size=20))
    async def test_of_any_bytes_is_refused_and_nothing_else(
        self, verifier: OidcVerifier, header: bytes, claims: bytes, signature: bytes
    ) -> None:
        with pytest.raises(Unauthenticated):
            await verifier.email(".".join(map(base64_url, (header, claims, signature))))
