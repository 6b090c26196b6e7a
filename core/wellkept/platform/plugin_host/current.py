"""The host of this process."""

from wellkept.platform.plugin_host.host import Host

_host: Host | None = None


def bind_host(host: Host) -> None:
    """Make a host the one of this process."""
    global _host  # noqa: PLW0603 - a process has one host
    _host = host


def host() -> Host:
    """Return the process's host; one without plugins, if none was bound."""
    if _host is None:
        bind_host(Host.of())
    assert _host is not None
    return _host
