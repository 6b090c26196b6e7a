"""Which names no plugin may have."""

from litestar.routes import HTTPRoute

from wellkept.app import Wellkept
from wellkept.cli import cli
from wellkept.platform.plugin_host.assembling.names import is_reserved
from wellkept.platform.plugin_host.assembling.routers import COLLECTIONS


class TestReserved:
    def test_are_the_first_words_of_paths(self, composed_app: Wellkept) -> None:
        first = {path[0] for path in paths_of(composed_app)}

        assert [word for word in first if word.isidentifier() and not is_reserved(word)] == []

    def test_are_the_words_below_records(self, composed_app: Wellkept) -> None:
        below = {path[2] for path in paths_of(composed_app) if len(path) > 2 and path[0] in COLLECTIONS.values()}

        assert [word for word in below if not is_reserved(word)] == []

    def test_are_the_commands(self) -> None:
        assert [name for name in cli.commands if not is_reserved(name)] == []

    def test_are_the_names_of_settings_and_what_these_begin_with(self) -> None:
        assert is_reserved("pool_max")
        assert is_reserved("oidc")

    def test_are_no_others(self) -> None:
        assert not is_reserved("weather")
        assert not is_reserved("tick")


def paths_of(app: Wellkept) -> list[list[str]]:
    """Return the paths of core below `/v1`, in their parts."""
    paths = [route.path_format for route in app.litestar.routes if isinstance(route, HTTPRoute)]
    return [path.split("/")[2:] for path in paths if path.startswith("/v1/")]
