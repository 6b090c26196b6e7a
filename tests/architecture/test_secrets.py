"""What no file of the project may carry."""

import re
from pathlib import Path

SECRETS = re.compile(
    rb"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bwk_[0-9a-f]{64}\b|\bwhsec_[A-Za-z0-9+/]{32,}|\bAKIA[0-9A-Z]{16}\b"
)


class TestProject:
    def test_carries_no_secret(self, root: Path, texts: list[Path]) -> None:
        carriers = [path for path in texts if real_secrets(path)]

        assert [path.relative_to(root) for path in carriers] == []


def real_secrets(path: Path) -> list[bytes]:
    """Return what looks like a secret, less what is plainly made up: one character over and over."""
    found = SECRETS.findall(path.read_bytes())
    return [secret for secret in found if len(set(secret.split(b"_")[-1])) > 1]
