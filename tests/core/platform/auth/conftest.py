"""An OIDC issuer for the tests of tokens."""

import pytest

from oidc_issuer import OidcIssuer


@pytest.fixture
def issuer() -> OidcIssuer:
    return OidcIssuer()
