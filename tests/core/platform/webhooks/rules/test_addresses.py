"""What may be called, and what may not."""

from ipaddress import ip_address, ip_network

import pytest

from wellkept.platform.webhooks.rules.addresses import may_be_called, objection

PRIVATE = [
    "0.0.0.1", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1", "192.0.2.1",
    "192.168.1.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1",
    "fd12:3456::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2001:db8::1",
]  # fmt: skip
PUBLIC = ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "64:ff9b::101:101"]


class TestMayBeCalled:
    @pytest.mark.parametrize("address", PRIVATE)
    def test_is_false_for_everything_that_is_not_on_the_open_internet(self, address: str) -> None:
        assert not may_be_called(ip_address(address))

    @pytest.mark.parametrize("address", PUBLIC)
    def test_is_true_on_the_open_internet(self, address: str) -> None:
        assert may_be_called(ip_address(address))

    def test_is_true_in_networks_that_the_deployment_names_and_not_beside_them(self) -> None:
        allowed = (ip_network("10.1.0.0/16"), ip_network("fd12::/16"))

        assert may_be_called(ip_address("10.1.9.9"), allowed=allowed)
        assert may_be_called(ip_address("::ffff:10.1.9.9"), allowed=allowed)
        assert may_be_called(ip_address("fd12::7"), allowed=allowed)
        assert not may_be_called(ip_address("10.2.0.1"), allowed=allowed)


class TestObjection:
    @pytest.mark.parametrize(
        "url",
        [
            "https://example.com/hook", "https://example.com:8443/a?b=c", "https://1.1.1.1/", "https://[2606:4700::1111]/",
            "https://xn--fsq.example/",
        ],
    )  # fmt: skip
    def test_is_none_against_public_addresses(self, url: str) -> None:
        assert objection(url) is None

    @pytest.mark.parametrize(
        "url",
        [
            "", "example.com", "ftp://example.com/", "https://", "https://example.com:0/", "https://example.com:99999/",
            "https://[::1", "http://example.com/", "https://user:pass@example.com/", "https://user@example.com/",
            "https://example.com/#f", "https://localhost/", "https://LOCALHOST./", "https://printer/", "https://a.local/",
            "https://db.internal/", "https://127.0.0.1/", "https://[::ffff:127.0.0.1]/", "https://169.254.169.254/latest/",
            "javascript:alert(1)", "file:///etc/passwd",
        ],
    )  # fmt: skip
    def test_is_told_against_what_is_no_public_address_over_https(self, url: str) -> None:
        assert objection(url) is not None

    def test_is_none_inside_networks_that_the_deployment_names_even_unencrypted(self) -> None:
        allowed = (ip_network("127.0.0.0/8"),)

        assert objection("http://127.0.0.1:9000/", allowed=allowed) is None
        assert objection("http://erp.internal/", allowed=allowed) is None
        assert objection("http://10.0.0.1/", allowed=allowed) is not None
