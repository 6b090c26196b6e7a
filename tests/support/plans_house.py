"""Three small plugins that plans can name, and a host of them."""

from collections.abc import Sequence
from typing import Annotated, Any

from msgspec import Meta, Struct, field

from wellkept.platform.plugin_host.host import Host
from wellkept_sdk.ctx import Ctx
from wellkept_sdk.hooks.contracts import ContractActivating, ContractHooks
from wellkept_sdk.hooks.phases import Veto, hookimpl
from wellkept_sdk.manifest import ActivationLevel, Manifest
from wellkept_sdk.plugin import Plugin
from wellkept_sdk.terms import Terms

Hours = Annotated[int, Meta(ge=1, le=1000)]


class ClockSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the deployment decides about clocks: the first answer within a day."""

    respond_hours: int = 24


class Pause(Struct, frozen=True, kw_only=True, tag_field="kind", tag="reasons"):
    """Clocks stand still for some reasons."""

    reasons: tuple[str, ...] = ()


class NoPause(Struct, frozen=True, kw_only=True, tag_field="kind", tag="never"):
    """Clocks never stand still."""


class ClockTerms(Terms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A plugin's terms with everything that merging has to tell apart."""

    respond_hours: Hours = 8
    by_grade: dict[str, Hours] = field(default_factory=lambda: {"1": 2, "2": 4})
    warn_at: tuple[int, ...] = (50, 80)
    pause: Pause | NoPause = NoPause()
    calendar: str | None = None


class ClockPlugin(Plugin, ContractHooks):
    """Promises times; needs `shelf`, and refuses contracts that name a calendar which nobody keeps."""

    manifest = Manifest(name="clock", version="1.0.0", sdk=">=1.0,<2", requires=("shelf", "house"))
    settings = ClockSettings
    terms = ClockTerms

    @hookimpl
    async def contract_activating(self, ctx: Ctx, event: ContractActivating) -> Veto | None:
        del ctx
        if event.plugins["clock"]["calendar"] != "moon":
            return None
        return Veto(code="clock.calendar.unknown", message="Nobody keeps the calendar moon.")


class ShelfTerms(Terms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Terms of the second version, which renamed a field."""

    version = 2

    articles_max: Annotated[int, Meta(ge=0)] = 10

    @classmethod
    def migrated(cls, document: dict[str, Any], *, from_version: int) -> dict[str, Any]:
        assert from_version == 1
        return {"articles_max" if name == "articles" else name: value for name, value in document.items()}


class ShelfPlugin(Plugin):
    """Keeps articles."""

    manifest = Manifest(name="shelf", version="1.0.0", sdk=">=1.0,<2")
    terms = ShelfTerms


class HousePlugin(Plugin):
    """Always on."""

    manifest = Manifest(name="house", version="1.0.0", sdk=">=1.0,<2", activation=ActivationLevel.DEPLOYMENT)


SHELF, CLOCK, HOUSE = ShelfPlugin(), ClockPlugin(), HousePlugin()
ALL: Sequence[Plugin] = (HOUSE, SHELF, CLOCK)


def host_of(*plugins: Plugin) -> Host:
    """Return a host of exactly these plugins."""
    host = Host.of(plugins)
    assert len(host.plugins) == len(plugins), host.found
    return host


__all__ = ["ALL", "CLOCK", "HOUSE", "SHELF", "ClockTerms", "ShelfTerms", "host_of"]
