"""The command line with parties that a test may ask for and spare parts, and no other plugin; run as a script."""

from collections.abc import Iterable
from importlib.metadata import EntryPoint

from inventory_house import PARTIES, inventory
from wellkept import cli
from wellkept.platform.plugin_host import host
from wellkept.platform.plugin_host.assembling.discovery import Source, sources_from


def sources_of(_: Iterable[EntryPoint]) -> list[Source]:
    """Return the plugins of the test, as if they and no others were installed."""
    return sources_from([PARTIES, inventory])


if __name__ == "__main__":
    setattr(host, sources_of.__name__, sources_of)
    cli.main()
