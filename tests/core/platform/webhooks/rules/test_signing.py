"""Signatures, against the scheme's own library and its examples."""

import base64
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from surroundings import real_data
from wellkept.platform.webhooks.rules.signing import PREFIX, headers, new_secret
from wellkept_sdk.now import now

#: The example of the scheme, in two halves so that nobody takes it for a secret of ours.
SECRET = PREFIX + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE = "msg_p5jXN8AQM9LWM0D4loKWxJek"
BODY = b'{"test": 2432232314}'


class TestHeaders:
    def test_are_those_of_the_schemes_own_example(self) -> None:
        signed = headers(message_id=MESSAGE, timestamp=1614265330, body=BODY, keys=[SECRET])

        assert signed == {
            "webhook-id": MESSAGE,
            "webhook-timestamp": "1614265330",
            "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        }

    def test_are_those_of_the_published_vectors(self) -> None:
        vectors = msgspec.json.decode(real_data("conformance/standard_webhooks/vectors.json").read_bytes())
        valid = [each for each in vectors if each["valid"] and _is_written_as_ours(each)]

        assert valid
        for each in valid:
            signed = headers(
                message_id=each["msg_id"],
                timestamp=each["timestamp"],
                body=each["payload"].encode(),
                keys=[each["secret"]],
            )
            assert signed["webhook-signature"] == each["signature"], each["origin"]

    @given(body=st.dictionaries(st.text(max_size=20), st.text(max_size=50)).map(msgspec.json.encode))
    def test_satisfy_the_schemes_own_library_under_the_new_and_the_former_secret(self, body: bytes) -> None:
        new, former = new_secret(), new_secret()

        signed = dict(headers(message_id="e1", timestamp=int(now().timestamp()), body=body, keys=[new, former]))

        for secret in (new, former):
            Webhook(secret).verify(body, signed)

    def test_do_not_satisfy_it_under_another_secret_or_for_another_body(self) -> None:
        signed = dict(headers(message_id="e1", timestamp=int(now().timestamp()), body=BODY, keys=[SECRET]))

        with pytest.raises(WebhookVerificationError):
            Webhook(new_secret()).verify(BODY, signed)
        with pytest.raises(WebhookVerificationError):
            Webhook(SECRET).verify(BODY + b" ", signed)


class TestNewSecret:
    def test_is_256_random_bits_and_never_the_same(self) -> None:
        first, second = new_secret(), new_secret()

        assert first != second
        assert len(base64.b64decode(first.removeprefix(PREFIX))) == 32


def _is_written_as_ours(vector: dict[str, Any]) -> bool:
    """Leave out what only readers meet: several signatures, secrets without prefix or padding."""
    secret = vector["secret"].removeprefix(PREFIX)
    is_ours = secret != vector["secret"] and len(secret) % 4 == 0 and isinstance(vector["payload"], str)
    return is_ours and vector["signature"].count("v1,") == 1
