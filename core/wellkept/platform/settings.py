"""The settings of a deployment: environment variables first, then one TOML file, then the defaults written here."""

from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from wellkept.platform.installed_plugins import installed_names, owner_of
from wellkept.platform.settings_file import read_file, tables_of
from wellkept_sdk.time_zones import is_time_zone

PREFIX = "WELLKEPT_"
# Read by the tests alone, wherever they run.
FOREIGN_PREFIXES = ("WELLKEPT_TEST_", "WELLKEPT_REQUIRE_")
DATABASE_FILE = "wellkept.sqlite"
# What plugins are given is collected here; nobody sets it under this name.
PLUGIN_SETTINGS = "plugin_settings"
LISTS = {"plugins", "must_load", "webhook_networks"}
MEBIBYTE = 1024 * 1024
HOOK_SECONDS_MAX = 5.0
REQUEST_SECONDS_MAX = 30.0
UPLOAD_SECONDS_MAX = 600.0

Port = Annotated[int, Meta(ge=0, le=65535)]
Count = Annotated[int, Meta(ge=1)]
Seconds = Annotated[float, Meta(gt=0)]
Text = Annotated[str, Meta(min_length=1)]
DatabaseUrl = Annotated[str, Meta(pattern="^(sqlite:///|postgresql://|postgres://)")]


class LogFormat(StrEnum):
    """How log lines are written."""

    CONSOLE = "console"  #: For people, with colours where the terminal has them.
    JSON = "json"  #: One object for each line, for machines.


class LogLevel(StrEnum):
    """From which weight on something is logged."""

    DEBUG = "debug"  #: Everything, for the search after a fault.
    INFO = "info"  #: Every request and every job.
    WARNING = "warning"  #: What somebody should look at.
    ERROR = "error"  #: What needs a change of the code or of the deployment.


class SyncMode(StrEnum):
    """How durable a commit to SQLite is."""

    NORMAL = "normal"  #: Survives the end of any process; the last moments before a power failure may be lost.
    FULL = "full"  #: Survives a power failure too, at the cost of a disk flush for each commit.


class SettingsError(Exception):
    """The settings cannot be used; every mistake is named."""

    def __init__(self, mistakes: list[str]) -> None:
        """Name the mistakes, one a line."""
        self.mistakes = mistakes
        super().__init__("\n".join(mistakes))


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    What a deployment decides; every field is also a variable, `port` for example `WELLKEPT_PORT`.

    Args:
        database_url: `sqlite:///…` or `postgresql://…`; without one, a file in the data folder.
        data_dir: the folder of everything that Wellkept stores in files.
        host: the address to listen on.
        port: the port to listen on; 0 lets the system choose.
        plugins: the plugins that may be active, in the file a list, in the environment separated by commas.
        must_load: the plugins without which nothing starts, given in the same way.
        hook_seconds_max: how long one call of a plugin inside a change may take.
        bootstrap_api_key: the first admin key, for unattended starts.
        oidc_issuer: the issuer whose bearer tokens are accepted.
        oidc_audience: the audience that those tokens must name.
        log_format: `console` or `json`.
        log_level: `debug`, `info`, `warning` or `error`.
        default_plan: the code of the service plan of customers whose type names none.
        default_time_zone: the zone of customers who name none.
        default_locale: the language of customers who name none.
        idempotency_hours: how long the answer to an Idempotency-Key is kept.
        event_days_kept: after how many days events leave the feed; 0 keeps them for ever.
        webhook_networks: private networks whose addresses webhooks may call, as `10.0.0.0/8`, given as lists are.
        attachment_bytes_max: the largest file that may be uploaded.
        attachment_url: where attachments are stored, such as `s3://bucket/prefix`; by default in the data folder.
        body_bytes_max: the largest body of any other request.
        request_seconds_max: how long a request may take until it begins to answer.
        upload_seconds_max: the same for uploads.
        rate_per_minute: requests of one credential; 0 means no limit.
        pool_max: connections to PostgreSQL of one process.
        pgbouncer: whether a pgbouncer in transaction mode stands between.
        sqlite_sync: `normal` or `full`.
        plugin_settings: by plugin, what `WELLKEPT_<PLUGIN>_…` and the table `[<plugin>]` give it, not decoded yet.
    """

    database_url: DatabaseUrl | None = None
    data_dir: Text = "./data"
    host: Text = "127.0.0.1"
    port: Port = 8000
    plugins: list[str] | None = None
    must_load: list[str] = []
    hook_seconds_max: Seconds = HOOK_SECONDS_MAX
    bootstrap_api_key: Annotated[str, Meta(pattern=r"^wk_[0-9a-f]{64}\Z")] | None = None
    oidc_issuer: Text | None = None
    oidc_audience: Text | None = None
    log_format: LogFormat = LogFormat.CONSOLE
    log_level: LogLevel = LogLevel.INFO
    default_plan: Text = "default"
    default_time_zone: Text = "Asia/Shanghai"
    default_locale: Text = "zh-CN"
    idempotency_hours: Count = 72
    event_days_kept: Annotated[int, Meta(ge=0)] = 0
    webhook_networks: list[str] = []
    attachment_bytes_max: Count = 50 * MEBIBYTE
    attachment_url: Text | None = None
    body_bytes_max: Count = MEBIBYTE
    request_seconds_max: Seconds = REQUEST_SECONDS_MAX
    upload_seconds_max: Seconds = UPLOAD_SECONDS_MAX
    rate_per_minute: Annotated[int, Meta(ge=0)] = 0
    pool_max: Count = 10
    pgbouncer: bool = False
    sqlite_sync: SyncMode = SyncMode.NORMAL
    plugin_settings: dict[str, dict[str, Any]] = {}

    def __post_init__(self) -> None:
        """Refuse what only a second look shows."""
        if (self.oidc_issuer is None) != (self.oidc_audience is None):
            raise ValueError("oidc_issuer and oidc_audience belong together")
        if not is_time_zone(self.default_time_zone):
            raise ValueError(f"default_time_zone {self.default_time_zone!r} is no IANA time zone")
        for network in self.webhook_networks:
            if not _is_network(network):
                raise ValueError(f"webhook_networks: {network!r} is no network such as 10.0.0.0/8")

    @property
    def called_networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """The private networks whose addresses webhooks may call."""
        return tuple(map(ip_network, self.webhook_networks))

    @property
    def database(self) -> str:
        """The URL of the database, the file in the data folder if none is set."""
        return self.database_url or f"sqlite:///{Path(self.data_dir) / DATABASE_FILE}"


def setting_names() -> tuple[str, ...]:
    """Return the names of core's settings, in lower case and without the prefix."""
    return tuple(name for name in Settings.__struct_fields__ if name != PLUGIN_SETTINGS)


def load(environ: Mapping[str, str], config: Path | None = None, *, plugins: Collection[str] | None = None) -> Settings:
    """
    Return the settings.

    Args:
        environ: the environment; only what begins with `WELLKEPT_` is looked at.
        config: a TOML file with the same names in lower case and without the prefix; a plugin's are in its table.
        plugins: the names of the plugins that may be given settings; by default all that are installed.

    Raises:
        SettingsError: names every misspelt or unusable setting of core; those of a plugin are the plugin's to judge.
    """
    plugins = installed_names() if plugins is None else plugins
    said, mistakes = read_file(config)
    of_plugins, from_file, mistakes_in_tables = tables_of(set(plugins).difference(setting_names()), given=said)
    from_environ = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environ.items()
        if name.startswith(PREFIX) and not name.startswith(FOREIGN_PREFIXES)
    }
    mistakes += mistakes_in_tables + _move_to_plugins(from_environ, of_plugins, plugins=plugins)
    mistakes += [_stranger(name, near=sorted(plugins)) for name in _unknown(from_file)]
    given: dict[str, Any] = {}
    for name, value in {**from_file, **from_environ}.items():
        if name in setting_names():
            given[name] = _items(value) if name in LISTS else value
            mistakes += _mistakes_of(name, given[name])
    if mistakes:
        raise SettingsError(mistakes)
    return msgspec.structs.replace(_settings(given), plugin_settings=of_plugins)


def _move_to_plugins(
    from_environ: dict[str, str], of_plugins: dict[str, dict[str, Any]], *, plugins: Collection[str]
) -> list[str]:
    """Move the variables of plugins to them, and return what is wrong with those that nobody takes."""
    mistakes: list[str] = []
    for name in _unknown(from_environ):
        plugin = owner_of(name, plugins)
        if plugin is None:
            mistakes.append(_stranger(name, near=_near_prefixes(name, plugins), prefix=PREFIX))
        else:
            of_plugins.setdefault(plugin, {})[name.removeprefix(f"{plugin}_")] = from_environ.pop(name)
    return mistakes


def _unknown(given: Mapping[str, object]) -> list[str]:
    return sorted(given.keys() - set(setting_names()))


def _near_prefixes(name: str, plugins: Collection[str]) -> list[str]:
    """Return what a variable would be called if the first words were meant to name a plugin."""
    words = name.split("_")
    return ["_".join([plugin, *words[plugin.count("_") + 1 :]]) for plugin in sorted(plugins)]


def _stranger(name: str, *, near: Sequence[str], prefix: str = "") -> str:
    shown = str.upper if prefix else str
    meant = get_close_matches(name, [*setting_names(), *near], n=1, cutoff=0)[0]
    return f"{prefix}{shown(name)} is no setting; the nearest one is {prefix}{shown(meant)}."


def _items(value: object) -> object:
    return [item.strip() for item in value.split(",") if item.strip()] if isinstance(value, str) else value


def _mistakes_of(name: str, value: object) -> list[str]:
    field = next(field for field in msgspec.structs.fields(Settings) if field.name == name)
    try:
        msgspec.convert(value, field.type, strict=False)
    except msgspec.ValidationError as refusal:
        return [f"{PREFIX}{name.upper()}: {refusal}."]
    return []


def _settings(given: Mapping[str, object]) -> Settings:
    try:
        return msgspec.convert(given, Settings, strict=False)
    except msgspec.ValidationError as refusal:
        raise SettingsError([f"{refusal}."]) from None


def _is_network(text: str) -> bool:
    try:
        ip_network(text)
    except ValueError:
        return False
    return True
